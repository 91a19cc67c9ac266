package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static dev.pawl.cli.Machines.PLAN;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a repository says is data: it is never an option, a path outside, an escape, a trailer. */
final class HostileTest {
  @TempDir Path folder;
  private Machines machines;
  private Path here;

  @BeforeEach
  void start() {
    machines = Machines.one(folder);
    here = machines.at(HERE);
  }

  /** Nothing but line ends and tabs below the printable ones, and nothing that turns text round. */
  private static void harmless(Run run) {
    for (String text : List.of(run.out(), run.err())) {
      assertThat(text.codePoints().filter(HostileTest::effective).mapToObj(Character::getName))
          .as("%s printed %s", run.arguments(), text)
          .isEmpty();
    }
  }

  private static boolean effective(int point) {
    return (point < 0x20 && point != '\n' && point != '\t')
        || (point >= 0x7f && point < 0xa0)
        || (point >= 0x202a && point <= 0x202e)
        || (point >= 0x2066 && point <= 0x2069)
        || point == 0x2028
        || point == 0x2029;
  }

  private static final List<String> COMMANDS =
      List.of(
          "check",
          "check --strict --format json",
          "fix --dry-run",
          "task list",
          "task next",
          "task show T01",
          "task done T01",
          "task done T01 --write",
          "task start E\u001b]0;x\u0007",
          "plan list",
          "plan show NET-WP-1",
          "plan show p\u001b[2J",
          "plan status NET-WP-1",
          "plan new x --file p\u001b[2J.md",
          "-C \u001b[2J check",
          "--\u001b[2J",
          "\u001b[2J",
          "doctor",
          "trust --show",
          "sync",
          "sync \u001b[2J",
          "fix",
          "check --repo \u001b[2J",
          "init");

  @Test
  @DisplayName("N50 no terminal escape of a repository, a machine or a command line gets through")
  void escapes() {
    String evil = "\\e]0;owned\\a\\e[2J\\x9b31m\\u202egnp.exe";
    machines.git.write(
        here,
        PLAN,
        Machines.plan("NET-WP-1", "T01", "T02")
                .replace("title: Plan NET-WP-1", "title: \"" + evil + "\"")
                .replace("priority: high", "priority: \"" + evil + "\"\ntitle: \"" + evil + "\"")
            + "\n```task\nid: \""
            + evil
            + "\"\nstatus: \""
            + evil
            + "\"\n```\n"
            + "\n## a \u001b[2J\u009b31m heading\n\n```task\nid: T05\nstatus: \""
            + evil
            + "\"\n```\n"
            + "\n```task\nid: T06\nstatus: todo\ndepends_on: [\""
            + evil
            + "\"]\n```\n");
    machines.git.write(
        here, "plans/\u001b[2Jesc\u0007.md", Machines.plan("E", "E1") + "\n```task\nid: [\n```\n");
    machines.git.write(
        here,
        ".pawl.yaml",
        "repo: net\nexchange: on\n\"" + evil + "\": 1\nworktrees:\n  setup: \"" + evil + "\"\n");
    machines.git.commitAll(here, "evil");
    var variables = machines.variables(HERE);
    variables.put("PAWL_ACTOR", "zoe\u001b[2J");
    for (String command : COMMANDS) {
      harmless(machines.in(here, variables, HERE, command.split(" ", -1)));
    }
    harmless(machines.in(here, HERE, "task", "block", "T02", "--reason", "\u001b[2J\u202e"));
    harmless(machines.run(HERE, "task", "show", "T02"));
    variables.put("PAWL_PLAN", "\u001b[2J");
    harmless(machines.in(here, variables, HERE, "plan", "show"));
  }

  @Test
  @DisplayName("N50 the words of a remote's hook are printed without their escapes")
  void hookWords() throws IOException {
    Path hook = machines.origin().resolve("hooks/pre-receive");
    Files.createDirectories(hook.getParent());
    Files.writeString(hook, "#!/bin/sh\nprintf '\\033[2J\\007 go away' >&2; exit 1\n");
    assertThat(hook.toFile().setExecutable(true)).isTrue();
    machines.report(HERE, "done", "T01");
    Run fix = machines.run(HERE, "fix", "--push").exits(1);
    harmless(fix);
    assertThat(fix.out()).contains("C-17 warn", "pre-receive hook declined", "go away");
  }

