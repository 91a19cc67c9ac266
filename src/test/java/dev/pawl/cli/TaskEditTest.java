package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static dev.pawl.cli.Machines.PLAN;
import static dev.pawl.cli.Machines.THERE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that are changed, noted upon, taken out and renamed in their files. */
final class TaskEditTest {
  @TempDir Path folder;
  private Machines machines;

  @BeforeEach
  void start() {
    machines = Machines.two(folder);
  }

  private String text() {
    return machines.git.read(machines.at(HERE), PLAN);
  }

  private Run run(String... line) {
    return machines.run(HERE, line);
  }

  @Test
  @DisplayName("edit: each field, nothing else, nothing committed")
  void edit() {
    String before = text();
    String head = machines.head(HERE);
    Run run =
        run("task", "edit", "t2", "--priority", "LOW", "--phase", "build", "--depends-on", "t1");
    assertThat(run.exits(0).out())
        .contains("T02", "priority, phase, depends_on", "(not committed)");
    assertThat(text())
        .isEqualTo(
            before.replace(
                "id: T02\nstatus: todo   # by hand\npriority: high\n",
                "id: T02\nstatus: todo   # by hand\npriority: low\nphase: build\ndepends_on:\n"
                    + "  - T01\n"));
    assertThat(machines.head(HERE)).isEqualTo(head);
    run("task", "edit", "T02", "--phase", "", "--depends-on", "", "--priority", "high").exits(0);
    assertThat(text()).isEqualTo(before);
    Run json = run("task", "edit", "T02", "--title", "Dig", "--format", "json").exits(0);
    assertThat(json.json())
        .containsEntry("title", "Dig")
        .containsEntry("changed", List.of("title"));
    assertThat(text()).isEqualTo(before.replace("## Task T02", "## Dig"));
    assertThat(run("task", "edit", "T02", "--title", "Dig").exits(0).out()).contains("unchanged");
  }

  @Test
  @DisplayName("edit: what is not known, empty or nothing at all is refused, and nothing written")
  void wrong() {
    String before = text();
    assertThat(run("task", "edit", "T02", "--phase", "x", "--priority", "hihg").exits(2).err())
        .contains("'hihg' is no priority", "critical, urgent, high, medium, low");
    run("task", "edit", "T02", "--title", " ").exits(2);
    run("task", "edit", "T02").exits(2);
    run("task", "edit", "T02", "--depends-on", "T02").exits(2);
    run("task", "edit", "T02", "--depends-on", "T77").exits(1);
    run("task", "edit", "T77", "--phase", "x").exits(1);
    run("task", "add", "More", "--priority", "soon").exits(2);
    assertThat(text()).isEqualTo(before);
  }

  @Test
  @DisplayName("edit --editor: the file at the task, in the editor that git uses")
  void editor() throws Exception {
    Path seen = folder.resolve("seen");
    Map<String, String> variables = new TreeMap<>(machines.variables(HERE));
    variables.put("VISUAL", "false");
    variables.put("GIT_EDITOR", "echo >>" + seen);
    machines.in(machines.at(HERE), variables, HERE, "task", "edit", "T02", "--editor").exits(0);
    assertThat(Files.readString(seen).strip()).isEqualTo("+18 " + PLAN);
    variables.put("GIT_EDITOR", "false");
    assertThat(
            machines
                .in(machines.at(HERE), variables, HERE, "task", "edit", "T02", "--editor")
                .exits(3)
                .err())
        .contains("the editor 'false' failed");
  }

  @Test
  @DisplayName("note: a dated line below the task; task show has it")
  void note() {
    String before = text();
    run("task", "note", "T02", "the switch comes on Friday").exits(0);
    run("task", "note", "T02", "it came").exits(0);
    assertThat(text())
        .isEqualTo(
            before.replace(
                "\n## Task T03",
                "\n- 2026-03-22, human:zoe: the switch comes on Friday\n- 2026-03-22, human:zoe: it came\n\n"
                    + "## Task T03"));
    assertThat(run("task", "show", "T02").exits(0).out()).contains("human:zoe: it came");
    run("task", "note", "T02", " ").exits(2);
  }

  @Test
  @DisplayName("add --body, and done --reason")
  void bodyAndReason() {
    run("task", "add", "Buy cable", "--body", "Of the *good* sort.").exits(0);
    assertThat(text()).endsWith("status: todo\n```\n\nOf the *good* sort.\n");
    run("task", "done", "T01", "--reason", "measured on all floors").exits(0);
    assertThat(run("log", "T01").exits(0).out()).contains("measured on all floors");
  }

  @Test
  @DisplayName("add: no id of a task that is gone, because what was reported of it would count")
  void ids() {
    machines.report(HERE, "done", "T03");
    machines.git.write(machines.at(HERE), PLAN, text().replace(Machines.block("T03", "todo"), ""));
    machines.git.commitAll(machines.at(HERE), "plan: no T03");
    assertThat(run("task", "add", "Other").exits(0).out()).contains("T04");
    assertThat(run("task", "add", "Again", "--id", "T03").exits(1).err()).contains("T03");
  }

