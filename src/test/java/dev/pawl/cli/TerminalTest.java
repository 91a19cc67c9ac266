package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static dev.pawl.cli.Machines.PLAN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** pawl by its launcher, on a real terminal: its size, its pager, and what it asks. */
final class TerminalTest {
  private static final String LAUNCHER = "dist/bin/pawl";

  @TempDir Path folder;
  private Machines machines;
  private Map<String, String> variables;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(Processes.installed("script") && Processes.installed("stty"));
    machines = Machines.one(folder);
    variables = new TreeMap<>(machines.variables(HERE));
    variables.put("PAWL_PAGER", "sed 's/^/paged: /'");
    variables.put("NO_COLOR", "1");
    variables.put("LANG", "C.UTF-8");
    Path java = folder.resolve("dist/runtime/bin/java");
    Files.createDirectories(java.getParent());
    Files.writeString(
        java,
        """
        #!/bin/sh
        for word; do
          case $word in -Dpawl.screen=*) screen=$word ;; esac
          shift
          [ "$word" = dev.pawl/dev.pawl.cli.Main ] && break
        done
        exec '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC \\
          --enable-native-access=ALL-UNNAMED "$screen" -cp '%s' dev.pawl.cli.Main "$@"
        """
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                    .map(entry -> Path.of(entry).toAbsolutePath().toString())
                    .collect(Collectors.joining(File.pathSeparator))));
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Path launcher = folder.resolve(LAUNCHER);
    Files.createDirectories(launcher.getParent());
    Files.copy(Path.of("src/main/dist/bin/pawl"), launcher);
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
  }

  /** What a terminal of this size shows, after somebody has typed this. */
  private String shown(int rows, int columns, String typed, String line) throws Exception {
    String command =
        "stty rows %d cols %d; '%s' %s; echo \"exit $?\""
            .formatted(rows, columns, folder.resolve(LAUNCHER), line);
    ProcessBuilder builder =
        new ProcessBuilder("script", "-qec", command, "/dev/null")
            .directory(machines.at(HERE).toFile())
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(variables);
    Process process = builder.start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(typed.getBytes(UTF_8));
      in.flush();
      String text = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return text.replace("\r\n", "\n");
    }
  }

  private String shown(int rows, int columns, String line) throws Exception {
    return shown(rows, columns, "", line);
  }

  private void many() {
    String[] tasks = IntStream.range(100, 130).mapToObj(each -> "T" + each).toArray(String[]::new);
    String plan = Machines.plan("NET-WP-1", tasks);
    machines.git.write(machines.at(HERE), PLAN, plan.replace("## Task", "## A task of the many"));
    machines.git.commitAll(machines.at(HERE), "plan: many");
  }

  @Test
  @DisplayName(
      "the size is the terminal's, and COLUMNS beats it; elsewhere nothing is cut or paged")
  void size() throws Exception {
    many();
    variables.put("PAWL_PAGER", "cat");
    assertThat(shown(24, 36, "task list"))
        .contains("T100  · todo  high  A task of the m…\n", "30 tasks: 30 todo\n", "exit 0");
    variables.put("COLUMNS", "30");
    assertThat(shown(24, 36, "task list")).contains("T100  · todo  A task of the m…\n");
    assertThat(shown(24, 36, "task list | tail -n 1"))
        .startsWith("T129  · todo  high  A task of the many T129\n");
  }

  @Test
  @DisplayName("a terminal that says it has no UTF-8 is shown ASCII")
  void ascii() throws Exception {
    variables.put("LC_ALL", "C");
    assertThat(shown(24, 80, "task list")).contains("T01  . todo  high  Task T01\n");
    assertThat(shown(24, 80, "fix")).contains("+ consistent\n");
  }

  @Test
  @DisplayName("what is longer than the terminal goes through the pager, and nothing else does")
  void pages() throws Exception {
    assertThat(shown(10, 80, "task list")).doesNotContain("paged: ").contains("T03");
    many();
    assertThat(shown(10, 80, "task list")).contains("paged: T100", "paged: T129", "exit 0");
    assertThat(shown(10, 80, "task list | cat")).doesNotContain("paged: ").contains("T129");
    assertThat(shown(10, 80, "check")).doesNotContain("paged: ");
  }

  @Test
  @DisplayName(
      "PAWL_PAGER, GIT_PAGER, core.pager and PAGER in this order; none that fails hides it")
  void whichPager() throws Exception {
    many();
    variables.put("PAGER", "sed 's/^/by PAGER: /'");
    variables.remove("PAWL_PAGER");
    assertThat(shown(10, 80, "task list")).contains("by PAGER: T129");
    machines.git.run(machines.at(HERE), "config", "core.pager", "sed 's/^/by core.pager: /'");
    assertThat(shown(10, 80, "task list")).contains("by core.pager: T129");
    variables.put("GIT_PAGER", "sed 's/^/by GIT_PAGER: /'");
    assertThat(shown(10, 80, "task list")).contains("by GIT_PAGER: T129");
    for (String none : new String[] {"cat", "no-such-pager"}) {
      variables.put("PAWL_PAGER", none);
      assertThat(shown(10, 80, "task list"))
          .contains("T100", "T129", "exit 0")
          .doesNotContain("by ");
    }
    variables.put("PAWL_PAGER", "head -n 1");
    assertThat(shown(10, 80, "task list")).contains("T100", "exit 0").doesNotContain("T129");
  }

  @Test
  @DisplayName("undo says what it will do before it asks, and a no leaves all as it was")
  void undoAsks() throws Exception {
    machines.report(HERE, "done", "T01");
    String asked = shown(24, 80, "n\n", "undo");
    assertThat(asked.indexOf("T01  done → todo"))
        .isNotNegative()
        .isLessThan(asked.indexOf("Take it back? [y/N]"));
    assertThat(asked).contains("exit 1");
    assertThat(machines.counts(HERE, "T01")).isEqualTo("done");
    assertThat(shown(24, 80, "y\n", "undo")).contains("T01  done → todo", "exit 0");
    assertThat(machines.counts(HERE, "T01")).isEqualTo("todo");
  }
}
