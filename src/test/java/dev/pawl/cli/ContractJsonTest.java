package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static dev.pawl.cli.Machines.PLAN;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What scripts rely on: schemas, fields, types, words, order; null instead of absent. */
final class ContractJsonTest {
  private static final Set<String> SEVERITIES = Set.of("fail", "warn", "info");
  private static final Set<String> STATES =
      Set.of("none", "current", "ahead", "behind", "diverged", "unreachable", "not-checked");
  private static final Set<String> ACTIONS =
      Set.of("none", "recorded", "written-back", "skipped", "would-record", "would-write-back");

  @TempDir Path folder;
  private Machines machines;

  @BeforeEach
  void start() {
    machines = Machines.one(folder);
  }

  /** A repository in which most kinds of findings are to be had. */
  private void troubled() {
    Path here = machines.at(HERE);
    machines.git.write(
        here,
        "plans/a.md",
        Machines.plan("A", "A1", "T03")
            + "\n```task\nid: A2\n```\n\n```task\nid: A3\nstatus: inprogress\n```\n"
            + "\n```task\nid: [\n```\n"
            + Machines.block("A4", "todo").replace("priority: high", "depends_on: [NOPE]"));
    machines.git.commitAll(here, "plan: a troubled one");
    machines.report(HERE, "start", "A1");
    machines.report(HERE, "done", "T01");
    String text = machines.git.read(here, "plans/a.md");
    machines.git.write(
        here, "plans/a.md", text.replace("id: A1\nstatus: todo", "id: A1\nstatus: done"));
    machines.git.commitAll(here, "plan: A1 done");
  }

  @ParameterizedTest(name = "{0} is pawl.consistency/1, field by field")
  @CsvSource({"check,check", "fix --dry-run,dry-run", "fix,fix"})
  void consistency(String command, String mode) {
    troubled();
    Run run = machines.run(HERE, (command + " --format json").split(" ", -1)).exits(1);
    Map<String, @Nullable Object> document = run.json();
    assertThat(document.keySet()).containsExactly("schema", "mode", "repos", "summary");
    assertThat(document).containsEntry("schema", "pawl.consistency/1").containsEntry("mode", mode);
    Map<String, @Nullable Object> repo = run.repo();
    assertThat(repo.keySet())
        .containsExactly(
            "slug",
            "path",
            "head",
            "branch",
            "upstream",
            "plans",
            "tasks",
            "findings",
            "commits",
            "notes");
    assertThat(repo)
        .containsEntry("slug", "net")
        .containsEntry("path", machines.at(HERE).toString())
        .containsEntry("head", machines.head(HERE))
        .containsEntry("branch", "main")
        .containsEntry("plans", 2L)
        .containsEntry("tasks", 8L);
    Map<String, @Nullable Object> upstream = Run.object(repo.get("upstream"));
    assertThat(upstream.keySet()).containsExactly("state", "ahead", "behind");
    assertThat(upstream.get("state")).isIn(STATES);
    assertThat(upstream.get("ahead")).isInstanceOf(Long.class);
    assertThat(upstream.get("behind")).isInstanceOf(Long.class);
    long changed = 0;
    for (Map<String, @Nullable Object> finding : Run.objects(repo.get("findings"))) {
      assertFinding(finding);
      changed += Set.of("recorded", "written-back").contains(finding.get("action")) ? 1 : 0;
    }
    assertThat(run.findings())
        .extracting(said -> said.substring(0, 4))
        .contains("C-02", "C-03", "C-05", "C-06", "C-07", "C-11", "C-13");
    Map<String, @Nullable Object> summary = Run.object(document.get("summary"));
    assertThat(summary.keySet()).containsExactly("fail", "warn", "info", "changed");
    assertThat(summary).containsEntry("changed", changed);
    for (String severity : SEVERITIES) {
      long count =
          Run.objects(repo.get("findings")).stream()
              .filter(finding -> severity.equals(finding.get("severity")))
              .count();
      assertThat(summary).containsEntry(severity, count);
    }
    assertThat(run.commits()).hasSize(mode.equals("fix") ? 1 : 0);
    List<String> places =
        Run.objects(repo.get("findings")).stream()
            .filter(finding -> finding.get("line") != null)
            .map(finding -> "%s:%4s".formatted(finding.get("file"), finding.get("line")))
            .toList();
    assertThat(places).isSorted();
  }

  private static void assertFinding(Map<String, @Nullable Object> finding) {
    assertThat(finding.keySet())
        .containsExactly(
            "code",
            "severity",
            "plan",
            "task",
            "file",
            "line",
            "column",
            "recorded",
            "written",
            "action",
            "message");
    assertThat((String) finding.get("code")).matches("C-[0-9]{2}");
    assertThat(finding.get("severity")).isIn(SEVERITIES);
    assertThat(finding.get("action")).isIn(ACTIONS);
    assertThat((String) finding.get("message")).isNotBlank().doesNotContain("\n");
    for (String place : List.of("line", "column")) {
      if (finding.get(place) != null) {
        assertThat((Long) finding.get(place)).isPositive();
      }
    }
  }