  @Test
  @DisplayName("remove: heading, block and text; silent in check once it is committed")
  void remove() {
    machines.report(HERE, "done", "T02");
    machines.fix(HERE, "--push").exits(0);
    run("task", "edit", "T03", "--depends-on", "T02").exits(0);
    assertThat(run("task", "remove", "T02").exits(1).err())
        .contains("depend on it: T03", "pawl task edit T03 --depends-on \"\"");
    run("task", "edit", "T03", "--depends-on", "").exits(0);
    String before = text();
    run("task", "remove", "T02").exits(0);
    assertThat(text())
        .isEqualTo(before.replace(Machines.block("T02", "done").substring(1) + "\n", ""));
    machines.git.commitAll(machines.at(HERE), "plan: without T02");
    assertThat(machines.check(HERE).exits(0).findings()).isEmpty();
  }

  @Test
  @DisplayName("rename: block, dependents and what was reported; nothing is left of the old id")
  void rename() {
    run("task", "edit", "T03", "--depends-on", "T01,T02").exits(0);
    machines.git.commitAll(machines.at(HERE), "plan: T03 waits");
    machines.report(HERE, "done", "T02");
    Run renamed = run("task", "rename", "T02", "NET-T20", "--format", "json").exits(0);
    assertThat(renamed.json())
        .containsEntry("id", "NET-T20")
        .containsEntry("was", "T02")
        .containsEntry("dependents", List.of("T03"))
        .containsEntry("recorded", "done");
    assertThat(text())
        .contains("id: NET-T20\nstatus: done   # by hand", "  - T01\n  - NET-T20\n")
        .doesNotContain("id: T02");
    assertThat(machines.counts(HERE, "NET-T20")).isEqualTo("done");
    machines.git.commitAll(machines.at(HERE), "plan: T02 is NET-T20");
    assertThat(machines.check(HERE).exits(0).findings()).isEmpty();
    assertThat(run("log", "NET-T20").exits(0).out()).contains("renamed from T02");
    assertThat(run("task", "done", "T02").exits(1).err())
        .contains("no task 'T02'", "it is called NET-T20 now");
    run("task", "rename", "NET-T20", "T01").exits(1);
    run("task", "rename", "NET-T20", "no id").exits(2);
    run("task", "rename", "NET-T20", "T02").exits(0);
    assertThat(machines.counts(HERE, "T02")).isEqualTo("done");
  }

  @Test
  @DisplayName("rename: a reopen that the file does not say yet is not lost")
  void reopened() {
    machines.report(HERE, "done", "T02");
    machines.fix(HERE, "--push").exits(0);
    run("task", "reopen", "T02", "--reason", "too short").exits(0);
    run("task", "rename", "T02", "T20").exits(0);
    machines.git.commitAll(machines.at(HERE), "plan: T02 is T20");
    assertThat(machines.fix(HERE).exits(0).findings()).isEmpty();
    assertThat(machines.counts(HERE, "T20")).isEqualTo("todo");
  }

  @Test
  @DisplayName("C-09: a report of the old id by who did not know; task rename takes it along")
  void reportedElsewhere() {
    run("task", "rename", "T02", "T20").exits(0);
    machines.git.commitAll(machines.at(HERE), "plan: T02 is T20");
    machines.push(HERE);
    machines.report(THERE, "done", "T02");
    machines.run(THERE, "sync").exits(0);
    Run check = machines.check(HERE).exits(0);
    assertThat(check.findings()).containsExactly("C-09 warn T02 none");
    assertThat(check.message("C-09")).contains("T20", "pawl task rename T02 T20");
    Run moved = run("task", "rename", "T02", "T20", "--format", "json").exits(0);
    assertThat(moved.json()).containsEntry("recorded", "done").containsEntry("changed", List.of());
    assertThat(machines.counts(HERE, "T20")).isEqualTo("done");
    assertThat(machines.fix(HERE).exits(0).findings())
        .containsExactly("C-13 warn T20 written-back", "C-17 warn - none");
    assertThat(machines.check(HERE, "--no-fetch").exits(0).findings()).doesNotContain("C-09");
  }

  @Test
  @DisplayName("a plan that lives on its own branch is changed there, and nowhere else")
  void elsewhere() {
    run("plan", "start", "NET-WP-1").exits(0);
    String before = text();
    for (String line :
        List.of(
            "task edit T02 --phase x",
            "task note T02 hello",
            "task add More",
            "task remove T02",
            "task rename T02 T20")) {
      assertThat(run(line.split(" ")).exits(1).err())
          .as(line)
          .contains("lives on branch plan/NET-WP-1", "pawl worktree path NET-WP-1");
    }
    assertThat(text()).isEqualTo(before);
    Path tree = machines.at(HERE).resolve("worktrees/plan-NET-WP-1");
    machines.in(tree, HERE, "task", "edit", "T02", "--phase", "x").exits(0);
    assertThat(machines.git.read(tree, PLAN)).contains("phase: x");
  }

  @Test
  @DisplayName("plan new: a short id, tasks numbered after it; or by the pattern of the settings")
  void plan() {
    assertThat(run("plan", "new", "Launch the shop").exits(0).out()).startsWith("shop  Launch");
    assertThat(run("task", "add", "Order shelves", "--plan", "shop").exits(0).out())
        .startsWith("SHOP-T01  Order shelves");
    assertThat(run("plan", "new", "Close the shop").exits(0).out()).startsWith("close-shop  ");
    machines.git.write(machines.at(HERE), ".pawl.yaml", "repo: net\nplan_id: NET-WP-{n}\n");
    assertThat(run("plan", "new", "More").exits(0).out()).startsWith("NET-WP-2  More");
    assertThat(run("task", "add", "Dig", "--plan", "net-wp-2").exits(0).out())
        .startsWith("NET-WP-2-T01  Dig");
    run("plan", "new", "?!", "--id", "x y").exits(2);
  }
}