  @Test
  @DisplayName("N50 a plan that is, or is below, a symbolic link is not written")
  void symlinks() throws IOException {
    Path outside = machines.git.root().resolve("outside");
    Files.createDirectories(outside);
    String secret = Machines.plan("OUT", "O1");
    Files.writeString(outside.resolve("secret.md"), secret);
    Files.createSymbolicLink(here.resolve("plans/link.md"), outside.resolve("secret.md"));
    Files.createSymbolicLink(here.resolve("plans/folder"), outside);
    machines.git.commitAll(here, "links");
    machines.run(HERE, "task", "done", "O1", "--write");
    machines.run(HERE, "fix");
    machines.run(HERE, "task", "add", "more", "--plan", "OUT");
    machines.run(HERE, "plan", "new", "X", "--file", "plans/folder/x.md");
    assertThat(Files.readString(outside.resolve("secret.md"))).isEqualTo(secret);
    try (Stream<Path> files = Files.list(outside)) {
      assertThat(files).hasSize(1);
    }
    machines.sound();
  }

  @Test
  @DisplayName("N50 a folder that became a link between two commands is not followed")
  void folderBecameALink() throws IOException {
    machines.report(HERE, "done", "T01");
    Path outside = machines.git.root().resolve("outside");
    Files.createDirectories(outside);
    Files.move(here.resolve(PLAN), outside.resolve("net.md"));
    Files.delete(here.resolve("plans"));
    Files.createSymbolicLink(here.resolve("plans"), outside);
    String before = Files.readString(outside.resolve("net.md"));
    machines.run(HERE, "fix");
    machines.run(HERE, "task", "done", "T02", "--write");
    assertThat(Files.readString(outside.resolve("net.md"))).isEqualTo(before);
  }

  @ParameterizedTest(name = "N50 plan new --file {0} stays inside")
  @ValueSource(
      strings = {"../x.md", "/tmp/x.md", "plans/../../x.md", ".git/x.md", "plans/../.git/x.md"})
  void pathsOutside(String file) throws IOException {
    List<Path> before = tree();
    assertThat(machines.run(HERE, "plan", "new", "X", "--file", file).exit()).isIn(1, 2);
    assertThat(tree()).isEqualTo(before);
  }

