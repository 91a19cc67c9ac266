package dev.pawl.cli.check;

import dev.pawl.app.reconcile.WatchedState;
import dev.pawl.app.workspace.Failure;
import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.Exit;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Runs a check again whenever something that it depends on has changed. */
final class Watch {
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final Context context;
  private final BooleanSupplier pause;

  /**
   * A watch.
   *
   * @param pause waits until it is time to look again; false ends the watch
   */
  Watch(Context context, BooleanSupplier pause) {
    this.context = context;
    this.pause = pause;
  }

  /** Waits for a second; until the process is ended from outside. */
  static boolean second() {
    try {
      Thread.sleep(EVERY);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Runs it once, and again after each change; the last exit code. */
  int run(Round round) {
    @Nullable WatchedState seen = null;
    int code = Exit.OK;
    do {
      // Looked at before the check: what changes meanwhile is seen the next time.
      @Nullable WatchedState now = look();
      if (now != null && !now.equals(seen)) {
        seen = now;
        clear();
        code = once(round);
        context.console().flush();
      }
    } while (!context.console().out().checkError() && pause.getAsBoolean());
    return code;
  }

  /** One check. */
  interface Round {
    int run() throws Failure;
  }

  private int once(Round round) {
    try {
      return round.run();
    } catch (Failure e) {
      context.console().note("pawl: " + e.getMessage());
      e.hints().forEach(hint -> context.console().note("  " + hint));
      return Exit.ENVIRONMENT;
    }
  }

  /** Settings that are being edited are no reason to end. */
  private @Nullable WatchedState look() {
    try {
      return WatchedState.of(context.surroundings());
    } catch (Failure e) {
      context.console().note("pawl: " + e.getMessage());
      return null;
    }
  }

  /** A fresh screen on a terminal, an empty line between two answers elsewhere. */
  private void clear() {
    if (context.console().screen().colour()) {
      context.console().out().print("\u001b[H\u001b[2J");
    } else {
      context.console().blank();
    }
  }
}
