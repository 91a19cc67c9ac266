package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static dev.pawl.cli.Machines.PLAN;
import static dev.pawl.cli.Machines.THERE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a fix, a check and a close say to a person. */
final class FixScreenTest {
  @TempDir Path folder;
  private Machines machines;

  @BeforeEach
  void clones() {
    machines = Machines.two(folder);
  }

  private String screen(String machine, int exit, String... arguments) {
    return machines
        .run(machine, arguments)
        .exits(exit)
        .out()
        .replaceAll("committed [0-9a-f]{10}(?![0-9a-f])", "committed HASH");
  }

  @Test
  @DisplayName("a fix says a line for each task that it settled, and what is left")
  void fix() {
    machines.report(HERE, "done", "T01");
    machines.report(HERE, "start", "T03");
    assertThat(screen(HERE, 0, "fix-consistency", "--remote"))
        .isEqualTo(
            """
            net  main  up to date  1 plan, 3 tasks
              ✓ T01  todo → done         plans/net.md:12
              ✓ T03  todo → in_progress  plans/net.md:28
              committed HASH
              pushed 1 to origin
            ✓ 2 fixed, nothing left
            """);
    assertThat(screen(HERE, 0, "check"))
        .isEqualTo(
            """
            net  main  up to date  1 plan, 3 tasks
            ✓ consistent
            """);
  }

  @Test
  @DisplayName("a dry run says what would be done in the same shape")
  void dryRun() {
    machines.report(HERE, "done", "T01");
    assertThat(screen(HERE, 0, "fix-consistency", "--dry-run"))
        .isEqualTo(
            """
            net  main  up to date  1 plan, 3 tasks
              · T01  todo → done  would be written to plans/net.md:12
            ✓ 1 would be fixed, nothing left
            """);
  }

  @Test
  @DisplayName("a file that is ahead: the record follows it")
  void recorded() {
    machines.report(HERE, "start", "T01");
    machines.set(HERE, "T01", "todo", "done");
    machines.push(HERE);
    assertThat(screen(HERE, 0, "fix-consistency"))
        .isEqualTo(
            """
            net  main  up to date  1 plan, 3 tasks
              ✓ T01  in_progress → done  recorded from plans/net.md:12
            ✓ 1 fixed, nothing left
            """);
  }

  @Test
  @DisplayName("what is not settled keeps the wording of C-13 and C-14, and has its place")
  void left() {
    machines.report(HERE, "done", "T01");
    machines.run(HERE, "fix-consistency", "--remote").exits(0);
    assertThat(screen(THERE, 0, "fix-consistency"))
        .isEqualTo(
            """
            net  main  behind 1  1 plan, 3 tasks
              C-14 warn  Repo 'net' is behind remote — pull before fixing to avoid clobbering remote progress
              C-13 warn  T01  DB task 'Task T01' is ahead of file (db=done, file=todo) — skipped to prevent regression
                         plans/net.md:12:9
            ! 2 warnings left
            """);
  }

  @Test
  @DisplayName("what cannot be read is shown, with a caret under the place")
  void unreadable() {
    machines.edit(HERE, "T02", "todo", "dnoe");
    assertThat(screen(HERE, 1, "check"))
        .contains(
            """
            plans/net.md:20:9
                         │ status: dnoe   # by hand
                         │         ^
            """);
  }

  @Test
  @DisplayName("many changes: twenty are shown, the rest is counted, -v shows all")
  void many() {
    String[] tasks = IntStream.range(100, 140).mapToObj(each -> "T" + each).toArray(String[]::new);
    machines.git.write(machines.at(HERE), PLAN, Machines.plan("NET-WP-1", tasks));
    machines.git.commitAll(machines.at(HERE), "plan: many");
    machines.report(HERE, "done", tasks);
    assertThat(screen(HERE, 0, "fix-consistency", "--dry-run"))
        .contains(
            "T119", "  … and 20 more (-v shows all)\n", "! 40 would be fixed, 1 warning left\n")
        .doesNotContain("T120");
    assertThat(screen(HERE, 0, "fix-consistency", "--dry-run", "-v")).contains("T120", "T139");
  }

  @Test
  @DisplayName("N18 git's lock in the way: who has it, in the last line too, and also with -q")
  void locked() {
    machines.report(HERE, "done", "T01");
    machines.git.write(machines.at(HERE), ".git/index.lock", "");
    assertThat(screen(HERE, 3, "fix", "--no-fetch").replaceAll("\\s+", " "))
        .contains(
            ".git/index.lock is held by a git command since ", "; let it end, then run this again ")
        .endsWith("✗ nothing was written, 1 warning left ");
    assertThat(machines.run(HERE, "fix", "--no-fetch", "-q").exits(3).err())
        .contains("pawl: nothing was written: ", "index.lock is held by a git command");
  }

  @Test
  @DisplayName("a close says each thing once, with the command that ends it, and its verdict last")
  void close() {
    machines.report(HERE, "start", "T01");
    assertThat(screen(HERE, 1, "close"))
        .isEqualTo(
            """
            net  main  up to date  1 plan, 3 tasks
              ✓ T01  todo → in_progress  plans/net.md:12
              committed HASH
              pushed 1 to origin
              in-progress T01 is in progress, by human:zoe
                          pawl task done T01, pawl task block T01 --reason TEXT, or, to put it down, pawl task reopen T01 --reason TEXT
            ✗ not delivered: 1 thing is left
            """);
    machines.set(HERE, "T01", "in_progress", "todo");
    machines.push(HERE);
    assertThat(screen(HERE, 1, "close")).containsOnlyOnce("was reported as in_progress");
  }
}
