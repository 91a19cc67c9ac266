package dev.pawl.disk;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A bounded wait in short naps. */
public final class Patience {
  private static final long LONGEST_NAP = 40;
  private final long end;
  private long nap = 2;

  public Patience(Duration limit) {
    this.end = System.nanoTime() + limit.toNanos();
  }

  /**
   * Naps and says true, or says false at once when the time is over.
   *
   * @throws InterruptedIOException when the thread is told to stop
   */
  public boolean again() throws InterruptedIOException {
    if (System.nanoTime() - end >= 0) {
      return false;
    }
    try {
      TimeUnit.MILLISECONDS.sleep(nap);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting; run it again");
    }
    nap = Math.min(LONGEST_NAP, nap * 2);
    return true;
  }
}
