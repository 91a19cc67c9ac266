package dev.pawl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;

/** {@code pawl git} in processes of their own, as users run it. */
@Execution(CONCURRENT)
class GitCommandTest {
  private static final long LIMIT_SECONDS = 60;

  @TempDir Path temp;
  private Machines machines;
  private Path clone;
  private final List<Process> started = new ArrayList<>();

  @BeforeEach
  void oneClone() {
    machines = Machines.one(temp);
    clone = machines.at(Machines.HERE);
  }

  @AfterEach
  void endAll() throws Exception {
    for (Process process : started) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  @DisplayName("input, output and exit code are git's, and every word arrives as it was")
  void throughAndThrough() throws Exception {
    Done version = pawl("git", "--", "version").done();
    assertThat(version.exit()).isZero();
    assertThat(version.out()).isEqualTo(machines.git.run(clone, "version") + "\n");
    assertThat(pawl("git", "--", "rev-parse", "--verify", "-q", "no-such").done().exit())
        .isEqualTo(1);
    assertThat(pawl("git", "--", "no-such-command").done().err()).contains("not a git command");
    Child committing =
        pawl("git", "--", "commit", "--allow-empty", "--cleanup=verbatim", "-F", "-");
    committing.process().getOutputStream().write("@file \"a  b\"\n\n-q".getBytes(UTF_8));
    committing.process().getOutputStream().close();
    assertThat(committing.done().exit()).isZero();
    assertThat(machines.git.run(clone, "log", "-1", "--format=%B"))
        .startsWith("@file \"a  b\"\n\n-q");
    assertThat(
            pawl("git", "--", "commit", "--allow-empty", "--allow-empty-message", "-m", "")
                .done()
                .exit())
        .isZero();
    assertThat(pawl("git", "--", "-c", "alias.x=!kill -9 $$", "x").done().exit()).isEqualTo(137);
  }

  @Test
  @DisplayName("turns never overlap, and a folder below or another work tree is the same queue")
  void oneAtATime() throws Exception {
    Path other = temp.resolve("other tree");
    machines.git.run(clone, "worktree", "add", "-q", "-b", "other", other.toString());
    Path log = temp.resolve("log");
    String step =
        "alias.step=!f() { echo in >>" + log + "; sleep 0.2; echo out >>" + log + "; }; f";
    List<Child> all = new ArrayList<>();
    for (Path folder : List.of(clone, other, clone.resolve("plans"))) {
      all.add(in(folder, Map.of(), "git", "--", "-c", step, "step"));
    }
    for (Child child : all) {
      assertThat(child.done().exit()).isZero();
    }
    assertThat(log).hasContent("in\nout\nin\nout\nin\nout");
    assertThat(queueFiles()).containsExactly("queue", "queue.lock");
    assertThat(clone.resolve(".git/pawl/queue")).isEmptyDirectory();
  }

  private Map<String, @Nullable Object> queue() {
    return machines.run(Machines.HERE, "git", "--status", "--format", "json").exits(0).json();
  }

  @Test
  @DisplayName("who is at work and who waits is shown; who waits too long is told for whom")
  void status() throws Exception {
    assertThat(machines.run(Machines.HERE, "git", "--status").exits(0).out()).startsWith("free");
    Child holder = holding();
    Child waiter = pawl("git", "--", "rev-parse", "HEAD");
    await(() -> !Run.objects(queue().get("waiting")).isEmpty());
    Map<String, @Nullable Object> now = queue();
    assertThat(now).containsEntry("schema", "pawl.queue/1").containsEntry("held", true);
    assertThat(now.get("holder"))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
        .containsEntry("pid", holder.process().pid())
        .containsEntry("place", clone.toString());
    assertThat(Run.objects(now.get("waiting")))
        .singleElement()
        .satisfies(each -> assertThat(each).containsEntry("pid", waiter.process().pid()));
    assertThat(machines.run(Machines.HERE, "git", "--status").out())
        .contains("at work", "waits", "git rev-parse HEAD");
    Run late = machines.run(Machines.HERE, "git", "--wait", "0", "--", "status").exits(3);
    assertThat(late.err())
        .contains("process " + holder.process().pid(), "nothing was done", "pawl git --status");
    release();
    assertThat(holder.done().exit()).isZero();
    assertThat(waiter.done().exit()).isZero();
  }

  @Test
  @DisplayName("N14 a holder that is killed frees the queue at once, and its git ends with it")
  void killed() throws Exception {
    Child holder = holding();
    ProcessHandle git = holder.process().children().findFirst().orElseThrow();
    holder.process().destroyForcibly().waitFor();
    assertThat(pawl("git", "--wait", "5", "--", "rev-parse", "HEAD").done().exit()).isZero();
    assertThat(ended(git)).isEqualTo(Processes.installed("setpriv"));
    assertThat(machines.run(Machines.HERE, "git", "--status").out()).startsWith("free");
  }

  @Test
  @DisplayName("a git that outlives its killed pawl is waited for, and named")
  void survivor() throws Exception {
    Path bin = Files.createDirectories(temp.resolve("bin"));
    for (String program : List.of("git", "sh", "sleep", "touch", "test")) {
      Path script = bin.resolve(program);
      Files.writeString(script, "#!/bin/sh\nexec " + found(program) + " \"$@\"\n");
      assertThat(script.toFile().setExecutable(true)).isTrue();
    }
    Map<String, String> without = Map.of("PATH", bin.toString());
    Child holder = in(clone, without, holdingCommand());
    Path noted = clone.resolve(".git/pawl/queue.holder");
    await(() -> Files.exists(noted) && Files.readString(noted).contains("child.pid="));
    ProcessHandle git = holder.process().children().findFirst().orElseThrow();
    holder.process().destroyForcibly().waitFor();
    assertThat(git.isAlive()).isTrue();
    Done late = pawl("git", "--wait", "1", "--", "rev-parse", "HEAD").done();
    assertThat(late.exit()).isEqualTo(3);
    assertThat(late.err()).contains("process " + git.pid());
    release();
    await(() -> ended(git));
    assertThat(pawl("git", "--", "rev-parse", "HEAD").done().exit()).isZero();
  }

  @Test
  @DisplayName("N41 a pawl that is asked to end ends git and what git runs")
  void asked() throws Exception {
    Child holder = holding();
    List<ProcessHandle> below = holder.process().descendants().toList();
    assertThat(below).isNotEmpty();
    holder.process().destroy();
    assertThat(holder.process().waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    for (ProcessHandle each : below) {
      await(() -> ended(each));
    }
  }

  @Test
  @DisplayName("a hook that runs pawl belongs to the turn of the git that runs it")
  void hooks() throws Exception {
    hook("post-commit", pawlLine("git", "--wait", "2", "--", "tag", "inner") + " || touch failed");
    hook("reference-transaction", pawlLine("git", "--wait", "2", "--", "version") + " || exit 1");
    assertThat(pawl("git", "--", "commit", "-q", "--allow-empty", "-m", "outer").done().err())
        .doesNotContain("waited");
    assertThat(machines.git.run(clone, "tag")).isEqualTo("inner");
    assertThat(clone.resolve("failed")).doesNotExist();
  }

  @Test
  @DisplayName("what left the turn in the background waits like anybody else")
  void background() throws Exception {
    Path log = temp.resolve("log");
    hook(
        "post-commit",
        "( "
            + pawlLine("git", "--", "-c", "alias.x=!echo after >>" + log, "x")
            + " ) >/dev/null 2>&1 </dev/null &");
    String alias =
        "alias.both=!git commit -q --allow-empty -m x && sleep 3 && echo before >>" + log;
    assertThat(pawl("git", "--", "-c", alias, "both").done().exit()).isZero();
    await(() -> Files.exists(log) && Files.readString(log).contains("after"));
    assertThat(log).hasContent("before\nafter");
  }

  @Test
  @DisplayName("a variable alone opens no door")
  void pretender() throws Exception {
    Child holder = holding();
    String token =
        Files.readString(clone.resolve(".git/pawl/queue.holder"))
            .lines()
            .filter(line -> line.startsWith("token="))
            .findFirst()
            .orElseThrow()
            .substring("token=".length());
    Done late =
        in(clone, Map.of("PAWL_GIT_QUEUE", token), "git", "--wait", "1", "--", "version").done();
    assertThat(late.exit()).as(late.err()).isEqualTo(3);
    release();
    assertThat(holder.done().exit()).isZero();
  }

  @Test
  @DisplayName("N50 what stands beside the lock is only shown, and never as an escape")
  void hostileText() throws Exception {
    Child holder = holding();
    Path text = clone.resolve(".git/pawl/queue.holder");
    for (String hostile :
        List.of(
            "",
            "pid=99999999999999999999\n",
            "pid=1\nsince=never\n",
            "pid=1\nsince=2026-01-01T00:00:00Z\ncommand=\u001b[31mred\u202e\n",
            "x".repeat(1_000_000))) {
      Files.writeString(text, hostile);
      Run shown = machines.run(Machines.HERE, "git", "--status").exits(0);
      assertThat(shown.out()).contains("at work").doesNotContain("\u001b", "\u202e");
      machines.run(Machines.HERE, "git", "--wait", "0", "--", "status").exits(3);
    }
    release();
    assertThat(holder.done().exit()).isZero();
  }

  @Test
  @DisplayName("git is not led to a repository with another queue")
  void elsewhere() throws Exception {
    machines.run(Machines.HERE, "git", "--", "--git-dir=/x", "status").exits(2);
    machines.run(Machines.HERE, "git", "--", "-c", "a.b=c", "--work-tree", "/x", "add").exits(2);
    assertThat(machines.in(temp, Machines.HERE, "git", "--", "status").exits(2).err())
        .contains("is a git repository");
    // In a process of its own: what git prints there is not for this one's output.
    Done version = in(temp, Map.of(), "git", "--", "-C", clone.toString(), "version").done();
    assertThat(version.exit()).as(version.err()).isZero();
    machines.run(Machines.HERE, "git").exits(2);
    machines.run(Machines.HERE, "git", "--status", "--", "status").exits(2);
  }

  private record Done(int exit, String out, String err) {}

  private record Child(Process process, Path out, Path err) {
    Done done() throws Exception {
      assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
      return new Done(process.exitValue(), Files.readString(out), Files.readString(err));
    }
  }

  private Child pawl(String... arguments) throws Exception {
    return in(clone, Map.of(), arguments);
  }

  private Child in(Path folder, Map<String, String> more, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(java());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(machines.variables(Machines.HERE));
    builder.environment().putAll(more);
    Path out = Files.createTempFile(temp, "out", "");
    Path err = Files.createTempFile(temp, "err", "");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    started.add(process);
    return new Child(process, out, err);
  }

  private static List<String> java() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        classPath(),
        "dev.pawl.cli.Main");
  }

