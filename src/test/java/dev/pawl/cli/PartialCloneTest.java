package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A clone without the old files: reading and reporting work, writing is C-20. */
final class PartialCloneTest {
  private static final String PARTIAL = "partial";

  private static final List<String> READING =
      List.of(
          "task list",
          "plan list",
          "plan show",
          "task show T01",
          "task next",
          "log",
          "log T01",
          "conflicts",
          "undo --dry-run",
          "worktree list",
          "doctor",
          "check");

  @TempDir Path folder;
  private Machines machines;
  private Path partial;

  @BeforeEach
  void partialClone() {
    machines = Machines.one(folder);
    machines.set(HERE, "T02", "todo", "in_progress");
    machines.set(HERE, "T02", "in_progress", "done");
    machines.git.run(machines.at(HERE), "branch", "plan/NET-WP-1", "HEAD^");
    machines.git.run(machines.at(HERE), "push", "-q", "origin", "main", "plan/NET-WP-1");
    machines.git.run(machines.origin(), "config", "uploadpack.allowFilter", "true");
    machines.git.run(machines.origin(), "config", "uploadpack.allowAnySHA1InWant", "true");
    partial = machines.at(PARTIAL);
    String url = "file://" + machines.origin();
    machines.git.run(folder, "clone", "-q", "--filter=blob:none", url, partial.toString());
    assertThat(missing()).isPositive();
  }

  @Test
  @DisplayName("reading and reporting work: git fetches what is read; nothing is written")
  void online() {
    machines.report(PARTIAL, "done", "T01");
    for (String command : READING) {
      Run run = machines.run(PARTIAL, command.split(" ", -1));
      assertThat(run.exit()).as("%s: %s%s", command, run.out(), run.err()).isLessThan(2);
      assertThat(run.err()).as(command).doesNotContain("not in this clone");
    }
    machines.report(PARTIAL, "start", "T03");
    String head = machines.head(PARTIAL);
    assertThat(machines.fix(PARTIAL).findings()).contains("C-20 warn - none");
    assertThat(machines.head(PARTIAL)).isEqualTo(head);
  }

  @Test
  @DisplayName("N05 with --no-fetch nothing is fetched, and what is not here counts as cut")
  void notAsked() {
    machines.report(PARTIAL, "done", "T01");
    int before = missing();
    machines.run(PARTIAL, "check", "--no-fetch").exits(0);
    assertThat(missing()).isEqualTo(before);
  }

  @Test
  @DisplayName("without the remote all that reads still works, and so do reports")
  void offline() throws IOException {
    Files.move(machines.origin(), folder.resolve("away.git"));
    machines.report(PARTIAL, "done", "T01");
    for (String command : READING) {
      Run run = machines.run(PARTIAL, command.split(" ", -1));
      assertThat(run.exit()).as("%s: %s%s", command, run.out(), run.err()).isLessThan(2);
    }
    machines.report(PARTIAL, "start", "T03");
  }

  private int missing() {
    return (int)
        machines
            .git
            .run(partial, "rev-list", "--objects", "--all", "--missing=print")
            .lines()
            .filter(line -> line.startsWith("?"))
            .count();
  }
}
