package dev.pawl.cli.terminal;

import dev.pawl.app.workspace.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much of a list is shown. */
public final class Limit {
  @Option(
      names = {"-n", "--max"},
      paramLabel = "COUNT",
      description = "At most this many.")
  @Nullable Integer most;

  /** How many were asked for, or as many as usual. */
  public int count(int usual) throws Failure {
    int count = most == null ? usual : most;
    if (count < 1) {
      throw Failure.usage("-n takes a number from 1, not " + count, "leave it out");
    }
    return count;
  }

  /** The first of these, as many as were asked for; all where nothing was said. */
  public <T> List<T> of(List<T> all) throws Failure {
    int count = count(Integer.MAX_VALUE);
    return all.size() <= count ? all : List.copyOf(all.subList(0, count));
  }
}