  private static String classPath() {
    return String.join(
        File.pathSeparator,
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .toList());
  }

  /** A command line for {@code sh} that runs pawl. */
  private static String pawlLine(String... arguments) {
    List<String> words = new ArrayList<>(java());
    words.addAll(List.of(arguments));
    return String.join(" ", words.stream().map(word -> "'" + word + "'").toList());
  }

  private void hook(String name, String line) throws Exception {
    Path hook = clone.resolve(".git/hooks").resolve(name);
    Files.writeString(hook, "#!/bin/sh\n" + line + "\n");
    assertThat(hook.toFile().setExecutable(true)).isTrue();
  }

  private String[] holdingCommand() {
    Path held = temp.resolve("held");
    Path go = temp.resolve("go");
    return new String[] {
      "git",
      "--",
      "-c",
      "alias.hold=!touch " + held + "; until test -e " + go + "; do sleep 0.05; done",
      "hold"
    };
  }

  /** A pawl that has the turn, until {@link #release}. */
  private Child holding() throws Exception {
    Child child = pawl(holdingCommand());
    await(() -> Files.exists(temp.resolve("held")));
    return child;
  }

  private void release() throws Exception {
    Files.createFile(temp.resolve("go"));
  }

  private List<String> queueFiles() {
    return names(clone.resolve(".git/pawl")).stream()
        .filter(name -> name.startsWith("queue"))
        .toList();
  }

  private static List<String> names(Path folder) {
    String[] names = folder.toFile().list();
    return names == null ? List.of() : Arrays.stream(names).sorted().toList();
  }

  private static Path found(String program) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }

  /** Gone, or waiting for a parent to take note. */
  private static boolean ended(ProcessHandle process) throws Exception {
    Path stat = Path.of("/proc/" + process.pid() + "/stat");
    return !process.isAlive() || (Files.exists(stat) && Files.readString(stat).contains(") Z "));
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void await(Condition condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (!condition.holds()) {
      assertThat(System.nanoTime()).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
