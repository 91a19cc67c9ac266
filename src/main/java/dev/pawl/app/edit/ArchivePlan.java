package dev.pawl.app.edit;

import dev.pawl.app.reconcile.PlanStatusCommit;
import dev.pawl.app.snapshot.RepositorySnapshot;
import dev.pawl.app.snapshot.Selection;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.check.Facts;
import dev.pawl.check.PlanFacts;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.plan.Plan;
import dev.pawl.plan.PlanId;
import dev.pawl.plan.Status;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Archives a finished plan: its status says so, in a commit of its own. */
public final class ArchivePlan {
  private static final String ARCHIVED = "archived";

  private final Surroundings surroundings;

  public ArchivePlan(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * A plan that is archived.
   *
   * @param commit null when it was so already
   */
  public record Archived(PlanId plan, String file, @Nullable String commit, List<String> notes) {}

  /**
   * Archives it.
   *
   * @param named id or file; null: the one that is meant
   * @throws Failure when it is not done, has open tasks, or is not written back here
   */
  public Archived run(@Nullable String named) throws Failure {
    try (Workspace workspace = Workspace.openToWrite(surroundings)) {
      RepositorySnapshot loaded = RepositorySnapshot.of(workspace);
      PlanFacts facts = new Selection(workspace, loaded).onlyOfItsId(named);
      Plan plan = Objects.requireNonNull(facts.document().plan());
      done(plan);
      settled(loaded.facts(), facts, plan.id());
      if (!facts.home().here()) {
        throw Failure.refused(
            "%s is written back on %s, which is not here"
                .formatted(plan.id(), facts.home().branch()),
            "git switch " + facts.home().branch());
      }
      PlanStatusCommit.Made made =
          new PlanStatusCommit(workspace, plan.id()).run(ARCHIVED, "archive", List.of());
      CommitId commit = made.commit();
      return new Archived(
          plan.id(), facts.file(), commit == null ? null : commit.hex(), made.notes());
    } catch (GitException e) {
      throw Failure.of(e);
    }
  }

  /** Others that wait for it take archived for done: what is cancelled stays cancelled. */
  private static void done(Plan plan) throws Failure {
    String word = plan.status() == null ? plan.written() : plan.status().word();
    if (!Stream.of("done", ARCHIVED).toList().contains(word)) {
      throw Failure.refused(
          "%s is %s, and only a plan that is done is archived".formatted(plan.id(), word),
          word.equals("cancelled")
              ? "a cancelled plan is out of the way as it is: pawl plan list --open"
              : "pawl plan complete " + plan.id());
    }
  }

  private static void settled(Facts facts, PlanFacts plan, PlanId id) throws Failure {
    List<String> open =
        facts.tasks().values().stream()
            .filter(task -> task.plan().file().equals(plan.file()))
            .filter(task -> {
              Status counts = facts.effective(task);
              return counts == null || counts.rank() < 2;
            })
            .map(task -> task.task().id().value())
            .toList();
    if (!open.isEmpty()) {
      throw Failure.refused(
          "%s has open tasks: %s".formatted(id, String.join(", ", open)),
          "finish or cancel them: pawl task list --open --plan " + id);
    }
  }
}
