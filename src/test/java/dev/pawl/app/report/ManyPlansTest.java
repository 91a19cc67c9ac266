package dev.pawl.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.app.log.StatusLog;
import dev.pawl.app.reconcile.FixConsistency;
import dev.pawl.app.reconcile.FixConsistency.Option;
import dev.pawl.app.reconcile.RepoReport;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.check.Mode;
import dev.pawl.git.GitSandbox;
import dev.pawl.journal.Draft;
import dev.pawl.plan.TaskId;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hundreds of plans: what takes long says what it does. */
final class ManyPlansTest {
  private static final int PLANS = 200;

  @TempDir Path folder;
  private final List<String> told = new ArrayList<>();

  @Test
  @DisplayName("fix, log and undo of many files say each of their steps")
  void steps() throws Exception {
    GitSandbox sandbox = GitSandbox.create(folder);
    Path work = sandbox.repo("work");
    IntStream.range(0, PLANS).forEach(i -> sandbox.write(work, "plans/" + i + ".md", plan(i)));
    sandbox.commitAll(work, "plans");
    Surroundings surroundings = surroundings(sandbox, work);
    reportAll(surroundings);

    RepoReport fixed =
        new FixConsistency(surroundings)
            .run(FixConsistency.Request.of(Mode.FIX, Set.of(Option.WRITEBACK)));
    assertThat(fixed.commits()).hasSize(1);
    assertThat(told)
        .contains("reading 200 plan files", "following 200 tasks through history")
        .containsSubsequence(
            "storing 200 files",
            "writing 200 files",
            "replacing 200 files",
            "reading 200 files back");
    told.clear();

    assertThat(new StatusLog(surroundings).tell(null, null).changes()).hasSizeGreaterThan(PLANS);
    assertThat(told).contains("reading 400 committed files");
    told.clear();

    Undo undo = new Undo(surroundings);
    Undo.Intent intent = undo.intent(Undo.Scope.COMMIT).orElseThrow();
    assertThat(undo.run(Undo.Scope.COMMIT, intent).reported()).isTrue();
    assertThat(told)
        .contains("comparing 200 files with the commit")
        .containsSubsequence("storing 200 files", "reading 200 files back");
    assertThat(sandbox.run(work, "status", "--porcelain")).isEmpty();
    assertThat(sandbox.run(work, "diff", "--name-only", "HEAD~2", "HEAD")).isEmpty();
  }

  private Surroundings surroundings(GitSandbox sandbox, Path work) {
    Map<String, String> variables = new HashMap<>(sandbox.env());
    variables.put("PAWL_HOME", folder.resolve("pawl").toString());
    return new Surroundings(work, variables, InstantSource.system(), new Random(7), told::add);
  }

  private static void reportAll(Surroundings surroundings) throws Exception {
    try (Workspace workspace = Workspace.open(surroundings)) {
      workspace
          .journal()
          .append(now ->
              IntStream.range(0, PLANS)
                  .mapToObj(i -> Draft.report(new TaskId("T" + i), "done", 2))
                  .toList());
    }
  }

  private static String plan(int number) {
    return """
    ---
    id: P%1$d
    type: plan
    title: Plan %1$d
    status: active
    ---

    ```task
    id: T%1$d
    status: todo
    ```
    """
        .formatted(number);
  }
}
