package dev.pawl.git.process;

import dev.pawl.disk.Printable;
import dev.pawl.git.GitException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A program or a command line run in a work tree, ended with all that it started. */
public final class ShellCommand {
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  /** The readers of its output get this long after it has ended. */
  private static final Duration REST = Duration.ofSeconds(2);

  private ShellCommand() {}

  /**
   * What came of it.
   *
   * @param exit its exit code; -1 when it was ended
   */
  public record Outcome(int exit, boolean timedOut) {
    /** Whether it ended by itself and well. */
    public boolean ok() {
      return exit == 0 && !timedOut;
    }
  }

  /**
   * Runs a command line by the system's shell, without input.
   *
   * @param variables all of its environment
   * @param limit how long it and all that it started may take
   * @param output is told every line that it prints, cleaned for a terminal
   */
  public static Outcome run(
      Path folder,
      String text,
      Map<String, String> variables,
      Duration limit,
      Consumer<String> output)
      throws GitException {
    boolean windows =
        System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
    List<String> command =
        windows ? List.of("cmd.exe", "/d", "/c", text) : List.of("/bin/sh", "-c", text);
    return run(folder, command, variables, limit, output);
  }

  /** The same of a program with its arguments, which no shell reads. */
  public static Outcome run(
      Path folder,
      List<String> command,
      Map<String, String> variables,
      Duration limit,
      Consumer<String> output)
      throws GitException {
    ProcessTree tree = new ProcessTree();
    Thread onExit = Thread.ofPlatform().unstarted(tree::end);
    NativeGit.remember(onExit, "the command");
    try {
      return follow(tree, builder(folder, command, variables), limit, output);
    } catch (IOException e) {
      throw GitException.failed(folder.toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw GitException.failed(folder.toString(), e);
    } finally {
      // All it started ends with it: what goes on in the background would hold the folder.
      tree.end();
      NativeGit.forget(onExit);
    }
  }

  private static ProcessBuilder builder(
      Path folder, List<String> command, Map<String, String> variables) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(variables);
    NativeGit.REPOSITORY.forEach(builder.environment()::remove);
    builder.redirectErrorStream(true);
    return builder;
  }

  private static Outcome follow(
      ProcessTree tree, ProcessBuilder builder, Duration limit, Consumer<String> output)
      throws IOException, InterruptedException {
    Process process = tree.start(builder);
    process.getOutputStream().close();
    Thread reader = Thread.ofPlatform().daemon().start(() -> read(process, output));
    long end = System.nanoTime() + limit.toNanos();
    while (!process.waitFor(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
      if (System.nanoTime() - end >= 0) {
        tree.end();
        reader.join(REST);
        return new Outcome(-1, true);
      }
      tree.look();
    }
    tree.end();
    reader.join(REST);
    return new Outcome(process.exitValue(), false);
  }

  private static void read(Process process, Consumer<String> output) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.accept(Printable.line(line));
      }
    } catch (IOException e) {
      // The process was ended: what it said until then was told.
      return;
    }
  }
}
