package dev.pawl.check;

import dev.pawl.plan.Plan;
import dev.pawl.plan.PlanId;
import dev.pawl.plan.Problem;
import dev.pawl.plan.Status;
import dev.pawl.plan.Task;
import dev.pawl.plan.TaskId;
import dev.pawl.plan.document.PlanContent;
import dev.pawl.plan.text.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the plan files themselves get wrong, whatever was reported: C-01 to C-08. */
public final class PlanRules {
  private final Facts facts;
  private final List<Finding> findings = new ArrayList<>();

  private PlanRules(Facts facts) {
    this.facts = facts;
  }

  /**
   * Checks every plan of a snapshot; findings come in order of file and place.
   *
   * @param hint what to do where there is no plan; empty, or begins with a semicolon
   */
  public static List<Finding> of(Facts facts, String hint) {
    PlanRules rules = new PlanRules(facts);
    if (facts.plans().isEmpty()) {
      rules.findings.add(
          Finding.ofRepository(
              Code.NO_PLAN,
              Severity.INFO,
              "no plan found where the settings say plans are" + hint));
    }
    for (PlanFacts plan : facts.plans()) {
      rules.problems(plan);
      rules.contradiction(plan);
      rules.repository(plan);
    }
    rules.duplicates();
    rules.findings.addAll(Dependencies.of(facts));
    return List.copyOf(rules.findings);
  }

  private void problems(PlanFacts plan) {
    for (Problem problem : plan.document().problems()) {
      Code code =
          switch (problem.kind()) {
            case UNREADABLE -> Code.UNREADABLE;
            case UNKNOWN_STATUS -> Code.UNKNOWN_STATUS;
            case MISSING_FIELD -> Code.MISSING_FIELD;
            case DUPLICATE_ID -> Code.DUPLICATE_ID;
          };
      findings.add(
          Finding.ofFile(
              code,
              Severity.FAIL,
              id(plan.document()),
              problem.task(),
              plan.file(),
              problem.at(),
              problem.message()));
    }
  }

  /** C-04: compares the plan's status with the statuses that count for its tasks. */
  private void contradiction(PlanFacts facts) {
    Plan plan = facts.document().plan();
    Status status = plan == null ? null : plan.status();
    // Of a plan that lives on another branch, the file here is behind by nature.
    if (plan == null || status == null || !facts.home().here()) {
      return;
    }
    int open = 0;
    int unknown = 0;
    int started = 0;
    int settled = 0;
    for (Task task : plan.tasks()) {
      Status counts =
          this.facts.effective(
              new TaskFacts(
                  facts,
                  task,
                  this.facts.committed().get(task.id()),
                  this.facts.recorded().get(task.id())));
      if (counts == null) {
        unknown++;
      } else if (counts.rank() < 2) {
        open++;
      }
      if (counts != null && counts.rank() == 1) {
        started++;
      } else if (counts != null && counts.rank() == 2) {
        settled++;
      }
    }
    String said =
        said(plan, status, open, started, settled, unknown == 0 && !plan.tasks().isEmpty());
    if (said != null) {
      Severity severity = finished(status) && open > 0 ? Severity.FAIL : Severity.WARN;
      findings.add(
          Finding.ofFile(
              Code.CONTRADICTION, severity, plan.id(), null, facts.file(), plan.statusAt(), said));
    }
  }

  private static @Nullable String said(
      Plan plan, Status status, int open, int started, int settled, boolean known) {
    String word = status.word();
    if (finished(status) && open > 0) {
      return "the plan is %s and %s still open".formatted(word, count(open));
    }
    if (status.rank() == 0 && started + settled > 0) {
      String what =
          started > 0 ? count(started) + " under way" : count(settled) + " settled already";
      return "the plan is %s and %s: pawl plan %s"
          .formatted(
              word,
              what,
              known && open == 0
                  ? "complete %s closes it".formatted(plan.id())
                  : "start %s --here makes it active".formatted(plan.id()));
    }
    if (status.rank() == 1 && known && open == 0) {
      return "the plan is %s and none of its tasks is open any more: pawl plan complete closes it"
          .formatted(word);
    }
    return null;
  }

  private static boolean finished(Status status) {
    return status.word().equals("done") || status.word().equals("archived");
  }

  private static String count(int tasks) {
    return tasks == 1 ? "1 task is" : tasks + " tasks are";
  }

  private void repository(PlanFacts facts) {
    Plan plan = facts.document().plan();
    if (plan == null || plan.repo() == null || plan.repo().equals(this.facts.slug())) {
      return;
    }
    findings.add(
        Finding.ofFile(
            Code.OTHER_REPOSITORY,
            Severity.WARN,
            plan.id(),
            null,
            facts.file(),
            plan.at(),
            "the plan says repo: "
                + plan.repo()
                + ", and this repository is '"
                + this.facts.slug()
                + "'"));
  }

  /** C-03 across files; within one file the document itself reports it. */
  private void duplicates() {
    Map<TaskId, PlanFacts> firstTask = new LinkedHashMap<>();
    Map<PlanId, PlanFacts> firstPlan = new LinkedHashMap<>();
    for (PlanFacts plan : facts.plans()) {
      Plan read = plan.document().plan();
      if (read != null) {
        PlanFacts other = firstPlan.putIfAbsent(read.id(), plan);
        if (other != null) {
          duplicate(plan, read.id(), null, read.at(), "plan id '" + read.id().value(), other);
        }
      }
      for (Task task : plan.document().tasks()) {
        PlanFacts other = firstTask.putIfAbsent(task.id(), plan);
        if (other != null && !other.file().equals(plan.file())) {
          duplicate(
              plan,
              id(plan.document()),
              task.id(),
              task.at(),
              "task id '" + task.id().value(),
              other);
        }
      }
    }
  }

  private void duplicate(
      PlanFacts plan,
      @Nullable PlanId id,
      @Nullable TaskId task,
      Position at,
      String what,
      PlanFacts other) {
    findings.add(
        Finding.ofFile(
            Code.DUPLICATE_ID,
            Severity.FAIL,
            id,
            task,
            plan.file(),
            at,
            what + "' stands in " + other.file() + " as well; neither is touched"));
  }

  private static @Nullable PlanId id(PlanContent document) {
    Plan plan = document.plan();
    return plan == null ? null : plan.id();
  }
}
