package dev.pawl.index;

import dev.pawl.journal.Basis;
import dev.pawl.journal.Body;
import dev.pawl.journal.Event;
import dev.pawl.journal.EventId;
import dev.pawl.journal.HybridTime;
import dev.pawl.journal.Origin;
import dev.pawl.journal.RecordedStatus;
import dev.pawl.journal.ReplicaId;
import dev.pawl.journal.ReportContext;
import dev.pawl.plan.PlanId;
import dev.pawl.plan.TaskId;
import org.jspecify.annotations.Nullable;

/** Events, and what they come to, as bytes. */
final class RecordCodec {
  private RecordCodec() {}

  static void pack(Packer out, RecordedStatus recorded) {
    out.text(recorded.task().value()).text(recorded.status());
    out.number(recorded.rank()).number(recorded.generation());
    pack(out, recorded.winner());
    out.all(recorded.agreeing(), event -> pack(out, event));
    out.all(recorded.lastReopens(), event -> pack(out, event));
    out.all(recorded.overruled(), event -> pack(out, event));
  }

  static RecordedStatus recorded(Unpacker in) {
    return new RecordedStatus(
        new TaskId(in.must()),
        in.must(),
        (int) in.number(),
        in.number(),
        event(in),
        in.all(() -> event(in)),
        in.all(() -> event(in)),
        in.all(() -> event(in)));
  }

  static void pack(Packer out, Event event) {
    out.text(event.id().hex()).number(event.version());
    Origin origin = event.origin();
    out.text(origin.replica().value()).number(origin.seq());
    out.text(origin.host()).text(origin.hostId()).text(origin.actor());
    out.number(event.at().millis()).number(event.at().tick());
    ReportContext context = event.context();
    PlanId plan = context.plan();
    Basis basis = context.basis();
    out.text(basis.head()).text(basis.home()).text(basis.written());
    out.text(basis.from()).number(basis.fromRank());
    Basis.Former was = basis.was();
    out.text(was == null ? null : was.task().value());
    out.text(was == null ? null : was.last().hex());
    out.text(plan == null ? null : plan.value());
    number(out, context.epoch());
    out.text(context.reason());
    out.all(event.after(), id -> out.text(id.hex()));
    pack(out, event.body());
    out.text(event.line());
  }

  static Event event(Unpacker in) {
    return new Event(
        new EventId(in.must()),
        in.number(),
        new Origin(new ReplicaId(in.must()), in.number(), in.must(), in.must(), in.must()),
        new HybridTime(in.number(), (int) in.number()),
        context(in),
        in.all(() -> new EventId(in.must())),
        body(in),
        in.must());
  }

  private static Basis.@Nullable Former former(Unpacker in) {
    String task = in.text();
    String last = in.text();
    return task == null || last == null
        ? null
        : new Basis.Former(new TaskId(task), new EventId(last));
  }

  private static ReportContext context(Unpacker in) {
    Basis basis =
        new Basis(in.text(), in.text(), in.text(), in.text(), (int) in.number(), former(in));
    String plan = in.text();
    Long epoch = in.number() == 0 ? null : in.number();
    return new ReportContext(basis, plan == null ? null : new PlanId(plan), epoch, in.text());
  }

  private static void number(Packer out, @Nullable Long number) {
    out.number(number == null ? 0 : 1);
    if (number != null) {
      out.number(number);
    }
  }

  private static void pack(Packer out, Body body) {
    switch (body) {
      case Body.Report report -> setting(out.text("report"), report);
      case Body.Reopen reopen -> setting(out.text("reopen"), reopen);
      case Body.Observation seen -> setting(out.text("observation"), seen).text(seen.commit());
      case Body.Takeover taken ->
          out.text("takeover")
              .text(taken.plan().value())
              .text(taken.owner().value())
              .number(taken.oldEpoch())
              .number(taken.newEpoch())
              .number(taken.last());
      case Body.Used used -> UsageCodec.pack(out.text("usage"), used.usage());
      case Body.Unknown unknown -> {
        TaskId task = unknown.task();
        out.text("unknown").text(unknown.why()).text(task == null ? null : task.value());
      }
    }
  }

  private static Packer setting(Packer out, Body.Setting setting) {
    return out.text(setting.task().value())
        .text(setting.status())
        .number(setting.rank())
        .number(setting.generation());
  }

  private static Body body(Unpacker in) {
    return switch (in.must()) {
      case "report" ->
          new Body.Report(new TaskId(in.must()), in.must(), (int) in.number(), in.number());
      case "reopen" ->
          new Body.Reopen(new TaskId(in.must()), in.must(), (int) in.number(), in.number());
      case "observation" ->
          new Body.Observation(
              new TaskId(in.must()), in.must(), (int) in.number(), in.number(), in.text());
      case "takeover" ->
          new Body.Takeover(
              new PlanId(in.must()),
              new ReplicaId(in.must()),
              in.number(),
              in.number(),
              in.number());
      case "usage" -> new Body.Used(UsageCodec.usage(in));
      case "unknown" -> {
        String why = in.must();
        String task = in.text();
        yield new Body.Unknown(why, task == null ? null : new TaskId(task));
      }
      default -> throw new IllegalArgumentException("not a body");
    };
  }
}
