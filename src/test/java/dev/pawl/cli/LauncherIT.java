package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged distribution, as a user starts it. */
final class LauncherIT {
  @TempDir Path folder;
  private Machines machines;
  private Path here;

  @BeforeEach
  void start() {
    machines = Machines.one(folder);
    here = machines.at(HERE);
  }

  private Run pawl(Map<String, String> variables, String... arguments) {
    return Packaged.packaged().run(here, variables, arguments);
  }

  /** A PATH with what the launcher needs and git, and with no Java. */
  private String pathWithoutJava() throws IOException {
    Path tools = Files.createDirectories(machines.git.root().resolve("tools"));
    for (String name : List.of("sh", "dirname", "readlink", "git")) {
      Path found =
          List.of("/usr/bin", "/bin", "/usr/local/bin", "/opt/homebrew/bin").stream()
              .map(place -> Path.of(place, name))
              .filter(Files::isExecutable)
              .findFirst()
              .orElseThrow(() -> new AssertionError("no " + name));
      Path tool = tools.resolve(name);
      Files.writeString(tool, "#!/bin/sh\nexec " + found + " \"$@\"\n");
      assertThat(tool.toFile().setExecutable(true)).isTrue();
    }
    return tools.toString();
  }

  @Test
  @DisplayName("exit codes come through: 0, 1, 2, 3; version and help are data")
  void exitCodes() throws IOException {
    Map<String, String> variables = machines.variables(HERE);
    assertThat(pawl(variables, "--version").exits(0).out()).startsWith("pawl ");
    pawl(variables, "task", "done", "T09").exits(1);
    pawl(variables, "nonsense").exits(2);
    Path other = machines.clone("other");
    Files.writeString(other.resolve(".git/pawl"), "in the way\n");
    Run run = pawl(variables, "-C", other.toString(), "task", "done", "T01").exits(3);
    assertThat(run.err()).doesNotContain("\tat ");
  }

  @Test
  @DisplayName("no java on the PATH, JAVA_HOME broken, JAVA_TOOL_OPTIONS set: JSON, and only JSON")
  void strangeJava() throws IOException {
    Map<String, String> variables = machines.variables(HERE);
    variables.put("PATH", pathWithoutJava());
    variables.put("JAVA_HOME", "/nowhere");
    for (String name : List.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS")) {
      variables.put(name, "-Xmx1k -Dfoo=bar -XX:+NoSuchFlag");
    }
    pawl(variables, "task", "done", "T01").exits(0);
    Run fix = pawl(variables, "fix", "--push", "--format", "json").exits(0);
    assertThat(fix.findings()).containsExactly("C-13 warn T01 written-back");
    // A slow machine may say here what takes long.
    assertThat(fix.err()).doesNotContain("Picked up", "OPTIONS", "NoSuchFlag");
    machines.sound();
  }

  @Test
  @DisplayName(
      "LC_ALL=C and names that are not ASCII: read, written, committed, printed as they are")
  void plainLocale() {
    String name = "plans/größe 日本.md";
    machines.git.write(
        here, name, Machines.plan("G", "G1", "G2").replace("Task G1", "Straße 東京 ✓"));
    machines.git.commitAll(here, "plan: größe");
    for (String locale : List.of("C", "POSIX", "")) {
      Map<String, String> variables = machines.variables(HERE);
      variables.put("LC_ALL", locale);
      Run list = pawl(variables, "task", "list", "--plan", "G", "--format", "json").exits(0);
      assertThat(Run.objects(list.json().get("tasks")).getFirst())
          .containsEntry("file", name)
          .containsEntry("title", "Straße 東京 ✓");
      assertThat(pawl(variables, "plan", "show", name).exits(0).out()).contains(name);
    }
    Map<String, String> variables = machines.variables(HERE);
    variables.put("LC_ALL", "C");
    pawl(variables, "task", "block", "G1", "--reason", "wartet auf Größe").exits(0);
    assertThat(pawl(variables, "task", "show", "G1").out()).contains("wartet auf Größe");
    Run fix = pawl(variables, "fix", "--format", "json").exits(0);
    assertThat(fix.findings()).contains("C-13 warn G1 written-back");
    assertThat(machines.git.read(here, name)).contains("id: G1\nstatus: blocked ");
    assertThat(machines.git.run(here, "log", "-1", "--format=%B")).contains("- G1: todo → blocked");
    machines.sound();
  }

