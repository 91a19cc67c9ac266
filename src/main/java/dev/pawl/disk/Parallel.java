package dev.pawl.disk;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * The same for many files, several at a time. A file system brings to the disk together what is
 * asked of it together, so that a thousand files take as long as some dozens in a row.
 */
public final class Parallel {
  /** Threads are not worth their start for fewer. */
  private static final int FEW = 8;

  private static final int MOST = 64;

  private Parallel() {}

  /** What is done with one of them. */
  public interface Action {
    void on(int number) throws IOException;
  }

  /**
   * Does it with the numbers from 0 to this count; all have come to their end when this returns.
   *
   * @throws IOException of the first of them that failed
   */
  public static void each(int count, Action action) throws IOException {
    if (count < FEW) {
      for (int number = 0; number < count; number++) {
        action.on(number);
      }
      return;
    }
    List<Future<Void>> all;
    try (ExecutorService threads = Executors.newFixedThreadPool(Math.min(count, MOST))) {
      all = IntStream.range(0, count).mapToObj(number -> submit(threads, action, number)).toList();
    }
    for (Future<Void> one : all) {
      if (one.state() == Future.State.FAILED) {
        switch (one.exceptionNow()) {
          case IOException e -> throw e;
          case RuntimeException e -> throw e;
          case Throwable e -> throw new IllegalStateException(e);
        }
      }
      one.resultNow();
    }
  }

  private static Future<Void> submit(ExecutorService threads, Action action, int number) {
    return threads.submit(() -> {
      action.on(number);
      return null;
    });
  }
}
