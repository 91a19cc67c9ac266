package dev.pawl.git.repo;

import dev.pawl.git.GitException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Keeps ssh from asking a person, without losing the ssh that the user has chosen. */
public final class SshCommand {
  private static final String BATCH = " -o BatchMode=yes";

  private SshCommand() {}

  /** What {@code GIT_SSH_COMMAND} should be; empty when it should stay as it is. */
  public static Optional<String> quiet(Repo repo) throws GitException {
    Map<String, String> variables = repo.environment().variables();
    String variant =
        variables.getOrDefault("GIT_SSH_VARIANT", repo.config("ssh.variant").orElse("auto"));
    if (!variant.equals("auto") && !variant.equals("ssh")) {
      return Optional.empty();
    }
    String command = variables.getOrDefault("GIT_SSH_COMMAND", "");
    if (command.isEmpty()) {
      command = repo.config("core.sshCommand").orElse("");
    }
    if (!command.isEmpty()) {
      return isOpenSsh(command.split(" ", 2)[0]) && !mentionsBatchMode(command)
          ? Optional.of(command + BATCH)
          : Optional.empty();
    }
    String program = variables.getOrDefault("GIT_SSH", "");
    if (program.isEmpty()) {
      return Optional.of("ssh" + BATCH);
    }
    return isOpenSsh(program)
        ? Optional.of("'" + program.replace("'", "'\\''") + "'" + BATCH)
        : Optional.empty();
  }

  /** A wrapper of the user's may not know the option; it gets no terminal to ask on. */
  private static boolean isOpenSsh(String program) {
    return Path.of(program).endsWith("ssh");
  }

  private static boolean mentionsBatchMode(String command) {
    return command.toLowerCase(Locale.ROOT).contains("batchmode");
  }
}