  private List<Path> tree() throws IOException {
    try (Stream<Path> all = Files.walk(machines.git.root())) {
      return all.filter(path -> !path.toString().matches(".*/(pawl-here|[.]git/pawl)(/.*)?"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest(name = "N50 {0} in the settings becomes no option of git")
  @ValueSource(
      strings = {
        "remote: --upload-pack=touch ran",
        "remote: \"ext::touch ran\"",
        "default_branch: --exec=touch ran",
        "default_branch: \"../../x\"",
        "plans: [\"../../**/*.md\"]",
        "plans: [\"/etc/**/*.md\"]",
        "repo: \"--upload-pack=touch ran\""
      })
  void settingsAreNoOptions(String line) {
    machines.report(HERE, "done", "T01");
    machines.git.write(here, ".pawl.yaml", "exchange: on\n" + line + "\n");
    for (String command : List.of("check", "fix", "sync", "task list")) {
      Run run = machines.run(HERE, command.split(" ", -1));
      harmless(run);
      assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(2);
      assertThat(here.resolve("ran")).doesNotExist();
    }
  }

  @ParameterizedTest(name = "N50 pawl sync {0} becomes no option of git")
  @ValueSource(strings = {"--upload-pack=touch ran", "ext::sh -c 'touch ran'", "-oProxyCommand=x"})
  void remotesAreNoOptions(String remote) {
    machines.report(HERE, "done", "T01");
    Run run = machines.run(HERE, "sync", "--", remote);
    assertThat(run.exit()).as(run.out() + run.err()).isIn(2, 3);
    assertThat(here.resolve("ran")).doesNotExist();
    assertThat(machines.git.root().resolve("ran")).doesNotExist();
  }

  @Test
  @DisplayName("N50 no id, title or status becomes a trailer of a commit")
  void trailers() {
    String evil = "T\\n\\nSigned-off-by: Eve <eve@evil.example>";
    String text = Machines.plan("NET-WP-1", "T01", "T02");
    machines.git.write(
        here,
        PLAN,
        text.replace("priority: high", "title: \"" + evil + "\"")
            + "\n```task\nid: \""
            + evil
            + "\"\nstatus: todo\n```\n"
            + "\n```task\nid: Signed-off-by\nstatus: todo\n```\n");
    machines.git.commitAll(here, "evil");
    machines.report(HERE, "done", "T01");
    machines.run(HERE, "task", "done", evil.replace("\\n", "\n")).exits(1);
    machines.run(HERE, "task", "done", "Signed-off-by");
    machines.fix(HERE);
    assertThat(machines.git.run(here, "log", "-1", "--format=%s")).isEqualTo(Machines.SUBJECT);
    assertThat(machines.git.run(here, "log", "-1", "--format=%(trailers)")).isEmpty();
    assertThat(machines.git.run(here, "log", "-1", "--format=%B")).doesNotContain("Eve");
  }

  private static final Pattern DESTRUCTIVE =
      Pattern.compile(
          "reset --(hard|merge)|(?<!-)push( [A-Za-z0-9/:_-]+){0,4} (--force|-f\\b|--mirror|--delete)|"
              + "--force-with-lease|\\brm -|"
              + "clean -[a-z]*[fdx]|checkout (-f|--force|-- )|branch -D|stash (drop|clear)|"
              + "reflog expire|gc --prune|worktree remove --force|update-ref -d|filter-branch|"
              + "git restore\\b|git rm\\b|--no-verify|rebase --skip|drop table|mkfs");

  @Test
  @DisplayName("N52 no help text suggests a destructive command, and each has an example")
  void helpTexts() {
    List<String> commands = new ArrayList<>(List.of(""));
    commands.addAll(Commands.paths());
    assertThat(commands).hasSizeGreaterThan(40);
    assertThat(commands)
        .contains("check", "task reopen", "plan claim", "worktree prune", "hooks install", "undo");
    for (String command : commands) {
      Run help = machines.run(HERE, (command + " --help").strip().split(" ", -1)).exits(0);
      assertThat(help.out()).as(command).contains("Usage: pawl", "Example:");
      assertThat(running(help.out())).as(command).doesNotContainPattern(DESTRUCTIVE);
      assertThat(help.err()).as(command).isEmpty();
    }
  }

  @Test
  @DisplayName(
      "N52 no message in the sources and no page of the docs suggests a destructive command")
  void sourcesAndDocs() throws IOException {
    List<String> found = new ArrayList<>();
    int files = 0;
    for (Path root : List.of(Path.of("src/main"), Path.of("docs"), Path.of("README.md"))) {
      try (Stream<Path> all = Files.walk(root)) {
        for (Path file : all.filter(Files::isRegularFile).toList()) {
          files++;
          Matcher match = DESTRUCTIVE.matcher(running(shown(file)));
          while (match.find()) {
            found.add(file + ": " + match.group());
          }
        }
      }
    }
    assertThat(files).isGreaterThan(300);
    assertThat(found).isEmpty();
  }

  /** Without the breaks of lines and of literals, and the literals that are but an option. */
  private static String running(String text) {
    return text.replaceAll("\"\\s*\\+\\s*\"", "")
        .replaceAll("\"--[a-z-]+=?\"", "")
        .replaceAll("[ \t]*\\n[ \t*|>]*(?=\\S)", " ");
  }

  /** What is said to those who read the code is said to nobody who runs it. */
  private static String shown(Path file) throws IOException {
    String text = Files.readString(file);
    return file.toString().endsWith(".java")
        ? text.replaceAll("(?s)/\\*\\*.*?\\*/", "").replaceAll("(?m)^ *//.*$", "")
        : text;
  }

  @ParameterizedTest(name = "N52 {0} is seen")
  @ValueSource(
      strings = {
        "run 'git reset --hard'",
        "git push\n   --force origin",
        "\"git push origin main\"\n            + \" --force\"",
        "\"git \"\n + \"clean -fdx\"",
        "git\nbranch -D x",
        "rm -rf .git",
        "rm\n * -r x"
      })
  void seen(String text) {
    assertThat(running(text)).containsPattern(DESTRUCTIVE);
  }
}
