package dev.pawl.cli.terminal;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Says on standard error what takes long: nothing in the first second, then each step. */
public final class Progress implements Consumer<String> {
  private static final Duration QUIET = Duration.ofSeconds(1);

  private final Console console;
  private final AtomicReference<@Nullable String> step = new AtomicReference<>();
  private boolean watching;

  public Progress(Console console) {
    this.console = console;
  }

  @Override
  public synchronized void accept(String what) {
    step.set(what);
    if (!watching) {
      watching = true;
      Thread.ofPlatform().daemon().start(this::watch);
    }
  }

  private void watch() {
    @Nullable String said = null;
    try {
      Thread.sleep(QUIET);
      while (true) {
        String now = step.get();
        if (now != null && !now.equals(said)) {
          console.note("pawl: " + now + " …");
          said = now;
        }
        Thread.sleep(QUIET.dividedBy(4));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
