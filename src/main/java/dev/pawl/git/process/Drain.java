package dev.pawl.git.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Reads a pipe to its end on a thread of its own, so that the writer never waits. */
final class Drain {
  /** A background process that kept the pipe open does not keep us: git itself has ended. */
  private static final Duration QUIET = Duration.ofMillis(500);

  private final ByteArrayOutputStream read = new ByteArrayOutputStream();
  private final Thread thread;

  private Drain(InputStream pipe) {
    thread = Thread.ofPlatform().daemon().unstarted(() -> drain(pipe));
  }

  static Drain of(InputStream pipe) {
    Drain drain = new Drain(pipe);
    drain.thread.start();
    return drain;
  }

  /** What came, once the pipe was closed or nothing more came for half a second. */
  byte[] bytes() throws InterruptedException {
    int before = -1;
    while (!thread.join(QUIET) && before != read.size()) {
      before = read.size();
    }
    return read.toByteArray();
  }

  private void drain(InputStream pipe) {
    byte[] buffer = new byte[8192];
    try {
      for (int n = pipe.read(buffer); n >= 0; n = pipe.read(buffer)) {
        read.write(buffer, 0, n);
      }
    } catch (IOException e) {
      // The process was ended and its pipe with it; what was read is all there is.
      return;
    }
  }
}
