package dev.pawl.git.worktree;

import dev.pawl.disk.ProcessLock;
import dev.pawl.git.GitException;
import java.io.IOException;

/** Keeps others from doing the same to a work tree, until closed or until this process ends. */
public final class Hold implements AutoCloseable {
  private final ProcessLock lock;

  public Hold(ProcessLock lock) {
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
