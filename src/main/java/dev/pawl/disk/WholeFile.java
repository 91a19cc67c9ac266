package dev.pawl.disk;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Files that are written as a whole: whoever looks finds the old one or the new one, and what was
 * written is on the disk for good when the call returns (N14).
 */
public final class WholeFile {
  private static final AtomicLong COUNT = new AtomicLong();

  private WholeFile() {}

  /** Writes a file that must not exist yet, whole or not at all, and forces it to the disk. */
  public static void writeNew(Path file, byte[] bytes, FileAttribute<?>... attributes)
      throws IOException {
    try (FileChannel out = FileChannel.open(file, Set.of(CREATE_NEW, WRITE), attributes)) {
      try {
        writeAll(out, bytes);
        out.force(true);
      } catch (IOException e) {
        Files.deleteIfExists(file);
        throw e;
      }
    }
  }

  private static void writeAll(FileChannel out, byte[] bytes) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(bytes);
    while (left.hasRemaining()) {
      out.write(left);
    }
  }

  /** Writes a file, or replaces the one that is there. Several may do so at the same time. */
  public static void replace(Path file, byte[] bytes, FileAttribute<?>... attributes)
      throws IOException {
    replace(file, staged -> writeNew(staged, bytes, attributes));
  }

  /** Makes a new file under the name that it is given. */
  public interface Maker {
    void make(Path staged) throws IOException;
  }

  /** As {@link #replace}, by a file or a link that is made beside it. */
  public static void replace(Path file, Maker maker) throws IOException {
    replace(file, beside(file), maker);
  }

  /** As {@link #replace}, where a lock keeps others away: what a kill leaves goes with the next. */
  public static void replaceLocked(Path file, byte[] bytes) throws IOException {
    replace(file, onlyOne(file), staged -> writeNew(staged, bytes));
  }

  private static void replace(Path file, Path staged, Maker maker) throws IOException {
    try {
      maker.make(staged);
      moveInto(staged, file);
    } finally {
      Files.deleteIfExists(staged);
    }
  }

  /** As {@link #replaceLocked}, of what means nothing after a power cut: no disk is waited for. */
  public static void note(Path file, byte[] bytes) throws IOException {
    Path staged = onlyOne(file);
    try {
      Files.write(staged, bytes, CREATE_NEW, WRITE);
      rename(staged, file);
    } finally {
      Files.deleteIfExists(staged);
    }
  }

  /**
   * Makes a file that must not be there yet: nobody ever sees a part of it.
   *
   * @throws FileAlreadyExistsException when somebody else was faster
   */
  public static void create(Path file, byte[] bytes, FileAttribute<?>... attributes)
      throws IOException {
    Path staged = beside(file);
    writeNew(staged, bytes, attributes);
    try {
      link(staged, file);
    } finally {
      Files.deleteIfExists(staged);
    }
    forceFolder(folderOf(file));
  }

  private static void link(Path staged, Path file) throws IOException {
    try {
      Files.createLink(file, staged);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      // A file system without hard links: the name is looked at, and taken right after.
      Files.move(staged, file);
    }
  }

  /**
   * Puts a file in another one's place, at once and for good.
   *
   * @throws AtomicMoveNotSupportedException when they are on two disks
   */
  public static void moveInto(Path staged, Path file) throws IOException {
    rename(staged, file);
    forceFolder(folderOf(file));
  }

  /** The same at once, but for good only after {@link #forceFolders}: for many in one folder. */
  public static void rename(Path staged, Path file) throws IOException {
    Files.move(staged, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Gives a file the permissions of another. */
  public static void copyPermissions(Path from, Path to) throws IOException {
    PosixFileAttributeView source =
        Files.getFileAttributeView(from, PosixFileAttributeView.class, NOFOLLOW_LINKS);
    if (source != null) {
      Files.setPosixFilePermissions(to, source.readAttributes().permissions());
    }
  }

  /** Brings a file that another wrote to the disk. */
  public static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, READ)) {
      channel.force(true);
    }
  }

  /** A rename lasts only once its folder is on the disk as well. */
  public static void forceFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows opens no folders; a folder that vanished is an error that the caller runs into.
      if (Files.isDirectory(folder)
          && folder.getFileSystem().supportedFileAttributeViews().contains("unix")) {
        throw e;
      }
    }
  }

  /** Brings to the disk what was made, renamed and deleted in the folders of these files. */
  public static void forceFolders(Collection<Path> files) throws IOException {
    List<Path> folders = files.stream().map(WholeFile::folderOf).distinct().toList();
    Parallel.each(folders.size(), number -> forceFolder(folders.get(number)));
  }

  /** A free name in the same folder; a kill may leave it behind, and nothing reads it. */
  public static Path beside(Path file) throws IOException {
    String name = ".pawl-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet() + ".tmp";
    Path staged = file.resolveSibling(name);
    Files.deleteIfExists(staged);
    return staged;
  }

  private static Path onlyOne(Path file) throws IOException {
    Path staged = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(staged);
    return staged;
  }

  private static Path folderOf(Path file) {
    return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a folder");
  }
}
