package dev.pawl.git;

import java.time.Duration;
import java.util.Map;

/**
 * What the room is told about the world: nothing here is read from the process itself.
 *
 * @param variables the environment variables, as of the user's shell
 * @param engine which engine runs what both can do
 * @param localLimit how long one local git command may take
 */
public record GitEnvironment(Map<String, String> variables, Engine engine, Duration localLimit) {
  /** The engines that {@code git.engine} names; {@link #AUTO} follows the table in docs/git.md. */
  public enum Engine {
    AUTO,
    JGIT,
    NATIVE
  }

  /** Copies the variables. */
  public GitEnvironment {
    variables = Map.copyOf(variables);
  }

  /** With the usual limit of a local command, 60 seconds. */
  public static GitEnvironment of(Map<String, String> variables) {
    return new GitEnvironment(variables, Engine.AUTO, Duration.ofSeconds(60));
  }

  /** The same, with this engine. */
  public GitEnvironment withEngine(Engine engine) {
    return new GitEnvironment(variables, engine, localLimit);
  }
}
