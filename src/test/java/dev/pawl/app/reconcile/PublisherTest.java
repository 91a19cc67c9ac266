package dev.pawl.app.reconcile;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.app.snapshot.RepositorySnapshot;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.check.Reconciliation;
import dev.pawl.git.GitSandbox;
import dev.pawl.journal.Draft;
import dev.pawl.plan.PlanId;
import dev.pawl.plan.Status;
import dev.pawl.plan.TaskId;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What another process does between a decision and its publication. */
final class PublisherTest {
  private static final TaskId TASK = new TaskId("T01");

  @TempDir Path folder;

  @Test
  @DisplayName("N15 a record is not moved over what was reported since it was looked at")
  void reportedMeanwhile() throws Exception {
    GitSandbox sandbox = GitSandbox.create(folder);
    Path work = sandbox.repo("work");
    sandbox.write(
        work,
        "plans/p.md",
        "---\nid: P\ntype: plan\ntitle: P\nstatus: active\n---\n\n```task\nid: T01\nstatus: done\n```\n");
    sandbox.commitAll(work, "plan");
    Map<String, String> variables = new HashMap<>(sandbox.env());
    variables.put("PAWL_HOME", folder.resolve("pawl").toString());
    Surroundings surroundings =
        new Surroundings(work, variables, InstantSource.system(), new Random(7), step -> {});
    try (Workspace workspace = Workspace.open(surroundings)) {
      workspace.journal().append(now -> List.of(Draft.report(TASK, "in_progress", 1)));
      Publisher publisher = new Publisher(workspace, RepositorySnapshot.of(workspace));
      workspace.journal().append(now -> List.of(Draft.report(TASK, "blocked", 1)));

      var ahead = new Reconciliation.Observation(TASK, new PlanId("P"), new Status("done", 2), 0);
      assertThat(publisher.record(List.of(ahead))).isEmpty();
      var recorded = requireNonNull(workspace.journal().load().recorded().get(TASK));
      assertThat(recorded.status()).isEqualTo("blocked");
    }
  }
}
