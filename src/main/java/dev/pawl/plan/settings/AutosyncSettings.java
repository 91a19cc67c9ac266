package dev.pawl.plan.settings;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How {@code pawl autosync} goes about it.
 *
 * @param quiet how long nothing may change before it exchanges
 * @param every how long it waits at most between two exchanges, in which it beats
 * @param config a git repository that is pulled and pushed after each exchange, as written; null:
 *     none
 * @param after a command that runs after each exchange, as a list of arguments; empty: none
 */
public record AutosyncSettings(
    Duration quiet, Duration every, @Nullable String config, List<String> after) {
  static final String QUIET = "autosync.quiet";
  static final String EVERY = "autosync.every";
  static final String CONFIG = "autosync.config";
  static final String AFTER = "autosync.after";

  static final AutosyncSettings USUAL =
      new AutosyncSettings(Duration.ofSeconds(5), Duration.ofSeconds(60), null, List.of());

  public AutosyncSettings {
    after = List.copyOf(after);
  }
}
