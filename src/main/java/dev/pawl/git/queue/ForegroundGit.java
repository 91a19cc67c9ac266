package dev.pawl.git.queue;

import dev.pawl.git.GitException;
import dev.pawl.git.layout.Executables;
import dev.pawl.git.process.NativeGit;
import dev.pawl.git.process.TurnTokens;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs the installed git for a person: on their terminal, with their environment, as long as it
 * takes. What they type, {@code Ctrl-C} included, is git's.
 */
public final class ForegroundGit {
  private static final long GRACE_SECONDS = 10;

  private ForegroundGit() {}

  /**
   * Runs {@code git args} in a folder, within a turn.
   *
   * @return git's exit code; 128 and the signal's number when a signal ended it
   * @throws GitException when git is not installed or cannot be started
   */
  public static int run(
      Path folder, List<String> args, Map<String, String> variables, GitQueue.Turn turn)
      throws GitException {
    Path git =
        Executables.find("git", variables)
            .orElseThrow(() ->
                new GitException(
                    GitException.Kind.ENVIRONMENT, "git", "is not installed", "put git on PATH"));
    ProcessBuilder builder = new ProcessBuilder(command(git, args, variables));
    builder.directory(folder.toFile()).inheritIO();
    builder.environment().clear();
    builder.environment().putAll(environment(variables));
    return new Run(builder, turn).exit();
  }

  private static List<String> command(Path git, List<String> args, Map<String, String> variables)
      throws GitException {
    List<String> command = new ArrayList<>();
    Optional<Path> setpriv = Executables.find("setpriv", variables);
    if (setpriv.isPresent() && isWhole(setpriv.get())) {
      // Should pawl be killed, git is asked to end in the same moment and takes its locks along.
      command.addAll(List.of(setpriv.get().toString(), "--pdeathsig", "TERM", "--"));
    }
    command.add(git.toString());
    command.addAll(args);
    return command;
  }

  /** Busybox has one of this name that cannot do it. */
  private static boolean isWhole(Path setpriv) throws GitException {
    try {
      return setpriv.toRealPath().endsWith("setpriv");
    } catch (IOException e) {
      throw GitException.failed(setpriv.toString(), e);
    }
  }

  private static Map<String, String> environment(Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(variables);
    NativeGit.REPOSITORY.forEach(all::remove);
    all.put(TurnTokens.VARIABLE, TurnTokens.passedOn(variables));
    return all;
  }

  /** One git, ended together with pawl. */
  private static final class Run {
    private final ProcessBuilder builder;
    private final GitQueue.Turn turn;
    private @Nullable Process process;
    private boolean ending;

    Run(ProcessBuilder builder, GitQueue.Turn turn) {
      this.builder = builder;
      this.turn = turn;
    }

    int exit() throws GitException {
      Thread onExit = Thread.ofPlatform().unstarted(this::end);
      Runtime.getRuntime().addShutdownHook(onExit);
      try {
        Process started = start();
        turn.runs(started.pid());
        try (Interrupts _ = Interrupts.ignored()) {
          return started.waitFor();
        }
      } catch (IOException e) {
        throw GitException.failed("git", e);
      } catch (InterruptedException e) {
        end();
        Thread.currentThread().interrupt();
        throw new GitException(
            GitException.Kind.ENVIRONMENT, "git", "interrupted", "run it again", e);
      } finally {
        forget(onExit);
      }
    }

    private synchronized Process start() throws IOException {
      if (ending) {
        throw new IOException("pawl is ending");
      }
      Process started = builder.start();
      process = started;
      return started;
    }

    /** Asks git and what it started to end, and makes them when they do not. */
    private synchronized void end() {
      ending = true;
      Process running = process;
      if (running == null || !running.isAlive()) {
        return;
      }
      List<ProcessHandle> below = running.descendants().toList();
      running.destroy();
      below.forEach(ProcessHandle::destroy);
      try {
        if (!running.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
          running.destroyForcibly();
          below.forEach(ProcessHandle::destroyForcibly);
        }
      } catch (InterruptedException e) {
        running.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }

    private static void forget(Thread onExit) {
      try {
        Runtime.getRuntime().removeShutdownHook(onExit);
      } catch (IllegalStateException e) {
        // The exit has begun; the hook ends what has ended.
        return;
      }
    }
  }

  /**
   * {@code Ctrl-C} goes to all in the foreground, so git has it already: pawl waits for what git
   * makes of it, as a shell does. By reflection, because the compiler has no other way to be told
   * that this is meant; where it cannot be done, git is ended together with pawl.
   */
  private record Interrupts(@Nullable Object signal, @Nullable Object before)
      implements AutoCloseable {
    static Interrupts ignored() {
      try {
        Object signal =
            Class.forName("sun.misc.Signal").getConstructor(String.class).newInstance("INT");
        Object ignore = Class.forName("sun.misc.SignalHandler").getField("SIG_IGN").get(null);
        return new Interrupts(signal, handle(signal, ignore));
      } catch (ReflectiveOperationException e) {
        return new Interrupts(null, null);
      }
    }

    private static @Nullable Object handle(Object signal, @Nullable Object handler)
        throws ReflectiveOperationException {
      try {
        return signal
            .getClass()
            .getMethod("handle", signal.getClass(), Class.forName("sun.misc.SignalHandler"))
            .invoke(null, signal, handler);
      } catch (InvocationTargetException e) {
        // Somebody else has this signal: the Java machine itself, told so by -Xrs.
        return null;
      }
    }

    @Override
    public void close() {
      if (signal == null || before == null) {
        return;
      }
      try {
        handle(signal, before);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
