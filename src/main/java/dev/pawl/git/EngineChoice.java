package dev.pawl.git;

/**
 * Which engine ran an operation, and why; see the table in docs/git.md.
 *
 * @param engine never {@link GitEnvironment.Engine#AUTO}
 * @param why in plain words
 */
public record EngineChoice(GitEnvironment.Engine engine, String why) {}
