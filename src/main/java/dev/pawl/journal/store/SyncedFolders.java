package dev.pawl.journal.store;

import dev.pawl.disk.OwnerOnly;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes folders that a power cut does not take away again, and that only this user reads (N53). */
final class SyncedFolders {
  private SyncedFolders() {}

  /** Makes the folder and those above it that are missing. Others may do so at the same time. */
  static void create(Path wanted, Fsync fsync) throws IOException {
    Path parent = wanted.getParent();
    if (Files.isDirectory(wanted) || parent == null) {
      return;
    }
    create(parent, fsync);
    try {
      OwnerOnly.folder(wanted);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(wanted)) {
        throw e;
      }
    }
    fsync.folder(parent);
  }
}
