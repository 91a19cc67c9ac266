package dev.pawl.journal.store;

import dev.pawl.disk.WholeFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

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
      WholeFile.forceFolder(folder);
    }
  }
}
