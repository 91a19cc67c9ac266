package dev.pawl.app.plan;

import dev.pawl.app.claim.Collisions;
import dev.pawl.app.reconcile.Network;
import dev.pawl.app.snapshot.RepositorySnapshot;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.git.GitException;
import dev.pawl.plan.PlanId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Whether it is a plan's turn to be started, by the files that plans in progress touch. */
final class StartTurn {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** What other machines report comes with a fetch. */
  private static final Duration FETCH = Duration.ofSeconds(30);

  private final Workspace workspace;
  private final RepositorySnapshot loaded;
  private final PlanId plan;

  StartTurn(Workspace workspace, RepositorySnapshot loaded, PlanId plan) {
    this.workspace = workspace;
    this.loaded = loaded;
    this.plan = plan;
  }

  /**
   * Whom it shares files with, a sentence each; waits until nobody is left that it would begin
   * with.
   *
   * @param here whether it is to be worked on in this checkout, where a collision is a refusal
   * @param patience how long to wait; null: not at all
   * @throws Failure when it still collides, in this checkout or after waiting
   */
  List<String> collisions(boolean here, @Nullable Duration patience) throws GitException, Failure {
    long begun = System.nanoTime();
    long fetched = begun;
    RepositorySnapshot now = loaded;
    while (true) {
      List<Collisions.Collision> found = Collisions.of(workspace, now.facts()).of(plan);
      List<String> said = found.stream().map(each -> each.words(plan.value())).toList();
      List<String> together =
          found.stream()
              .filter(each -> each.what().now())
              .map(each -> each.words(plan.value()))
              .toList();
      if (together.isEmpty() || (patience == null && !here)) {
        return said;
      }
      Duration waited = Duration.ofNanos(System.nanoTime() - begun);
      if (patience == null || waited.compareTo(patience) >= 0) {
        throw refusal(together, patience);
      }
      workspace.surroundings().progress().accept("waiting: " + together.getFirst());
      pause(patience.minus(waited));
      if (System.nanoTime() - fetched > FETCH.toNanos()) {
        new Network(workspace).fetch();
        fetched = System.nanoTime();
      }
      now = RepositorySnapshot.of(workspace);
    }
  }

  private Failure refusal(List<String> now, @Nullable Duration patience) {
    List<String> hints = new ArrayList<>(now);
    hints.add("pawl plan start " + plan + " begins it in a worktree of its own");
    hints.add("--wait waits for them");
    return Failure.refused(
        plan + (patience == null ? " would collide" : " would still collide"),
        hints.toArray(String[]::new));
  }

  private static void pause(Duration left) throws Failure {
    try {
      TimeUnit.NANOSECONDS.sleep(Math.min(PAUSE.toNanos(), Math.max(1, left.toNanos())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.environment("interrupted while waiting", "run it again");
    }
  }
}
