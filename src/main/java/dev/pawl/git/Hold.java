package dev.pawl.git;

import java.io.IOException;

/** Keeps others from doing the same to a work tree, until closed or until this process ends. */
public final class Hold implements AutoCloseable {
  private final ProcessLock lock;

  Hold(ProcessLock lock) {
    this.lock = lock;
  }

  @Override
  public void close() throws GitException {
    try {
      lock.close();
    } catch (IOException e) {
      throw GitException.failed(lock.folder().toString(), e);
    }
  }
}
