package dev.pawl.check;

import dev.pawl.journal.Body;
import dev.pawl.journal.Event;
import dev.pawl.journal.RecordedStatus;
import dev.pawl.plan.PlanId;
import dev.pawl.plan.Status;
import dev.pawl.plan.TaskId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What to do about every task whose record and file differ: pure, and the same for the same facts
 * (N04).
 *
 * @param findings what is inconsistent, each with the action planned for it
 * @param observations records to move forward to what a committed file says
 * @param writebacks statuses to write into files of this work tree
 */
public record Reconciliation(
    List<Finding> findings, List<Observation> observations, List<Writeback> writebacks) {

  /** The record of a task is to move forward to {@code status}, which its committed file says. */
  public record Observation(TaskId task, @Nullable PlanId plan, Status status, long generation) {}

  /** The status of a task in {@code file} is to become {@code to}. */
  public record Writeback(String file, TaskId task, Status from, Status to) {}

  /**
   * What a run may do.
   *
   * @param gateOpen false when nothing at all may be written
   * @param writeback false with {@code --no-writeback}
   * @param wanted the tasks it is about; the others are judged and left alone
   */
  public record Terms(Mode mode, boolean gateOpen, boolean writeback, Predicate<TaskId> wanted) {}

  /** Judges every task of a snapshot. */
  public static Reconciliation of(Facts facts, Terms terms) {
    Pass pass = new Pass(facts, terms);
    facts.tasks().values().stream()
        .filter(task -> terms.wanted().test(task.task().id()))
        .forEach(pass::judge);
    pass.withoutBlock();
    return new Reconciliation(
        List.copyOf(pass.findings), List.copyOf(pass.observations), List.copyOf(pass.writebacks));
  }

  private static final class Pass {
    private final Facts facts;
    private final Terms terms;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Observation> observations = new ArrayList<>();
    private final List<Writeback> writebacks = new ArrayList<>();
    private final Set<String> filesNamed = new LinkedHashSet<>();

    Pass(Facts facts, Terms terms) {
      this.facts = facts;
      this.terms = terms;
    }

    void judge(TaskFacts task) {
      Verdict verdict = facts.verdict(task);
      if (verdict == Verdict.AGREE) {
        nowhereToWrite(task);
        disagreed(task);
        return;
      }
      if (verdict.movesRecord()) {
        moveRecord(task);
      } else if (verdict == Verdict.MOVED_BACK || verdict == Verdict.UNPROVEN) {
        findings.add(
            finding(Code.MOVED_BACK, Severity.WARN, task, Action.NONE, ask(task, verdict)));
      } else {
        moveFile(task, verdict);
      }
      overruled(task, verdict);
    }

    /** Reported, and the branch that it would be written back on does not hold the block. */
    private void nowhereToWrite(TaskFacts task) {
      RecordedStatus reported = task.recorded();
      Status here = task.task().status();
      if (reported != null
          && task.committed() == null
          && here != null
          && !here.word().equals(reported.status())) {
        namePlace(task);
      }
    }

    private void moveRecord(TaskFacts task) {
      boolean published = !facts.unpublished().contains(task.task().id());
      boolean possible = terms.gateOpen() && published;
      Action action =
          switch (terms.mode()) {
            case CHECK -> Action.NONE;
            case DRY_RUN -> possible ? Action.WOULD_RECORD : Action.SKIPPED;
            case FIX -> possible ? Action.RECORDED : Action.SKIPPED;
          };
      Severity severity =
          action == Action.RECORDED || action == Action.WOULD_RECORD
              ? Severity.INFO
              : Severity.WARN;
      findings.add(
          finding(
              Code.FILE_AHEAD,
              severity,
              task,
              action,
              "the file is ahead of what was reported for '"
                  + task.task().title()
                  + "' (db="
                  + recorded(task).status()
                  + ", file="
                  + written(task).word()
                  + ")"
                  + (published ? "" : "; it is recorded once the commit that says so is pushed")));
      if (action == Action.RECORDED) {
        observations.add(
            new Observation(
                task.task().id(), planOf(task), written(task), recorded(task).generation()));
      }
    }

    private void moveFile(TaskFacts task, Verdict verdict) {
      Status to = facts.vocabulary().read(recorded(task).status()).orElse(null);
      boolean writable = namePlace(task);
      Action action = writeAction(verdict.movesFile() && to != null && writable);
      findings.add(
          finding(Code.RECORD_AHEAD, Severity.WARN, task, action, recordAhead(task, verdict, to)));
      if (action == Action.WRITTEN_BACK) {
        writebacks.add(
            new Writeback(
                task.plan().file(), task.task().id(), written(task), Objects.requireNonNull(to)));
      }
    }

    private Action writeAction(boolean possible) {
      return switch (terms.mode()) {
        case CHECK -> Action.NONE;
        case DRY_RUN ->
            possible && terms.gateOpen() && terms.writeback()
                ? Action.WOULD_WRITE_BACK
                : Action.SKIPPED;
        case FIX ->
            possible && terms.gateOpen() && terms.writeback()
                ? Action.WRITTEN_BACK
                : Action.SKIPPED;
      };
    }

    /** Says, once a file, why it is not written here; true when it can be. */
    private boolean namePlace(TaskFacts task) {
      PlanFacts plan = task.plan();
      if (!plan.home().here()) {
        nameFile(
            plan,
            Code.WRITTEN_ELSEWHERE,
            Severity.INFO,
            "this plan is written back on branch '" + plan.home().branch() + "', not here");
        return false;
      }
      if (plan.uncommitted()) {
        nameFile(
            plan,
            Code.NOT_CURRENT,
            terms.mode().judgesAsFix() ? Severity.WARN : Severity.INFO,
            "workplan has uncommitted changes — skipping writeback");
        return false;
      }
      String unwritable = facts.unwritable().get(plan.file());
      if (unwritable != null) {
        nameFile(plan, Code.NOT_WRITABLE, Severity.WARN, unwritable);
        return false;
      }
      return true;
    }

    private void nameFile(PlanFacts plan, Code code, Severity severity, String message) {
      if (filesNamed.add(plan.file())) {
        findings.add(Finding.ofFile(code, severity, id(plan), null, plan.file(), null, message));
      }
    }

    /** Names who counts after the run: a record that moves to the file's word is not the winner. */
    private void overruled(TaskFacts task, Verdict verdict) {
      Status counts = verdict.movesRecord() ? written(task) : status(recorded(task));
      recorded(task).overruled().forEach(loser -> overruled(task, counts, loser));
    }

    private void overruled(TaskFacts task, Status counts, Event loser) {
      findings.add(
          finding(
              Code.CONCURRENT,
              Severity.WARN,
              task,
              Action.NONE,
              Questions.overruled(task.task().id(), counts, loser)));
    }

    /**
     * File and record agree, and nobody who knew of both has said so: that stays until somebody
     * does. Who had only said less was overtaken, and that is no disagreement; but nobody goes back
     * without a reason, so a reopen that was not heard of is named (N02).
     */
    private void disagreed(TaskFacts task) {
      RecordedStatus counts = task.recorded();
      if (counts == null || task.committed() == null) {
        return;
      }
      for (Event loser : counts.overruled()) {
        if (!(loser.body() instanceof Body.Setting said)) {
          continue;
        }
        if (said.rank() == counts.rank() || isUnheardReopen(loser, said, counts)) {
          overruled(task, status(counts), loser);
        } else if (said.rank() > counts.rank()) {
          findings.add(
              finding(
                  Code.CONCURRENT,
                  Severity.INFO,
                  task,
                  Action.NONE,
                  Questions.unheard(task.task().id(), task.task().title(), counts, said, loser)));
        }
      }
    }

    private static boolean isUnheardReopen(Event loser, Body.Setting said, RecordedStatus counts) {
      return said instanceof Body.Reopen
          && said.generation() == counts.generation()
          && !loser.replica().equals(counts.winner().replica());
    }

    void withoutBlock() {
      for (TaskId task : facts.withoutBlock()) {
        TaskRemoval gone = facts.gone().get(task);
        if ((gone != null && gone.knowingly()) || !terms.wanted().test(task)) {
          continue;
        }
        RecordedStatus recorded = Objects.requireNonNull(facts.recorded().get(task));
        findings.add(
            new Finding(
                Code.NO_BLOCK,
                gone == null ? Severity.INFO : Severity.WARN,
                null,
                task,
                null,
                null,
                recorded.status(),
                null,
                Action.NONE,
                noBlock(task, recorded, gone)));
      }
    }

    private Finding finding(
        Code code, Severity severity, TaskFacts task, Action action, String message) {
      return new Finding(
          code,
          severity,
          planOf(task),
          task.task().id(),
          task.plan().file(),
          task.task().statusAt(),
          recorded(task).status(),
          written(task).word(),
          action,
          message);
    }

    private static String recordAhead(TaskFacts task, Verdict verdict, @Nullable Status to) {
      String message =
          "DB task '"
              + task.task().title()
              + "' is ahead of file (db="
              + recorded(task).status()
              + ", file="
              + written(task).word()
              + ") — skipped to prevent regression";
      if (verdict == Verdict.CANNOT_TELL) {
        return message
            + "; history here is too short to tell which is newer, so nothing is written: bring the"
            + " rest (git fetch --unshallow), or say which is right — "
            + Questions.waysOut(task.task().id(), status(recorded(task)), written(task));
      }
      if (to == null) {
        return message
            + "; this repository has no status '"
            + recorded(task).status()
            + "': add it to .pawl.yaml";
      }
      return verdict == Verdict.REOPENED ? message + "; it was reopened since" : message;
    }

    private static String ask(TaskFacts task, Verdict verdict) {
      return Questions.of(
          verdict, task.task().id(), task.task().title(), status(recorded(task)), written(task));
    }

    private static String noBlock(
        TaskId task, RecordedStatus recorded, @Nullable TaskRemoval gone) {
      String reported = "'" + task.value() + "' was reported as " + recorded.status();
      if (gone == null) {
        return reported + " and no plan here has a block for it; it counts when the block appears";
      }
      String became =
          gone.nearest().isEmpty()
              ? "if another task took its place: pawl task rename %s ID".formatted(task)
              : gone.nearest().stream()
                  .map(other -> "pawl task rename %s %s".formatted(task, other))
                  .collect(
                      Collectors.joining(
                          " or ", "if it took another id, take the report along: ", ""));
      return reported
          + " by somebody who did not know that commit "
          + gone.commit()
          + " had removed its block; "
          + became;
    }

    private static Status status(RecordedStatus recorded) {
      return new Status(recorded.status(), recorded.rank());
    }

    private static RecordedStatus recorded(TaskFacts task) {
      return Objects.requireNonNull(task.recorded());
    }

    private static Status written(TaskFacts task) {
      return Objects.requireNonNull(task.committed());
    }

    private static @Nullable PlanId planOf(TaskFacts task) {
      return id(task.plan());
    }

    private static @Nullable PlanId id(PlanFacts plan) {
      var read = plan.document().plan();
      return read == null ? null : read.id();
    }
  }
}
