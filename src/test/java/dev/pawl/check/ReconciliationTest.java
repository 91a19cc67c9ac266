package dev.pawl.check;

import static dev.pawl.check.Known.plan;
import static dev.pawl.check.Known.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.check.Trail.Order;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class ReconciliationTest {
  private static final Trail NEVER_SHOWN = Trail.none();
  private static final Trail SHOWN = new Trail(Order.UNPROVABLE, Order.SINCE, true, false);
  private static final Trail SET_BEFORE = new Trail(Order.BEFORE, Order.BEFORE, true, false);

  private static Reconciliation decide(Facts facts, Mode mode) {
    return decide(facts, mode, true, true);
  }

  private static Reconciliation decide(Facts facts, Mode mode, boolean open, boolean writeback) {
    return Reconciliation.of(facts, new Reconciliation.Terms(mode, open, writeback, task -> true));
  }

  private static Known stale() {
    return new Known()
        .file("plans/a.md", plan("A", "active", "T01", "todo"))
        .reported("T01", "done")
        .trail("T01", NEVER_SHOWN);
  }

  @Test
  @DisplayName("C-13 in a fix: written back, in the words of seed 003")
  void writesBack() {
    Reconciliation decided = decide(stale().facts(), Mode.FIX);

    Finding finding = decided.findings().getFirst();
    assertThat(finding.code().id()).isEqualTo("C-13");
    assertThat(finding.severity()).isEqualTo(Severity.WARN);
    assertThat(finding.action()).isEqualTo(Action.WRITTEN_BACK);
    assertThat(finding.recorded()).isEqualTo("done");
    assertThat(finding.written()).isEqualTo("todo");
    assertThat(finding.message())
        .isEqualTo(
            "DB task 'Title of T01' is ahead of file (db=done, file=todo) — skipped to prevent"
                + " regression");
    assertThat(decided.writebacks())
        .containsExactly(
            new Reconciliation.Writeback(
                "plans/a.md", task("T01"), Known.status("todo"), Known.status("done")));
    assertThat(decided.observations()).isEmpty();
  }

  @Test
  @DisplayName("C-13 in a check and a dry run: said, not done")
  void onlySaid() {
    Reconciliation check = decide(stale().facts(), Mode.CHECK);
    assertThat(check.findings().getFirst().action()).isEqualTo(Action.NONE);
    assertThat(check.writebacks()).isEmpty();

    Reconciliation dryRun = decide(stale().facts(), Mode.DRY_RUN);
    assertThat(dryRun.findings().getFirst().action()).isEqualTo(Action.WOULD_WRITE_BACK);
    assertThat(dryRun.writebacks()).isEmpty();
  }

  @Test
  @DisplayName("--no-writeback skips the file and still moves records forward")
  void noWriteback() {
    Known known =
        stale().file("plans/b.md", plan("B", "active", "T02", "done")).reported("T02", "todo");

    Reconciliation decided = decide(known.facts(), Mode.FIX, true, false);

    assertThat(decided.findings())
        .extracting(Finding::action)
        .containsExactly(Action.SKIPPED, Action.RECORDED);
    assertThat(decided.writebacks()).isEmpty();
    assertThat(decided.observations()).hasSize(1);
  }

  @Test
  @DisplayName("C-14, C-20: a closed gate: nothing at all is written")
  void closedGate() {
    Known known =
        stale().file("plans/b.md", plan("B", "active", "T02", "done")).reported("T02", "todo");

    Reconciliation decided = decide(known.facts(), Mode.FIX, false, true);

    assertThat(decided.findings())
        .extracting(Finding::action)
        .containsExactly(Action.SKIPPED, Action.SKIPPED);
    assertThat(decided.writebacks()).isEmpty();
    assertThat(decided.observations()).isEmpty();
  }

  @Test
  @DisplayName("C-11: info when fixed, warn in a check")
  void fileAhead() {
    Known known =
        new Known()
            .file("plans/b.md", plan("B", "active", "T02", "done"))
            .reported("T02", "in_progress");

    Finding fixed = decide(known.facts(), Mode.FIX).findings().getFirst();
    assertThat(fixed.code().id()).isEqualTo("C-11");
    assertThat(fixed.severity()).isEqualTo(Severity.INFO);
    assertThat(fixed.action()).isEqualTo(Action.RECORDED);
    assertThat(decide(known.facts(), Mode.CHECK).findings().getFirst().severity())
        .isEqualTo(Severity.WARN);
  }

  @Test
  @DisplayName("N13 C-14: a plan with uncommitted changes is skipped, once said")
  void uncommitted() {
    Known known =
        new Known()
            .file(
                "plans/a.md",
                plan("A", "active", "T01", "todo", "T02", "todo"),
                new Home("main", true),
                true)
            .reported("T01", "done")
            .reported("T02", "done")
            .trail("T01", NEVER_SHOWN)
            .trail("T02", NEVER_SHOWN);

    Reconciliation decided = decide(known.facts(), Mode.FIX);

    assertThat(decided.writebacks()).isEmpty();
    assertThat(decided.findings())
        .extracting(finding -> finding.code().id() + " " + finding.action().word())
        .containsExactly("C-14 none", "C-13 skipped", "C-13 skipped");
    assertThat(decided.findings().getFirst().message())
        .isEqualTo("workplan has uncommitted changes — skipping writeback");
    assertThat(decided.findings().getFirst().severity()).isEqualTo(Severity.WARN);
    assertThat(decide(known.facts(), Mode.CHECK).findings().getFirst().severity())
        .isEqualTo(Severity.INFO);
  }

  @Test
  @DisplayName("C-15: moved back: nothing either way, and the complete line to say it was meant")
  void movedBack() {
    Known known =
        new Known()
            .file("plans/a.md", plan("A", "active", "T01", "todo"))
            .reported("T01", "done")
            .trail("T01", SHOWN);

    Reconciliation decided = decide(known.facts(), Mode.FIX);

    assertThat(decided.writebacks()).isEmpty();
    assertThat(decided.observations()).isEmpty();
    Finding finding = decided.findings().getFirst();
    assertThat(finding.code().id()).isEqualTo("C-15");
    assertThat(finding.severity()).isEqualTo(Severity.WARN);
    assertThat(finding.message())
        .endsWith("— the file: pawl task reopen T01 — the report: pawl task done T01");
  }

  @Test
  @DisplayName("N07 C-15: reopened, and what the file says cannot be proven: both ways out")
  void unproven() {
    Known known =
        new Known()
            .file("plans/a.md", plan("A", "active", "T01", "done"))
            .reopened("T01", "in_progress")
            .trail("T01", new Trail(Order.UNPROVABLE, Order.UNPROVABLE, true, false));

    Reconciliation decided = decide(known.facts(), Mode.FIX);

    assertThat(decided.writebacks()).isEmpty();
    assertThat(decided.observations()).isEmpty();
    Finding finding = decided.findings().getFirst();
    assertThat(finding.code().id()).isEqualTo("C-15");
    assertThat(finding.message())
        .endsWith(
            "— the file: pawl task done T01 — the report: pawl task reopen T01 --to in_progress");
  }

  @Test
  @DisplayName("C-11: what stands in this clone alone is not recorded before it is pushed")
  void unpublished() {
    Known known =
        new Known().file("plans/b.md", plan("B", "active", "T02", "done")).reported("T02", "todo");
    known.unpublished.add(task("T02"));

    Reconciliation decided = decide(known.facts(), Mode.FIX);

    assertThat(decided.observations()).isEmpty();
    Finding finding = decided.findings().getFirst();
    assertThat(finding.action()).isEqualTo(Action.SKIPPED);
    assertThat(finding.severity()).isEqualTo(Severity.WARN);
    assertThat(finding.message()).contains("once the commit that says so is pushed");
  }

  @Test
  @DisplayName("C-16: a plan of another branch is skipped here")
  void writtenElsewhere() {
    Known known =
        new Known()
            .file(
                "plans/a.md", plan("A", "active", "T01", "todo"), new Home("plan/A", false), false)
            .reported("T01", "done")
            .trail("T01", NEVER_SHOWN);

    Reconciliation decided = decide(known.facts(), Mode.FIX);

    assertThat(decided.writebacks()).isEmpty();
    assertThat(decided.findings())
        .extracting(finding -> finding.code().id() + " " + finding.severity().word())
        .containsExactly("C-16 info", "C-13 warn");
    assertThat(decided.findings().getFirst().message()).contains("plan/A");
  }

  @Test
  @DisplayName("C-09: no block: a warning where somebody reported after it had gone, silent else")
  void noBlock() {
    Known known = new Known().file("plans/a.md", plan("A", "active")).reported("T09", "done");
    assertThat(decide(known.facts(), Mode.CHECK).findings())
        .extracting(finding -> finding.code().id())
        .containsExactly("C-09");

    known.gone.put(task("T09"), new TaskRemoval("c0ffee", false, List.of(task("T10"))));
    Finding lost = decide(known.facts(), Mode.CHECK).findings().getFirst();
    assertThat(lost.severity()).isEqualTo(Severity.WARN);
    assertThat(lost.message()).contains("commit c0ffee").contains("T10");

    known.gone.put(task("T09"), new TaskRemoval("c0ffee", true, List.of()));
    assertThat(decide(known.facts(), Mode.CHECK).findings()).isEmpty();
  }

  @Test
  @DisplayName("N11 C-03: an id in two places is not touched, whatever was reported")
  void duplicate() {
    Known known =
        new Known()
            .file("plans/a.md", plan("A", "active", "T01", "todo"))
            .file("plans/b.md", plan("B", "active", "T01", "todo"))
            .reported("T01", "done")
            .trail("T01", NEVER_SHOWN);

    assertThat(decide(known.facts(), Mode.FIX))
        .satisfies(r -> {
          assertThat(r.writebacks()).isEmpty();
          assertThat(r.findings()).isEmpty();
        });
    assertThat(PlanRules.of(known.facts(), ""))
        .extracting(finding -> finding.code().id() + " " + finding.file())
        .contains("C-03 plans/b.md");
  }

  @Test
  @DisplayName("a status word that this repository does not know is not written into its files")
  void unknownWord() {
    Known known = new Known().file("plans/a.md", plan("A", "active", "T01", "todo"));
    known.recorded.put(
        task("T01"), Known.recorded("T01", new dev.pawl.plan.Status("verified", 2), 0));
    known.trail("T01", NEVER_SHOWN);

    Reconciliation decided = decide(known.facts(), Mode.FIX);

    assertThat(decided.writebacks()).isEmpty();
    assertThat(decided.findings().getFirst().message()).contains("add it to .pawl.yaml");
  }

  @Test
  @DisplayName("N04 the same facts give the same decision, in whatever order the plans came")
  void sameAnswer() {
    Known one =
        new Known()
            .file("plans/a.md", plan("A", "active", "T01", "todo"))
            .file("plans/b.md", plan("B", "active", "T02", "todo"));
    Known other =
        new Known()
            .file("plans/b.md", plan("B", "active", "T02", "todo"))
            .file("plans/a.md", plan("A", "active", "T01", "todo"));
    for (Known known : List.of(one, other)) {
      known.reported("T01", "done").reported("T02", "cancelled");
      known.trail("T01", NEVER_SHOWN).trail("T02", NEVER_SHOWN);
    }
    assertThat(decide(one.facts(), Mode.FIX).writebacks())
        .containsExactlyInAnyOrderElementsOf(decide(other.facts(), Mode.FIX).writebacks());
    assertThat(decide(one.facts(), Mode.FIX)).isEqualTo(decide(one.facts(), Mode.FIX));
  }

  @Test
  @DisplayName("what counts: the recorded status where it is ahead, else the written one")
  void effective() {
    Known known =
        new Known()
            .file(
                "plans/a.md",
                plan("A", "active", "T01", "todo", "T02", "done", "T03", "blocked", "T04", "done"))
            .reported("T01", "done")
            .reported("T02", "in_progress")
            .reopened("T04", "todo")
            .trail("T01", NEVER_SHOWN)
            .trail("T04", SET_BEFORE);
    Facts facts = known.facts();
    assertThat(facts.tasks().values())
        .extracting(t ->
            t.task().id().value()
                + " "
                + java.util.Objects.requireNonNull(facts.effective(t)).word())
        .containsExactly("T01 done", "T02 done", "T03 blocked", "T04 todo");
  }
}
