package dev.pawl.app.workspace;

import dev.pawl.disk.Address;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * The world around one command.
 *
 * @param directory where the command runs: {@code -C DIR}, else the working directory
 * @param variables the environment variables
 * @param random for identities; cryptographically strong outside of tests
 * @param progress is told what takes long, a few words each
 */
public record Surroundings(
    Path directory,
    Map<String, String> variables,
    InstantSource clock,
    RandomGenerator random,
    Consumer<String> progress) {

  /** What is told may name an address. */
  public Surroundings {
    Consumer<String> told = progress;
    progress = step -> told.accept(Address.shown(step));
  }

  /** The same world, seen from another folder. */
  public Surroundings in(Path folder) {
    return new Surroundings(folder, variables, clock, random, progress);
  }

  /** The same world, where git is not to fetch what a partial clone lacks either. */
  public Surroundings withoutFetching() {
    Map<String, String> more = new TreeMap<>(variables);
    more.put("GIT_NO_LAZY_FETCH", "1");
    return new Surroundings(directory, more, clock, random, progress);
  }

  /** The same world, where what takes long is told to someone else. */
  public Surroundings reporting(Consumer<String> listener) {
    return new Surroundings(directory, variables, clock, random, listener);
  }
}
