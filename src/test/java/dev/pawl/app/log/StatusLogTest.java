package dev.pawl.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.app.workspace.Surroundings;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.git.GitSandbox;
import dev.pawl.journal.Body;
import dev.pawl.journal.Draft;
import dev.pawl.journal.ReplicaId;
import dev.pawl.plan.PlanId;
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

/** What only the journal tells: claims that were taken over. */
final class StatusLogTest {
  private static final PlanId PLAN = new PlanId("P-1");

  @TempDir Path folder;

  @Test
  @DisplayName("a takeover is told, and the late report of the old owner is marked as not counted")
  void takeover() throws Exception {
    GitSandbox sandbox = GitSandbox.create(folder);
    Path work = sandbox.repo("work");
    sandbox.write(
        work,
        "plans/p.md",
        "---\nid: P-1\ntype: plan\ntitle: P\nstatus: active\n---\n\n```task\nid: T01\nstatus: todo\n```\n");
    sandbox.commitAll(work, "plan");
    Map<String, String> variables = new HashMap<>(sandbox.env());
    variables.put("PAWL_HOME", folder.resolve("pawl").toString());
    Surroundings surroundings =
        new Surroundings(work, variables, InstantSource.system(), new Random(7), step -> {});
    ReplicaId owner;
    try (Workspace workspace = Workspace.open(surroundings)) {
      var journal = workspace.journal();
      owner =
          journal
              .append(now -> List.of(report("in_progress", 1).underClaim(PLAN, 1)))
              .events()
              .getFirst()
              .replica();
      journal.append(now ->
          List.of(
              Draft.takeover(new Body.Takeover(PLAN, owner, 1, 2, 1)),
              report("done", 2).underClaim(PLAN, 1)));
    }

    StatusLog.Story all = new StatusLog(surroundings).tell(null, null);
    assertThat(all.takeovers())
        .singleElement()
        .satisfies(taken -> {
          assertThat(taken.plan()).isEqualTo("P-1");
          assertThat(taken.owner()).isEqualTo(owner.value());
          assertThat(taken.newEpoch()).isEqualTo(2);
        });
    assertThat(all.changes())
        .extracting(StatusChange::to, StatusChange::fate)
        .contains(
            org.assertj.core.groups.Tuple.tuple("done", StatusChange.Fate.FENCED),
            org.assertj.core.groups.Tuple.tuple("in_progress", StatusChange.Fate.COUNTS));
    assertThat(new StatusLog(surroundings).tell("P-1", null).takeovers()).hasSize(1);
    assertThat(new StatusLog(surroundings).tell("T01", null).takeovers()).isEmpty();
  }

  private static Draft report(String word, int rank) {
    return Draft.report(new TaskId("T01"), word, rank);
  }
}
