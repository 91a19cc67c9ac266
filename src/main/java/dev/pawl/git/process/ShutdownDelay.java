package dev.pawl.git.process;

import dev.pawl.git.GitException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Work that an exit waits for. Ctrl-C, SIGTERM and SIGHUP end what git runs at that moment; this
 * lets pawl itself finish or undo what it had begun, as git does on these signals (N14).
 */
public final class ShutdownDelay implements AutoCloseable {
  /** More than any such work takes once the git that it waits for has been ended. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread onExit = Thread.ofPlatform().unstarted(this::await);

  private ShutdownDelay() {}

  /** Begins; not once the exit has begun. */
  public static ShutdownDelay begin(String what) throws GitException {
    ShutdownDelay begun = new ShutdownDelay();
    NativeGit.remember(begun.onExit, what);
    return begun;
  }

  private void await() {
    try {
      over.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    over.countDown();
    NativeGit.forget(onExit);
  }
}