  @Test
  @DisplayName("a finding names plan, task, file, line, column and both statuses")
  void place() {
    machines.report(HERE, "done", "T02");
    Map<String, @Nullable Object> finding = machines.check(HERE).finding("C-13");
    assertThat(finding)
        .containsEntry("plan", "NET-WP-1")
        .containsEntry("task", "T02")
        .containsEntry("file", PLAN)
        .containsEntry("recorded", "done")
        .containsEntry("written", "todo")
        .containsEntry("action", "none");
    List<String> lines = machines.git.read(machines.at(HERE), PLAN).lines().toList();
    int line = Math.toIntExact((Long) java.util.Objects.requireNonNull(finding.get("line")));
    assertThat(lines.get(line - 2)).isEqualTo("id: T02");
    assertThat(lines.get(line - 1)).startsWith("status: todo");
    assertThat(finding).containsEntry("column", (long) "status: ".length() + 1);
  }

  @Test
  @DisplayName("pawl.tasks/1: every field, in order of file and place, null where nothing is known")
  void tasks() {
    Path here = machines.at(HERE);
    machines.git.write(
        here,
        "plans/a.md",
        Machines.plan("A") + "\n```task\nid: A1\nstatus: wait\ndepends_on: [T01, T02]\n```\n");
    machines.report(HERE, "done", "T02");
    Run run = machines.run(HERE, "task", "list", "--format", "json").exits(0);
    Map<String, @Nullable Object> document = run.json();
    assertThat(document.keySet()).containsExactly("schema", "tasks");
    assertThat(document).containsEntry("schema", "pawl.tasks/1");
    List<Map<String, @Nullable Object>> tasks = Run.objects(document.get("tasks"));
    assertThat(tasks).extracting(task -> task.get("id")).containsExactly("A1", "T01", "T02", "T03");
    for (Map<String, @Nullable Object> task : tasks) {
      assertThat(task.keySet())
          .containsExactly(
              "id",
              "plan",
              "title",
              "status",
              "recorded",
              "written",
              "priority",
              "depends_on",
              "file",
              "line",
              "host",
              "actor",
              "phase",
              "files",
              "waits_for");
    }
    assertThat(tasks.get(0))
        .containsEntry("depends_on", List.of("T01", "T02"))
        .containsEntry("title", "A1")
        .containsEntry("priority", null)
        .containsEntry("recorded", null)
        .containsEntry("host", null);
    assertThat(tasks.get(2))
        .containsEntry("status", "done")
        .containsEntry("recorded", "done")
        .containsEntry("written", "todo")
        .containsEntry("title", "Task T02")
        .containsEntry("plan", "NET-WP-1")
        .containsEntry("host", HERE);
    assertThat(machines.run(HERE, "task", "list", "--plan", "A", "--format", "json").json())
        .extractingByKey("tasks")
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .hasSize(1);
  }

  @Test
  @DisplayName("pawl.plans/1: every field, all status words counted, claim null")
  void plans() {
    machines.report(HERE, "done", "T02");
    Run run = machines.run(HERE, "plan", "list", "--format", "json").exits(0);
    Map<String, @Nullable Object> document = run.json();
    assertThat(document).containsEntry("schema", "pawl.plans/1");
    Map<String, @Nullable Object> plan = Run.objects(document.get("plans")).getFirst();
    assertThat(plan.keySet())
        .containsExactly(
            "id", "title", "status", "file", "tasks", "claim", "worktree", "branch", "waits_for");
    assertThat(plan)
        .containsEntry("id", "NET-WP-1")
        .containsEntry("title", "Plan NET-WP-1")
        .containsEntry("status", "active")
        .containsEntry("file", PLAN)
        .containsEntry(
            "tasks",
            Map.of("todo", 2L, "in_progress", 0L, "blocked", 0L, "done", 1L, "cancelled", 0L))
        .containsEntry("claim", null)
        .containsEntry("worktree", null)
        .containsEntry("branch", "main");
  }

  @Test
  @DisplayName("findings come in order of file, then place in the document")
  void order() {
    Path here = machines.at(HERE);
    machines.git.write(here, "plans/a.md", Machines.plan("A", "A1", "A2"));
    machines.git.write(here, "plans/z.md", Machines.plan("Z", "Z1"));
    machines.git.commitAll(here, "plans");
    machines.report(HERE, "start", "Z1", "A2", "T03", "A1", "T01");
    assertThat(machines.check(HERE).findings())
        .containsExactly(
            "C-13 warn A1 none",
            "C-13 warn A2 none",
            "C-13 warn T01 none",
            "C-13 warn T03 none",
            "C-13 warn Z1 none");
  }

  @Test
  @DisplayName("errors are one document too, and words on standard error")
  void errors() {
    Path away = machines.git.home();
    for (String command :
        List.of("check", "fix", "task list", "plan list", "task done T01", "sync")) {
      Run run = machines.in(away, HERE, (command + " --format json").split(" ", -1)).exits(2);
      assertThat(run.json()).as(command).containsEntry("schema", "pawl.error/1");
      assertThat(run.err()).as(command).startsWith("pawl: ").contains(away.toString());
    }
  }
}
