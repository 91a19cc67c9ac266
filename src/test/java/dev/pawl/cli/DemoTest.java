package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.git.GitSandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo tells the truth: what it shows is what is there afterwards. */
final class DemoTest {
  private static final String PLAN = "workplans/NET-WP-1.md";

  @TempDir Path folder;
  private Machines machines;

  @BeforeEach
  void start() {
    machines = Machines.none(folder);
  }

  private Map<String, String> variables(Path demo, String machine) {
    Map<String, String> variables = new TreeMap<>(machines.git.env());
    variables.put("PAWL_HOME", demo.resolve("home-" + machine).toString());
    variables.put("PAWL_HOST", machine);
    return variables;
  }

  @Test
  @DisplayName("the story ends as it is told, on both machines and on the remote")
  void story() {
    Path root = machines.git.root();
    Run run = machines.in(root, HERE, "demo", "a demo").exits(0);
    assertThat(run.out())
        .contains("workstation$ pawl fix-consistency", "C-14 warn", "C-15 warn", "What to try next")
        .doesNotContain("expected exit code");
    assertThat(run.err()).isEmpty();
    Path demo = root.resolve("a demo");
    Path remote = demo.resolve("remote.git");
    String tip = machines.git.run(remote, "rev-parse", "main");
    for (String machine : List.of("workstation", "coulombcore")) {
      Path clone = demo.resolve(machine);
      assertThat(machines.git.read(clone, PLAN))
          .contains("id: NET-T01\nstatus: todo ")
          .contains("id: NET-T02\nstatus: done ")
          .contains("id: NET-T03\nstatus: todo ");
      assertThat(machines.git.run(clone, "rev-parse", "HEAD")).isEqualTo(tip);
      assertThat(machines.git.run(clone, "status", "--porcelain")).isEmpty();
      machines.git.run(clone, "fsck", "--strict", "--no-dangling");
      Run check = machines.in(clone, variables(demo, machine), machine, "check", "--strict");
      assertThat(check.exits(0).out()).contains("consistent");
      Run show = machines.in(clone, variables(demo, machine), machine, "task", "show", "NET-T01");
      assertThat(show.out()).contains("reopened", "@workstation", "two towers were forgotten");
    }
    List<String> subjects = machines.git.run(remote, "log", "--format=%s", "main").lines().toList();
    assertThat(subjects)
        .containsExactly(
            "plan: NET-T01 is todo again",
            Machines.SUBJECT,
            Machines.SUBJECT,
            "plan: the new network");
  }

  @Test
  @DisplayName("nothing outside of its folder is touched")
  void hermetic() throws IOException {
    Path root = machines.git.root();
    List<String> before = tree(root, "demo");
    machines.in(root, HERE, "demo", "demo").exits(0);
    assertThat(tree(root, "demo")).isEqualTo(before);
  }

  @Test
  @DisplayName("a folder that is not empty is refused, and nothing in it is touched")
  void notEmpty() throws IOException {
    Path root = machines.git.root();
    machines.git.write(root, "full/precious.txt", "mine\n");
    List<String> before = tree(root, "-");
    Run run = machines.in(root, HERE, "demo", "full").exits(1);
    assertThat(run.err()).contains("is not empty", "pawl demo DIR");
    assertThat(run.out()).isEmpty();
    assertThat(tree(root, "-")).isEqualTo(before);
    machines.in(root, HERE, "demo", "full/precious.txt").exits(3);
    assertThat(machines.git.read(root, "full/precious.txt")).isEqualTo("mine\n");
  }

  private static List<String> tree(Path root, String without) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.map(path -> root.relativize(path).toString())
          .filter(path -> !path.equals(without) && !path.startsWith(without + "/"))
          .sorted()
          .toList();
    }
  }

  @Test
  @DisplayName("it needs no git on the PATH")
  void withoutGit() {
    Path root = machines.git.root();
    Map<String, String> variables = machines.variables(HERE);
    variables.put("PATH", "/nowhere");
    machines.in(root, variables, HERE, "demo", "demo").exits(0);
    GitSandbox.Outcome fsck =
        machines.git.attempt(root.resolve("demo/workstation"), "fsck", "--strict");
    assertThat(fsck.exit()).as(fsck.err()).isZero();
  }
}
