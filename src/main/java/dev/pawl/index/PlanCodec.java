package dev.pawl.index;

import dev.pawl.plan.Plan;
import dev.pawl.plan.PlanDependency;
import dev.pawl.plan.PlanId;
import dev.pawl.plan.Problem;
import dev.pawl.plan.Status;
import dev.pawl.plan.Task;
import dev.pawl.plan.TaskId;
import dev.pawl.plan.document.PlanContent;
import dev.pawl.plan.document.PlanDocument;
import dev.pawl.plan.text.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a plan file says, as bytes. */
final class PlanCodec {
  private PlanCodec() {}

  static byte[] pack(PlanContent content) {
    Packer out = new Packer();
    out.text(content.kind().name());
    out.all(content.tasks(), task -> pack(out, task));
    out.all(content.problems(), problem -> pack(out, problem));
    Plan plan = content.plan();
    out.number(plan == null ? 0 : 1);
    if (plan != null) {
      pack(out, plan);
    }
    return out.toBytes();
  }

  static PlanContent unpack(byte[] bytes) {
    Unpacker in = new Unpacker(bytes);
    PlanDocument.Kind kind = PlanDocument.Kind.valueOf(in.must());
    List<Task> tasks = in.all(() -> task(in));
    List<Problem> problems = in.all(() -> problem(in));
    Plan plan = in.number() == 0 ? null : plan(in, tasks);
    if (!in.atEnd()) {
      throw new IllegalArgumentException("more than a plan");
    }
    return new PlanContent(kind, plan, tasks, problems);
  }

  /** The tasks of a plan are those of its document. */
  private static void pack(Packer out, Plan plan) {
    out.text(plan.id().value()).text(plan.type()).text(plan.title()).text(plan.written());
    pack(out, plan.status());
    out.text(plan.repo());
    out.all(
        plan.dependsOn(),
        on -> {
          out.text(on.plan()).text(on.status()).text(on.phase());
          pack(out, on.at());
        });
    out.texts(plan.files()).texts(plan.other());
    pack(out, plan.at());
    pack(out, plan.statusAt());
  }

  private static Plan plan(Unpacker in, List<Task> tasks) {
    return new Plan(
        new PlanId(in.must()),
        in.must(),
        in.must(),
        in.must(),
        status(in),
        in.text(),
        in.all(() -> new PlanDependency(in.must(), in.text(), in.text(), position(in))),
        in.texts(),
        tasks,
        in.textMap(),
        position(in),
        position(in));
  }

  private static void pack(Packer out, Task task) {
    out.text(task.id().value()).text(task.title()).text(task.written());
    pack(out, task.status());
    out.text(task.priority()).text(task.phase());
    out.texts(task.dependsOn()).texts(task.files()).texts(task.other());
    pack(out, task.at());
    pack(out, task.statusAt());
  }

  private static Task task(Unpacker in) {
    return new Task(
        new TaskId(in.must()),
        in.must(),
        in.must(),
        status(in),
        in.text(),
        in.text(),
        in.texts(),
        in.texts(),
        in.textMap(),
        position(in),
        position(in));
  }

  private static void pack(Packer out, Problem problem) {
    TaskId task = problem.task();
    out.text(problem.kind().name()).text(problem.message());
    out.text(task == null ? null : task.value());
    pack(out, problem.at());
  }

  private static Problem problem(Unpacker in) {
    Problem.Kind kind = Problem.Kind.valueOf(in.must());
    String message = in.must();
    String task = in.text();
    return new Problem(kind, position(in), message, task == null ? null : new TaskId(task));
  }

  private static void pack(Packer out, @Nullable Status status) {
    out.text(status == null ? null : status.word());
    if (status != null) {
      out.number(status.rank());
    }
  }

  private static @Nullable Status status(Unpacker in) {
    String word = in.text();
    return word == null ? null : new Status(word, (int) in.number());
  }

  private static void pack(Packer out, Position at) {
    out.number(at.line()).number(at.column());
  }

  private static Position position(Unpacker in) {
    return new Position((int) in.number(), (int) in.number());
  }
}