  @Test
  @DisplayName("folders with spaces and letters that are not ASCII, by -C and as working directory")
  void oddFolders() throws IOException {
    Path odd = machines.git.root().resolve("mit Leer zeichen ü");
    Files.move(here, odd);
    Map<String, String> variables = machines.variables(HERE);
    variables.put("LC_ALL", "C");
    variables.put("PAWL_HOME", machines.git.root().resolve("pawl heim ü").toString());
    Packaged launcher = Packaged.packaged();
    launcher.run(odd, variables, "task", "done", "T01").exits(0);
    Run fix =
        launcher.run(folder, variables, "-C", odd.toString(), "fix", "--format", "json").exits(0);
    assertThat(fix.repo()).containsEntry("path", odd.toString());
    assertThat(machines.git.run(odd, "status", "--porcelain")).isEmpty();
    Files.move(odd, here);
  }

  @Test
  @DisplayName("the distribution moved to another folder, and called through symbolic links")
  void movedAndLinked() throws Exception {
    Path moved = machines.git.root().resolve("my tools/pawl 1");
    Files.createDirectories(moved.getParent());
    Process copy =
        new ProcessBuilder("cp", "-R", Packaged.home().toString(), moved.toString()).start();
    assertThat(copy.waitFor()).isZero();
    Path bin = Files.createDirectories(machines.git.root().resolve("bin"));
    Files.createSymbolicLink(bin.resolve("one"), Path.of("../my tools/pawl 1/bin/pawl"));
    Files.createSymbolicLink(bin.resolve("two"), bin.resolve("one"));
    Map<String, String> variables = machines.variables(HERE);
    for (Path script : List.of(moved.resolve("bin/pawl"), bin.resolve("one"), bin.resolve("two"))) {
      Run run = new Packaged(script).run(here, variables, "doctor", "--format", "json").exits(0);
      assertThat(run.out()).contains(moved.toRealPath().resolve("runtime").toString());
      assertThat(run.json()).containsEntry("schema", "pawl.doctor/1");
    }
    Map<String, String> onPath = machines.variables(HERE);
    onPath.put("PATH", bin + ":" + onPath.get("PATH"));
    Process process = shell(here, onPath, "two --version");
    assertThat(
            new String(
                process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
        .startsWith("pawl ");
  }

  private static Process shell(Path folder, Map<String, String> variables, String line)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", line).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(variables);
    return builder.start();
  }

  @Test
  @DisplayName("no HOME, no LANG, no PATH: what can be said is said, nothing crashes")
  void emptyEnvironment() {
    Run run = Packaged.packaged().run(here, Map.of(), "task", "list", "--format", "json");
    assertThat(run.exit()).as(run.err()).isIn(0, 3);
    assertThat(run.err()).doesNotContain("\tat ", "bug");
  }

  @Test
  @DisplayName("N15 eight processes report at once, and every report is there")
  void atOnce() {
    StringBuilder plan = new StringBuilder(Machines.plan("M"));
    List<String> ids = new ArrayList<>();
    for (int i = 1; i <= 8; i++) {
      ids.add("M" + i);
      plan.append(Machines.block("M" + i, "todo"));
    }
    machines.git.write(here, "plans/many.md", plan.toString());
    machines.git.commitAll(here, "plan: many");
    Map<String, String> variables = machines.variables(HERE);
    List<Process> processes = new ArrayList<>();
    for (String id : ids) {
      Path log = machines.git.root().resolve("log-" + id);
      processes.add(
          Packaged.packaged().start(here, variables, log, "task", "done", id, "T01", "--write"));
    }
    for (int i = 0; i < 8; i++) {
      Path log = machines.git.root().resolve("log-" + ids.get(i));
      Packaged.ended(processes.get(i), log, ids.get(i)).exits(0);
    }
    for (String id : ids) {
      assertThat(machines.counts(HERE, id)).as(id).isEqualTo("done");
    }
    Run rest = machines.fix(HERE).exits(0);
    assertThat(rest.findings()).noneMatch(finding -> finding.startsWith("C-2"));
    assertThat(machines.git.read(here, "plans/many.md")).doesNotContain("status: todo");
    assertThat(machines.counts(HERE, "T01")).isEqualTo("done");
    machines.sound();
  }
}
