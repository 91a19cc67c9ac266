package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static dev.pawl.cli.Machines.PLAN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.app.workspace.Surroundings;
import dev.pawl.cli.screen.Screen;
import dev.pawl.cli.terminal.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exit codes, options, and how a plan or a task is found. */
final class CommandLineTest {
  @TempDir Path folder;
  private Machines machines;
  private Path here;

  @BeforeEach
  void start() {
    machines = Machines.one(folder);
    here = machines.at(HERE);
  }

  @Test
  @DisplayName("exit 0: nothing failing is left; exit 1: something is, with --strict a warning too")
  void leftOrNot() {
    machines.check(HERE, "--strict").exits(0);
    machines.report(HERE, "done", "T01");
    machines.check(HERE).exits(0);
    machines.check(HERE, "--strict").exits(1);
    machines.fix(HERE, "--strict", "--push").exits(0);
    machines.git.write(here, "plans/b.md", "---\ntype: plan\n---\n");
    Run fail = machines.check(HERE).exits(1);
    assertThat(fail.findings()).allMatch(finding -> finding.startsWith("C-06 fail"));
  }

  @ParameterizedTest(name = "exit 2: pawl {0}")
  @ValueSource(
      strings = {
        "nonsense",
        "task",
        "task done",
        "task done T01 --bogus",
        "check --format xml",
        "task reopen T01 --to done",
        "task reopen T01 --to nonsense",
        "check --repo nobody",
        "plan new X --type idea",
        "-C nowhere/at/all check"
      })
  void wrongUsage(String command) {
    Run run = machines.run(HERE, command.split(" ", -1)).exits(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("pawl: ").doesNotContain("Exception");
  }

  @Test
  @DisplayName("exit 2: settings that cannot be used, with their place")
  void wrongSettings() {
    machines.git.write(here, ".pawl.yaml", "repo: net\nexchange: perhaps\n");
    Run run = machines.run(HERE, "check").exits(2);
    assertThat(run.err()).contains(".pawl.yaml:2:11").contains("exchange");
  }

  @Test
  @DisplayName("exit 3: the disk or git fails, the reason is printed, and nothing is recorded")
  void environmentFails() throws IOException {
    Files.createDirectories(here.resolve(".git"));
    Files.writeString(here.resolve(".git/pawl"), "in the way\n");
    Run run = machines.run(HERE, "task", "done", "T01").exits(3);
    assertThat(run.err()).startsWith("pawl: ").contains(".git/pawl").doesNotContain("\tat ");
    assertThat(run.out()).isEmpty();
  }

  @Test
  @DisplayName("exit 70: a bug is called one; -v shows where")
  void bug() {
    StringWriter err = new StringWriter();
    Surroundings broken =
        new Surroundings(
            here,
            machines.variables(HERE),
            () -> {
              throw new IllegalStateException("the clock stood still");
            },
            new Random(1),
            step -> {});
    Console console =
        new Console(new PrintWriter(new StringWriter()), new PrintWriter(err), Screen.none(false));
    assertThat(new Pawl(console, broken).run("task", "done", "T01")).isEqualTo(70);
    assertThat(err.toString()).contains("bug in pawl", "the clock stood still");
    assertThat(err.toString()).doesNotContain("\tat dev.pawl");
    assertThat(new Pawl(console, broken).run("-v", "task", "done", "T01")).isEqualTo(70);
    assertThat(err.toString()).contains("\tat dev.pawl");
    assertThat(machines.counts(HERE, "T01")).isEqualTo("todo");
  }

  @Test
  @DisplayName("-C runs there, before or after the command, relative or not")
  void elsewhere() {
    Path root = machines.git.root();
    machines.in(root, HERE, "-C", "here", "task", "start", "T01").exits(0);
    machines.in(root, HERE, "task", "done", "T01", "-C", here.toString()).exits(0);
    machines.in(root, HERE, "task", "list").exits(2);
    machines.in(here.resolve("plans"), HERE, "-C", "..", "check").exits(0);
    assertThat(machines.in(here.resolve("plans"), HERE, "task", "show", "T01").out())
        .contains("done");
  }

  @Test
  @DisplayName("-q leaves data and findings, nothing else")
  void quiet() {
    assertThat(machines.run(HERE, "-q", "task", "done", "T01").exits(0).out())
        .isEqualTo("T01  Task T01  todo → done\n");
    Run check = machines.run(HERE, "check", "-q").exits(0);
    assertThat(check.out()).contains("C-13 warn").doesNotContain("0 fail");
    assertThat(check.err()).isEmpty();
  }

  @Test
  @DisplayName(
      "a report says that the file does not have it yet; --write writes that task, and only it")
  void reportAndWrite() {
    Run report = machines.run(HERE, "task", "done", "T01").exits(0);
    assertThat(report.out()).contains("not in the plan file yet", "pawl fix-consistency");
    String before = machines.head(HERE);
    assertThat(machines.written(HERE)).startsWith("todo");
    machines.run(HERE, "task", "start", "T02", "--write").exits(0);
    assertThat(machines.written(HERE)).containsExactly("todo", "in_progress", "todo");
    machines.oneCommitOf(HERE, before, "T02: todo → in_progress");
    machines.sound();
  }

  @Test
  @DisplayName("several ids: all are checked before any is recorded")
  void allOrNothing() {
    Run run = machines.run(HERE, "task", "done", "T01", "T09", "T02").exits(1);
    assertThat(run.err()).contains("no task 'T09'", "did you mean");
    assertThat(machines.counts(HERE, "T01")).isEqualTo("todo");
    machines.report(HERE, "done", "T02");
    machines.run(HERE, "task", "start", "T01", "T02").exits(1);
    assertThat(machines.counts(HERE, "T01")).isEqualTo("todo");
  }

  @Test
  @DisplayName("repeating is success, and records nothing")
  void repeated() throws IOException {
    machines.report(HERE, "done", "T01");
    List<String> before = journal();
    Run again = machines.run(HERE, "task", "done", "T01").exits(0);
    assertThat(again.out()).contains("already done");
    machines.run(HERE, "task", "done", "T01", "T01").exits(0);
    assertThat(journal()).isEqualTo(before);
  }

  private List<String> journal() throws IOException {
    try (var files = Files.walk(here.resolve(".git/pawl/journal"))) {
      List<Path> segments = files.filter(file -> file.toString().endsWith(".jsonl")).toList();
      assertThat(segments).hasSize(1);
      return Files.readAllLines(segments.getFirst());
    }
  }

  @Test
  @DisplayName("N01 backwards is refused with a hint, and nothing is recorded")
  void backwards() {
    machines.report(HERE, "done", "T01");
    for (String kind : List.of("start", "block", "cancel")) {
      Run run = machines.run(HERE, "task", kind, "T01").exits(1);
      assertThat(run.err()).contains("T01 is done", "pawl task reopen T01");
    }
    assertThat(machines.counts(HERE, "T01")).isEqualTo("done");
    Run ahead = machines.run(HERE, "task", "reopen", "T02", "--to", "blocked").exits(1);
    assertThat(ahead.err()).contains("T02 is todo");
  }

  @Test
  @DisplayName("the plan: --plan, then PAWL_PLAN, then the only open one, else the choices")
  void planResolution() {
    assertThat(machines.run(HERE, "plan", "show").exits(0).out()).startsWith("NET-WP-1");
    machines.git.write(here, "plans/b.md", Machines.plan("B", "B1"));
    machines.git.write(here, "plans/c.md", Machines.plan("C", "C1").replace("active", "done"));
    Run choices = machines.run(HERE, "plan", "show").exits(2);
    assertThat(choices.err()).contains("which plan?", "NET-WP-1", "B").doesNotContain("C,");
    Map<String, String> variables = machines.variables(HERE);
    variables.put("PAWL_PLAN", "B");
    assertThat(machines.in(here, variables, HERE, "plan", "show").exits(0).out()).startsWith("B ");
    assertThat(machines.in(here, variables, HERE, "plan", "show", "--plan", "C").exits(0).out())
        .startsWith("C ");
    assertThat(machines.in(here, variables, HERE, "task", "list").exits(0).out())
        .contains("B1")
        .doesNotContain("T01");
    for (String file : List.of(PLAN, "./" + PLAN, here.resolve(PLAN).toString())) {
      assertThat(machines.run(HERE, "plan", "show", file).exits(0).out()).startsWith("NET-WP-1");
    }
    assertThat(machines.in(here.resolve("plans"), HERE, "plan", "show", "b.md").exits(0).out())
        .startsWith("B ");
    Run unknown = machines.run(HERE, "plan", "show", "NET-WP-2").exits(1);
    assertThat(unknown.err()).contains("did you mean NET-WP-1?");
  }

  @Test
  @DisplayName("--plan on a report: the task must be in it")
  void planOfATask() {
    machines.git.write(here, "plans/b.md", Machines.plan("B", "B1"));
    machines.run(HERE, "task", "done", "B1", "--plan", "NET-WP-1").exits(1);
    machines.run(HERE, "task", "done", "B1", "--plan", "B").exits(0);
  }

  @Test
  @DisplayName("--all and --repo: one that fails is said, the others are done, exit 3")
  void allRepositories() {
    machines.run(HERE, "init").exits(0);
    Path second = machines.git.repo("second");
    machines.git.write(second, PLAN, Machines.plan("S", "S1", "S2"));
    machines.git.commitAll(second, "start");
    machines.in(second, HERE, "init").exits(0);
    machines.git.commitAll(second, "settings");
    Path away = machines.git.home();
    Run all = machines.in(away, HERE, "check", "--all", "--format", "json").exits(0);
    assertThat(Run.objects(all.json().get("repos")))
        .extracting(repo -> repo.get("slug"))
        .containsExactlyInAnyOrder("net", "second");
    Run one = machines.in(away, HERE, "check", "--repo", "second", "--format", "json").exits(0);
    assertThat(one.repo()).containsEntry("slug", "second");
    machines.git.write(second, ".pawl.yaml", "exchange: perhaps\n");
    Run broken = machines.in(away, HERE, "fix", "--all", "--format", "json").exits(3);
    assertThat(Run.objects(broken.json().get("repos"))).hasSize(1);
    assertThat(broken.err()).contains(second.toString()).contains(".pawl.yaml:1:11");
  }

  @Test
  @DisplayName("a clone that is gone is named until it is forgotten; nothing else is touched")
  void forgotten() throws IOException {
    machines.run(HERE, "init").exits(0);
    Path second = machines.git.repo("second");
    machines.in(second, HERE, "init").exits(0);
    Path away = machines.git.home();
    Path moved = second.resolveSibling("moved");
    Files.move(second, moved);
    Run missing = machines.in(away, HERE, "check", "--all", "--format", "json").exits(3);
    assertThat(missing.err()).contains("pawl doctor --forget " + second);
    Run forgotten =
        machines
            .in(away, HERE, "doctor", "--forget", second.toString(), "--format", "json")
            .exits(0);
    assertThat(forgotten.json()).containsEntry("schema", "pawl.doctor/1");
    assertThat(Run.objects(forgotten.json().get("items")).getFirst())
        .containsEntry("subject", "forgotten")
        .containsEntry("said", second.toString());
    machines.in(away, HERE, "check", "--all").exits(0);
    machines.in(away, HERE, "doctor", "--forget", second.toString()).exits(1);
    assertThat(moved.resolve(".git")).isDirectory();
  }

  @Test
  @DisplayName("pawl help X is pawl X --help")
  void help() {
    assertThat(machines.run(HERE, "help", "task", "done").exits(0).out())
        .isEqualTo(machines.run(HERE, "task", "done", "--help").exits(0).out());
    assertThat(machines.run(HERE, "help").exits(0).out()).contains("Example:", "fix-consistency");
  }

  @Test
  @DisplayName("task show takes several ids, and refuses all when one is unknown")
  void several() {
    Run both = machines.run(HERE, "task", "show", "T02", "T01", "--format", "json").exits(0);
    assertThat(Run.objects(both.json().get("tasks")))
        .extracting(task -> task.get("id"))
        .containsExactly("T02", "T01");
    assertThat(machines.run(HERE, "task", "show", "T01", "T9").exits(1).out()).isEmpty();
  }

  @Test
  @DisplayName("a new task depends on what exists, and says in words what is to be done")
  void newTasks() {
    String before = machines.git.read(here, PLAN);
    Run unknown = machines.run(HERE, "task", "add", "More", "--depends-on", "T0l").exits(1);
    assertThat(unknown.err()).contains("no task 'T0l'", "did you mean T01?");
    machines.run(HERE, "task", "add", " ").exits(2);
    machines.run(HERE, "plan", "new", "").exits(2);
    assertThat(machines.git.read(here, PLAN)).isEqualTo(before);
    machines.run(HERE, "task", "add", "More", "--depends-on", "T01").exits(0);
  }

  @Test
  @DisplayName("doctor says it where the default branch of the settings does not exist")
  void defaultBranch() {
    machines.git.write(here, ".pawl.yaml", "default_branch: nope\n");
    assertThat(machines.run(HERE, "doctor").exits(1).out()).contains("nope is neither here nor");
  }

  @Test
  @DisplayName("what is said about the settings is in every format")
  void notes() {
    machines.git.write(here, ".pawl.yaml", "colour: red\n");
    Run json = machines.run(HERE, "check", "--no-fetch", "--format", "json").exits(0);
    assertThat(String.valueOf(json.repo().get("notes"))).contains(".pawl.yaml:1:1", "colour");
    assertThat(machines.run(HERE, "check", "--no-fetch", "--format", "github").out())
        .contains("::notice title=pawl::.pawl.yaml:1:1");
    assertThat(machines.run(HERE, "check", "--no-fetch", "--format", "sarif").out())
        .contains("toolExecutionNotifications", ".pawl.yaml:1:1");
  }

  @Test
  @DisplayName("init can be repeated, writes two files, commits nothing, says what is exchanged")
  void init() {
    Path fresh = machines.git.repo("fresh");
    Run first = machines.in(fresh, HERE, "init").exits(0);
    assertThat(first.out()).contains("wrote .pawl.yaml", "host and user names", "exchange: off");
    String settings = machines.git.read(fresh, ".pawl.yaml");
    machines.in(fresh, HERE, "init").exits(0);
    assertThat(machines.git.read(fresh, ".pawl.yaml")).isEqualTo(settings);
    assertThat(machines.git.attempt(fresh, "rev-parse", "HEAD^{commit}").exit()).isNotZero();
    assertThat(machines.git.run(fresh, "status", "--porcelain"))
        .isEqualTo("?? .gitattributes\n?? .pawl.yaml");
    machines.in(fresh, HERE, "check").exits(0);
    machines.in(fresh, HERE, "doctor").exits(1);
  }

  @Test
  @DisplayName("two plans where one is meant: neither is ignored in silence")
  void twoPlans() {
    for (String line : List.of("plan status", "plan claim", "worktree path", "worktree restore")) {
      List<String> words = new ArrayList<>(List.of(line.split(" ")));
      words.addAll(List.of("NET-WP-1", "--plan", "OTHER"));
      assertThat(machines.run(HERE, words.toArray(String[]::new)).exits(2).err())
          .contains("two plans");
    }
    machines.run(HERE, "plan", "status", "NET-WP-1", "--plan", "NET-WP-1").exits(0);
  }
}
