package dev.pawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans that wait for plans, as the command line shows it. */
class DependenciesTest {
  @TempDir Path temp;
  private Machines machines;

  @BeforeEach
  void plans() {
    machines = Machines.one(temp);
    Path clone = machines.at(Machines.HERE);
    machines.git.write(
        clone,
        "plans/tests.md",
        """
        ---
        id: TESTS
        type: plan
        title: Test updates
        status: ready
        dependencies:
          - plan: NET-WP-1
            status: completed
        ---

        ```task
        id: U01
        status: todo
        priority: critical
        ```
        """);
    machines.git.commitAll(clone, "plan: tests");
  }

  private List<Object> ready() {
    return Run.objects(
            machines
                .run(Machines.HERE, "plan", "list", "--ready", "--format", "json")
                .json()
                .get("plans"))
        .stream()
        .map(row -> row.get("id"))
        .toList();
  }

  private String next(String... more) {
    String[] all = new String[more.length + 2];
    all[0] = "task";
    all[1] = "next";
    System.arraycopy(more, 0, all, 2, more.length);
    return machines.run(Machines.HERE, all).exits(0).out();
  }

  @Test
  @DisplayName("a plan offers no task before what it waits for is there, and says what that is")
  void waiting() {
    assertThat(ready()).containsExactly("NET-WP-1");
    assertThat(next()).startsWith("T01 ");
    assertThat(next("--plan", "TESTS"))
        .isEqualTo("nothing is ready: TESTS waits for NET-WP-1: completed (active)\n");
    assertThat(machines.run(Machines.HERE, "plan", "list").exits(0).out())
        .contains("waits for NET-WP-1: completed (active)");

    machines.report(Machines.HERE, "done", "T01", "T02", "T03");
    assertThat(next()).startsWith("nothing is ready: TESTS waits for NET-WP-1");
    String text = machines.git.read(machines.at(Machines.HERE), Machines.PLAN);
    machines.git.write(
        machines.at(Machines.HERE),
        Machines.PLAN,
        text.replace("status: active", "status: finished"));
    assertThat(ready()).containsExactly("TESTS");
    assertThat(next()).startsWith("U01 ");
  }

  @Test
  @DisplayName("a phase counts by what was reported, before any file says so")
  void phase() {
    Path clone = machines.at(Machines.HERE);
    String text = machines.git.read(clone, Machines.PLAN);
    machines.git.write(clone, Machines.PLAN, text.replace("id: T01\n", "id: T01\nphase: cables\n"));
    machines.git.write(
        clone,
        "plans/tests.md",
        machines.git.read(clone, "plans/tests.md").replace("status: completed", "phase: cables"));
    assertThat(next("--plan", "TESTS")).contains("NET-WP-1: phase cables (0 of 1 done)");
    machines.report(Machines.HERE, "done", "T01");
    assertThat(next("--plan", "TESTS")).startsWith("U01 ");
    assertThat(ready()).containsExactly("NET-WP-1", "TESTS");
  }
}
