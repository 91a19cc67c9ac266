package dev.pawl.journal.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Makes writes survive a power cut. Tests count the calls and play a disk that loses writes. */
interface Fsync {
  /** Brings a file's content to the disk. */
  void file(FileChannel channel) throws IOException;

  /** Brings a folder's entries to the disk. */
  void folder(Path folder) throws IOException;

  /** The real disk. */
  final class Disk implements Fsync {
    @Override
    public void file(FileChannel channel) throws IOException {
      channel.force(true);
    }

    @Override
    public void folder(Path folder) throws IOException {
      // Elsewhere a folder cannot be opened, and its entries are the file system's business.
      if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
          channel.force(true);
        }
      }
    }
  }
}
