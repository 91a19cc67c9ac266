package dev.pawl.git.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import dev.pawl.git.GitEnvironment;
import dev.pawl.git.GitException;
import dev.pawl.git.GitSandbox;
import dev.pawl.git.layout.Executables;
import dev.pawl.git.repo.Repo;
import dev.pawl.git.repo.SshCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(CONCURRENT)
final class NativeGitTest {
  @TempDir Path folder;
  private GitSandbox sandbox;
  private Path dir;

  @BeforeEach
  void sandbox() {
    sandbox = GitSandbox.create(folder);
    dir = sandbox.repo("a");
  }

  private NativeGit git() {
    return NativeGit.find(sandbox.environment()).orElseThrow();
  }

  private Path script(String name, String body) throws Exception {
    sandbox.write(sandbox.root(), name, "#!/bin/sh\n" + body);
    Path file = sandbox.root().resolve(name);
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  @Test
  @DisplayName("git is found on the given PATH only, and not at all when JGit is forced")
  void found() throws Exception {
    assertThat(git().version().atLeast(2, 20)).isTrue();
    assertThat(git().version().atLeast(99, 0)).isFalse();
    assertThat(NativeGit.find(GitEnvironment.of(Map.of("PATH", sandbox.root().toString()))))
        .isEmpty();
    assertThat(NativeGit.find(sandbox.environment().withEngine(GitEnvironment.Engine.JGIT)))
        .isEmpty();
    assertThat(Executables.find("git", Map.of("PATH", ".::relative"))).isEqualTo(Optional.empty());
  }

  @Test
  @DisplayName("input, output, messages and exit code arrive; much of it too")
  void pipes() throws Exception {
    byte[] big = "0123456789abcdef".repeat(100_000).getBytes(UTF_8);
    NativeGit.Result stored =
        git().run(dir, List.of("hash-object", "-w", "--stdin"), git().local().withInput(big));
    assertThat(git().must(dir, List.of("cat-file", "-p", stored.line()), git().local()).out())
        .isEqualTo(big);
    NativeGit.Result bad = git().run(dir, List.of("cat-file", "-p", "nothing"), git().local());
    assertThat(bad.ok()).isFalse();
    assertThat(bad.err()).contains("fatal: Not a valid object name");
    assertThatThrownBy(() -> git().must(dir, List.of("nonsense"), git().local()))
        .isInstanceOf(GitException.class)
        .hasMessageContaining("git nonsense failed");
  }

  @Test
  @DisplayName(
      "GIT_DIR and its like do not lead git elsewhere, nor its words into another language")
  void environment() throws Exception {
    Path other = sandbox.repo("other");
    sandbox.set("GIT_DIR", other.resolve(".git").toString());
    sandbox.set("GIT_WORK_TREE", other.toString());
    sandbox.set("GIT_INDEX_FILE", other.resolve("index").toString());
    sandbox.set("LANGUAGE", "de");
    sandbox.set("LC_ALL", "de_DE.UTF-8");
    assertThat(git().run(dir, List.of("rev-parse", "--show-toplevel"), git().local()).line())
        .isEqualTo(dir.toString());
    try (Repo repo = sandbox.open(dir)) {
      assertThat(repo.workTree()).isEqualTo(dir);
    }
  }

  /** Fake ssh commands that never answer, each with a way to get out of sight; P is a process. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "P & wait",
        "(P &) ; P",
        "setsid P & P",
        "setsid P & exit 0",
        "trap '' TERM; P & while :; do sleep 1; done",
        "nohup setsid P >/dev/null 2>&1 & P"
      })
  @DisplayName("N41 a timeout ends ssh and all that ssh has started, in whatever session")
  void tree(String body) throws Exception {
    String pids = sandbox.root().resolve("pids").toString();
    Path sleeper =
        script(
            "sleeper",
            "trap '' TERM HUP\nsleep 301 &\necho $$ $! >>" + pids + "\nexec sleep 300\n");
    Path ssh = script("fake-ssh", body.replace("P", sleeper.toString()) + "\n");
    sandbox.set("GIT_SSH", ssh.toString());
    NativeGit.Result result =
        git()
            .run(
                dir,
                List.of("ls-remote", "ssh://nowhere.example/x"),
                git().network(Duration.ofMillis(800)));
    assertThat(result.ok()).isFalse();
    List<String> started = Files.readAllLines(Path.of(pids));
    assertThat(started).isNotEmpty();
    assertThat(alive(started)).isEmpty();
  }

  private static List<ProcessHandle> alive(List<String> lines) {
    return lines.stream()
        .flatMap(line -> Stream.of(line.split(" ", -1)))
        .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
        .filter(ProcessHandle::isAlive)
        .toList();
  }

  @Test
  @DisplayName("a background process that keeps the pipe open does not keep us")
  void openPipe() throws Exception {
    Path alias =
        script(
            "background", "sleep 20 & echo $! >" + sandbox.root().resolve("pid") + "\necho done\n");
    NativeGit.Result result =
        git().run(dir, List.of("-c", "alias.x=!" + alias, "x"), git().local());
    assertThat(result.ok()).isTrue();
    assertThat(result.line()).isEqualTo("done");
    long left = Long.parseLong(Files.readString(sandbox.root().resolve("pid")).strip());
    ProcessHandle.of(left).ifPresent(ProcessHandle::destroy);
  }

  @Test
  @DisplayName("N41 an interrupted caller ends git and what it started")
  void interrupted() throws Exception {
    Path pid = sandbox.root().resolve("pid");
    Path alias = script("long", "echo $$ >" + pid + "\nexec sleep 300\n");
    Thread caller =
        Thread.ofPlatform()
            .start(() ->
                assertThatThrownBy(() ->
                        git().run(dir, List.of("-c", "alias.x=!" + alias, "x"), git().local()))
                    .isInstanceOf(GitException.class));
    while (!Files.exists(pid) || Files.size(pid) == 0) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    caller.interrupt();
    caller.join();
    long number = Long.parseLong(Files.readString(pid).strip());
    assertThat(ProcessHandle.of(number).filter(ProcessHandle::isAlive)).isEmpty();
  }

  /** Runs {@code git x} in a folder, with an alias x, until somebody ends this process. */
  static final class Victim {
    private Victim() {}

    public static void main(String[] args) throws Exception {
      NativeGit git = NativeGit.find(GitEnvironment.of(System.getenv())).orElseThrow();
      git.run(Path.of(args[0]), List.of("-c", "alias.x=!" + args[1], "x"), git.local());
    }
  }

  @Test
  @DisplayName("N41 ending pawl ends git and what it started")
  void ended() throws Exception {
    Path pid = sandbox.root().resolve("pid");
    Path alias =
        script("long", "trap '' TERM\necho $$ >" + pid + "\nsleep 300 & wait\nsleep 300\n");
    ProcessBuilder builder =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            System.getProperty("java.class.path"),
            Victim.class.getName(),
            dir.toString(),
            alias.toString());
    builder.environment().clear();
    builder.environment().putAll(sandbox.env());
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process pawl = builder.start();
    while (!Files.exists(pid) || Files.size(pid) == 0) {
      assertThat(pawl.isAlive()).isTrue();
      TimeUnit.MILLISECONDS.sleep(20);
    }
    pawl.destroy();
    pawl.waitFor();
    assertThat(alive(Files.readAllLines(pid))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, -, -, ssh -o BatchMode=yes",
        "ssh -i key, -, -, ssh -i key -o BatchMode=yes",
        "-, ssh -F conf, -, ssh -F conf -o BatchMode=yes",
        "/opt/wrapper x, -, -, -",
        "ssh -oBatchMode=no, -, -, -",
        "-, -, /usr/bin/ssh, '''/usr/bin/ssh'' -o BatchMode=yes'",
        "-, -, /opt/wrapper, -",
      })
  @DisplayName("ssh is kept from asking without losing the ssh that the user chose")
  void ssh(
      @Nullable String variable,
      @Nullable String setting,
      @Nullable String program,
      @Nullable String expected)
      throws Exception {
    if (variable != null) {
      sandbox.set("GIT_SSH_COMMAND", variable);
    }
    if (program != null) {
      sandbox.set("GIT_SSH", program);
    }
    if (setting != null) {
      sandbox.run(dir, "config", "core.sshCommand", setting);
    }
    try (Repo repo = sandbox.open(dir)) {
      assertThat(SshCommand.quiet(repo)).isEqualTo(Optional.ofNullable(expected));
    }
  }
}
