package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static dev.pawl.cli.Machines.PLAN;
import static dev.pawl.cli.Machines.THERE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must never happen, tried through the commands: statuses and files. */
final class SafetyTest {
  @TempDir Path folder;
  private Machines machines;
  private Path here;

  @BeforeEach
  void start() {
    machines = Machines.one(folder);
    here = machines.at(HERE);
  }

  private String list(String machine) {
    return machines.run(machine, "task", "list", "--format", "json").exits(0).out();
  }

  @Test
  @DisplayName("N01 whatever two machines do in whatever order, only a reopen takes a status back")
  void neverBackwards() {
    machines.clone(THERE);
    long seed = Long.getLong("pawl.story.seed", 20_260_322);
    int steps = Integer.getInteger("pawl.story.steps", 16);
    SplittableRandom random = new SplittableRandom(seed);
    List<String> story = new ArrayList<>(List.of("seed " + seed));
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < steps; i++) {
        step(random.nextBoolean() ? HERE : THERE, STEPS.get(random.nextInt(STEPS.size())), story);
      }
      int highest =
          Math.max(rank(machines.counts(HERE, "T01")), rank(machines.counts(THERE, "T01")));
      heal();
      assertThat(list(HERE)).as("%s", story).isEqualTo(list(THERE));
      assertThat(rank(machines.counts(HERE, "T01"))).as("%s", story).isEqualTo(highest);
      assertThat(rank(committed(HERE))).as("%s", story).isEqualTo(highest);
      if (highest < 2) {
        machines.report(THERE, "done", "T01");
      }
      machines.report(THERE, "reopen", "T01");
      story.add("there$ task reopen T01");
      heal();
      assertThat(machines.counts(HERE, "T01")).as("N02 %s", story).isEqualTo("todo");
      assertThat(committed(HERE)).as("N02 %s", story).isEqualTo("todo");
    }
    machines.sound();
  }

  private void heal() {
    for (String machine : List.of(HERE, THERE, HERE)) {
      machines.fix(machine, "--remote").exits(0);
    }
  }

  /** Neither what counts nor what is committed goes back, and the exit code says what was done. */
  private void step(String machine, String step, List<String> story) {
    String counted = machines.counts(machine, "T01");
    int written = rank(committed(machine));
    Run run = machines.run(machine, step.split(" ", -1));
    String now = machines.counts(machine, "T01");
    story.add(machine + "$ " + step + ": " + run.exit() + ", " + now);
    if (step.startsWith("task ")) {
      String wanted = Objects.requireNonNull(WORDS.get(step.split(" ", -1)[1]));
      boolean refused =
          rank(wanted) < rank(counted) || (rank(counted) == 2 && !wanted.equals(counted));
      assertThat(run.exit()).as("%s%n%s", story, run.err()).isEqualTo(refused ? 1 : 0);
      assertThat(now).as("%s", story).isEqualTo(refused ? counted : wanted);
    } else if (step.equals("sync") || step.equals("fix --remote")) {
      assertThat(run.exit()).as("%s%n%s%s", story, run.out(), run.err()).isZero();
    } else {
      assertThat(run.exit()).as("%s%n%s%s", story, run.out(), run.err()).isIn(0, 1);
    }
    assertThat(rank(now)).as("counts: %s", story).isGreaterThanOrEqualTo(rank(counted));
    assertThat(rank(committed(machine))).as("committed: %s", story).isGreaterThanOrEqualTo(written);
  }

  /** What the commit that is checked out says of T01. */
  private String committed(String machine) {
    return machines
        .git
        .run(machines.at(machine), "show", "HEAD:" + PLAN)
        .replaceFirst("(?s).*id: T01\nstatus: (\\S+).*", "$1");
  }

  private static final Map<String, String> WORDS =
      Map.of("start", "in_progress", "block", "blocked", "done", "done", "cancel", "cancelled");

  private static final List<String> STEPS =
      List.of(
          "task start T01",
          "task block T01",
          "task done T01",
          "task cancel T01",
          "task start T01",
          "fix --remote",
          "fix --remote",
          "fix --no-writeback",
          "fix",
          "sync",
          "check");

  private static int rank(String status) {
    return switch (status) {
      case "todo" -> 0;
      case "in_progress", "blocked" -> 1;
      default -> 2;
    };
  }

  @Test
  @DisplayName("N03 what a command says it did is there when it is read back")
  void readBack() {
    machines.clone(THERE);
    Run report = machines.run(HERE, "task", "done", "T01", "--format", "json").exits(0);
    assertThat(Run.objects(report.json().get("tasks")).getFirst())
        .containsEntry("to", "done")
        .containsEntry("recorded", true);
    assertThat(machines.counts(HERE, "T01")).isEqualTo("done");
    Run fix = machines.fix(HERE, "--push").exits(0);
    String commit = fix.commits().getFirst();
    assertThat(machines.git.run(machines.origin(), "rev-parse", "main")).isEqualTo(commit);
    assertThat(machines.git.run(machines.origin(), "show", "main:" + PLAN))
        .contains("id: T01\nstatus: done ");
    machines.report(HERE, "start", "T02");
    Run sync = machines.run(HERE, "sync", "--format", "json").exits(0);
    assertThat(sync.json()).containsEntry("complete", true);
    machines.run(THERE, "sync").exits(0);
    assertThat(machines.counts(THERE, "T02")).isEqualTo("in_progress");
  }

  @Test
  @DisplayName("N04 the order in which machines exchange changes no answer; a second fix nothing")
  void orderOfExchange() {
    machines.clone(THERE);
    Path fork = machines.git.bare("fork");
    machines.git.run(here, "push", "-q", fork.toString(), "main");
    machines.report(HERE, "start", "T01");
    machines.report(THERE, "block", "T01");
    machines.report(HERE, "done", "T02");
    machines.report(THERE, "cancel", "T02");
    machines.report(HERE, "reopen", "T02");
    machines.report(THERE, "done", "T03");
    String origin = machines.origin().toString();
    // Each is seen by one remote in this order, by the other in the opposite one.
    machines.run(HERE, "sync", origin).exits(0);
    Path before = machines.clone("before");
    machines.run("before", "sync").exits(0);
    machines.run(THERE, "sync", fork.toString()).exits(0);
    machines.run(THERE, "sync", origin).exits(0);
    machines.run(HERE, "sync", fork.toString()).exits(0);
    machines.run("before", "sync").exits(0);
    Path forked = machines.git.clone(fork, "forked");
    machines.in(forked, "forked", "check").exits(0);
    machines.clone("fresh");
    machines.run("fresh", "check").exits(0);
    String answer = list(HERE);
    assertThat(list(THERE)).isEqualTo(answer);
    assertThat(list("before")).isEqualTo(answer);
    assertThat(list("fresh")).isEqualTo(answer);
    assertThat(machines.in(forked, "forked", "task", "list", "--format", "json").out())
        .isEqualTo(answer);
    assertThat(before).exists();
    machines.fix(HERE, "--remote").exits(0);
    String head = machines.head(HERE);
    assertThat(machines.fix(HERE, "--remote").exits(0).commits()).isEmpty();
    assertThat(machines.head(HERE)).isEqualTo(head);
  }

  @Test
  @DisplayName("N10 a writeback changes the status value and not one byte else")
  void oneValue() throws IOException {
    String text =
        "\uFEFF---\r\nid: ODD\r\ntype: plan\r\ntitle: 'Ödd'\r\nstatus: active\r\n---\r\n"
            + "# status: todo\r\n\r\n> ~~~~task  x=y\r\n> # status: todo\r\n"
            + ">   id:   O1\r\n>   note: \"status: todo\"\r\n>   status: \"todo\"\t# todo  \r\n"
            + "> ~~~~\r\n\r\n```yaml\nid: O1\nstatus: todo\n```\r\n   \r\n"
            + "* item\n  ```task\n  {id: O2, status: 'todo', x: [status, todo]}\n  ```\nend";
    machines.git.write(here, "plans/odd.md", text.getBytes(UTF_8));
    Files.setPosixFilePermissions(
        here.resolve("plans/odd.md"), PosixFilePermissions.fromString("rwxr-xr-x"));
    machines.git.commitAll(here, "plan: an odd one");
    machines.run(HERE, "task", "done", "O1").exits(0);
    machines.run(HERE, "task", "start", "O2").exits(0);
    machines.fix(HERE).exits(0);
    String expected =
        text.replace("status: \"todo\"", "status: \"done\"")
            .replace("status: 'todo'", "status: 'in_progress'");
    assertThat(Files.readAllBytes(here.resolve("plans/odd.md")))
        .isEqualTo(expected.getBytes(UTF_8));
    assertThat(machines.git.run(here, "diff", "--raw", "HEAD^", "HEAD"))
        .startsWith(":100755 100755");
    machines.sound();
  }

  @Test
  @DisplayName("N11 a plan that cannot be read is named, left alone, and stops nothing else")
  void unreadable() {
    String broken =
        "---\nid: B\ntype: plan\ntitle: [\nstatus: active\n---\n" + Machines.block("B1", "todo");
    machines.git.write(here, "plans/b.md", broken);
    machines.git.write(here, "plans/c.md", new byte[] {'-', '-', '-', '\n', (byte) 0xff, '\n'});
    String text = machines.git.read(here, PLAN);
    machines.git.write(here, PLAN, text + "\n```task\nid: T08\nstatus: [\n```\n");
    machines.git.commitAll(here, "plan: broken ones");
    machines.report(HERE, "done", "T01");
    Run fix = machines.fix(HERE).exits(1);
    assertThat(fix.findings()).contains("C-13 warn T01 written-back");
    assertThat(Run.objects(fix.repo().get("findings")))
        .filteredOn(finding -> "C-02".equals(finding.get("code")))
        .extracting(finding -> finding.get("file"))
        .contains("plans/b.md", "plans/c.md", PLAN);
    assertThat(machines.git.read(here, "plans/b.md")).isEqualTo(broken);
    assertThat(machines.git.run(here, "diff", "--name-only", "HEAD^", "HEAD")).isEqualTo(PLAN);
    machines.run(HERE, "task", "done", "T08").exits(1);
  }

  @Test
  @DisplayName("N12 a commit takes along nothing but the plan: staged, changed, untracked stay")
  void nothingElse() {
    machines.git.write(here, "a.txt", "one\n");
    machines.git.write(here, "plans/b.md", Machines.plan("B", "B1"));
    machines.git.commitAll(here, "more");
    machines.git.write(here, "a.txt", "two\n");
    machines.git.run(here, "add", "a.txt");
    machines.git.write(here, "a.txt", "three\n");
    machines.git.write(here, "plans/b.md", Machines.plan("B", "B1", "B2"));
    machines.git.write(here, "plans/new.md", Machines.plan("N", "N1"));
    machines.git.write(here, "staged.txt", "staged\n");
    machines.git.run(here, "add", "staged.txt");
    String before = machines.git.run(here, "status", "--porcelain=v2");
    String head = machines.head(HERE);
    machines.report(HERE, "done", "T01", "B1", "N1");
    Run fix = machines.fix(HERE).exits(0);
    assertThat(fix.findings())
        .contains("C-13 warn T01 written-back", "C-13 warn B1 skipped", "C-14 warn - none");
    machines.oneCommitOf(HERE, head, "T01: todo → done");
    assertThat(machines.git.run(here, "status", "--porcelain=v2")).isEqualTo(before);
  }

  @Test
  @DisplayName("N43 a damaged state file is named, never taken for an empty one, never overwritten")
  void damagedStateFiles() throws IOException {
    machines.run(HERE, "init").exits(0);
    machines.report(HERE, "start", "T01");
    machines.run(HERE, "worktree", "create", "NET-WP-1").exits(0);
    machines.run(HERE, "worktree", "remove", "NET-WP-1").exits(0);
    machines.run(HERE, "plan", "claim", "NET-WP-1").exits(0);
    List<Path> files = stateFiles();
    assertThat(files)
        .extracting(file -> file.getFileName().toString())
        .contains("host-id", "replica", "entry", "NET-WP-1.json");
    List<String> unnamed = new ArrayList<>();
    for (Path file : files) {
      byte[] good = Files.readAllBytes(file);
      for (byte[] bad : List.of(Arrays.copyOf(good, good.length / 2), new byte[0])) {
        Files.write(file, bad);
        if (namedBy(file).isEmpty()) {
          unnamed.add(file + " with " + bad.length + " bytes");
        }
        assertThat(Files.readAllBytes(file)).as("%s stays", file).isEqualTo(bad);
        Files.write(file, good);
      }
      assertThat(machines.counts(HERE, "T01")).as("%s as it was", file).isEqualTo("in_progress");
    }
    assertThat(unnamed).isEmpty();
  }

  /** All that pawl keeps, but locks, what saves time, and journals: of these DamageTest knows. */
  private List<Path> stateFiles() throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path root : List.of(machines.git.root().resolve("pawl-here"), here.resolve(".git/pawl"))) {
      try (Stream<Path> all = Files.walk(root)) {
        all.filter(Files::isRegularFile)
            .filter(file ->
                !file.toString()
                    .matches(
                        ".*(lock|holder|writers|index[.]db.*|queue.*|/journal/.*|/admin/.*|/files/.*)"))
            .forEach(files::add);
      }
    }
    return files;
  }

  /** The commands that fail for this file, or warn of it. */
  private List<String> namedBy(Path file) {
    String name = file.getFileName().toString();
    List<String> found = new ArrayList<>();
    for (String command :
        List.of(
            "check --all", "plan claim NET-WP-1", "worktree restore", "sync", "task done T02")) {
      Run run = machines.run(HERE, command.split(" ", -1));
      if (run.err().contains(name) || (run.exit() != 0 && run.out().contains(name))) {
        found.add(command);
      }
    }
    return found;
  }

  @ParameterizedTest(name = "N53 after {0} as the first command, .git/pawl is for its user alone")
  @ValueSource(
      strings = {
        "check",
        "sync",
        "fix",
        "fix --remote",
        "git -- --version",
        "plan start NET-WP-1",
        "plan claim NET-WP-1",
        "task list",
        "task done T01",
        "worktree create NET-WP-1",
        "doctor",
        "init"
      })
  void firstCommand(String line) throws IOException {
    Path own = here.resolve(".git/pawl");
    machines.run(HERE, line.split(" ", -1)).exits(0);
    assertThat(Files.notExists(own) || forOwnerAlone(own)).isTrue();
    machines.report(HERE, "start", "T02");
    assertThat(forOwnerAlone(own)).isTrue();
  }

  @Test
  @DisplayName("N53 a folder that others may enter is narrowed, in a shared repository as well")
  void narrowed() throws IOException {
    machines.report(HERE, "done", "T01");
    Path own = here.resolve(".git/pawl");
    for (String shared : List.of("false", "group", "all")) {
      machines.git.run(here, "config", "core.sharedRepository", shared);
      Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxrwxr-x"));
      machines.run(HERE, "task", "list").exits(0);
      assertThat(forOwnerAlone(own)).as(shared).isTrue();
    }
  }

  @Test
  @DisplayName("N53 what pawl keeps for its user is for that user alone")
  void modes() throws IOException {
    machines.git.write(here, ".pawl.yaml", "repo: net\nworktrees:\n  setup: make all\n");
    machines.run(HERE, "trust").exits(0);
    machines.run(HERE, "init").exits(0);
    machines.report(HERE, "done", "T01");
    machines.fix(HERE).exits(0);
    Path home = machines.git.root().resolve("pawl-here");
    try (Stream<Path> all = Files.walk(home)) {
      assertThat(all).hasSizeGreaterThan(5).allMatch(SafetyTest::forOwnerAlone);
    }
  }

  private static boolean forOwnerAlone(Path path) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path)).endsWith("------");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  @DisplayName("N54 a command line that came with the repository runs by no command")
  void setupNeverRuns() {
    Path mark = machines.git.root().resolve("ran");
    String command = "touch '" + mark + "'";
    machines.git.write(
        here, ".pawl.yaml", "repo: net\nexchange: on\nworktrees:\n  setup: " + command + "\n");
    machines.git.commitAll(here, "settings");
    machines.push(HERE);
    machines.clone(THERE);
    Map<String, String> variables = machines.variables(THERE);
    for (String line :
        List.of(
            "trust --show",
            "init",
            "check",
            "task done T01 --write",
            "task reopen T01",
            "fix --remote",
            "sync",
            "doctor",
            "plan list",
            "plan new X",
            "task add Y --plan NET-WP-1")) {
      machines.in(machines.at(THERE), variables, THERE, line.split(" ", -1)).exits(0);
      assertThat(mark).as(line).doesNotExist();
    }
    assertThat(machines.run(THERE, "trust", "--show").out()).contains("not allowed", command);
    assertThat(machines.run(THERE, "trust").out()).doesNotContain("not allowed");
    machines.git.write(
        machines.at(THERE), ".pawl.yaml", "repo: net\nworktrees:\n  setup: " + command + " x\n");
    assertThat(machines.run(THERE, "trust", "--show").out()).contains("not allowed");
    assertThat(mark).doesNotExist();
  }
}
