package dev.pawl.git.process;

import dev.pawl.git.GitException;
import dev.pawl.git.layout.Executables;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Runs a command on another machine by the installed ssh: bounded in time, never asking anything,
 * with what the user's own ssh configuration says about that machine.
 */
public final class SecureShell {
  private final Map<String, String> variables;

  public SecureShell(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
  }

  /**
   * Runs it, without input.
   *
   * @param host {@code [user@]host}, checked by whoever read it; it is never taken for an option
   * @param words the command and its arguments; each is one word there, whatever is in it
   * @param output is told every line that came back, cleaned for a terminal
   */
  public ShellCommand.Outcome run(
      String host, List<String> words, Duration limit, Consumer<String> output)
      throws GitException {
    Path ssh =
        Executables.find("ssh", variables)
            .orElseThrow(() ->
                new GitException(
                    GitException.Kind.ENVIRONMENT,
                    host,
                    "cannot be asked: no ssh is on PATH",
                    "install ssh"));
    long connect = Math.max(1, limit.toSeconds() / 2);
    List<String> command =
        new ArrayList<>(
            List.of(
                ssh.toString(),
                "-T",
                "-o",
                "BatchMode=yes",
                "-o",
                "ConnectTimeout=" + connect,
                "-o",
                "ClearAllForwardings=yes",
                "--",
                host));
    command.add(words.stream().map(SecureShell::quoted).collect(Collectors.joining(" ")));
    Map<String, String> silent = new TreeMap<>(variables);
    silent.remove("SSH_ASKPASS");
    return ShellCommand.run(Path.of("/"), command, silent, limit, output);
  }

  /** One word of a POSIX shell, which is what ssh hands its words to. */
  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
