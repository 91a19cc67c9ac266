package dev.pawl.git.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.pawl.git.GitException;
import dev.pawl.git.RepoPath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One regular file of a work tree, reached without following any link, replaced as a whole. */
public final class WorkTreeFile {
  private final Path root;
  private final Path file;

  private WorkTreeFile(Path root, Path file) {
    this.root = root;
    this.file = file;
  }

  /** Refuses a path that leaves the work tree, or enters git's own folder (N50). */
  public static WorkTreeFile of(Path root, String path) throws GitException {
    RepoPath.check(path);
    return new WorkTreeFile(root, root.resolve(path));
  }

  public Path path() {
    return file;
  }

  /** The bytes; empty where there is no regular file, or a link leads to it. */
  public Optional<byte[]> read() throws IOException {
    if (!reachable()) {
      return Optional.empty();
    }
    try (FileChannel channel = FileChannel.open(file, Set.of(READ, NOFOLLOW_LINKS));
        InputStream in = Channels.newInputStream(channel)) {
      return Optional.of(in.readAllBytes());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Whether the file is there with exactly these bytes. */
  public boolean holds(byte[] bytes) throws IOException {
    Optional<byte[]> now = read();
    return now.isPresent() && Arrays.equals(now.get(), bytes);
  }

  private boolean reachable() {
    for (Path folder = file.getParent();
        folder != null && !folder.equals(root);
        folder = folder.getParent()) {
      if (!Files.isDirectory(folder, NOFOLLOW_LINKS)) {
        return false;
      }
    }
    return Files.isRegularFile(file, NOFOLLOW_LINKS);
  }

  /** Writes a new file beside this one, with its attributes, and forces it to the disk. */
  public Path stage(String name, byte[] bytes) throws IOException {
    return writeAs(file.resolveSibling(name), bytes);
  }

  /** Writes a new file anywhere, with this one's attributes, and forces it to the disk. */
  public Path writeAs(Path fresh, byte[] bytes) throws IOException {
    return writeLike(file, fresh, bytes);
  }

  /** Writes a new file with the attributes of another. */
  public static Path writeLike(Path model, Path fresh, byte[] bytes) throws IOException {
    writeNew(fresh, bytes);
    copyPermissions(model, fresh);
    copyExtended(model, fresh);
    return fresh;
  }

  /** Puts a staged file in this one's place, at once and for good. */
  public void replaceBy(Path staged) throws IOException {
    Files.move(staged, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceFolder(folderOf(file));
  }

  /**
   * Puts back what was kept of this file elsewhere. On one disk this takes no space, so it works
   * where there is none left.
   *
   * @param name of a new file beside this one, for a copy that lies on another disk
   */
  public void putBack(Path kept, String name) throws IOException {
    try {
      replaceBy(kept);
    } catch (AtomicMoveNotSupportedException e) {
      replaceBy(stage(name, Files.readAllBytes(kept)));
    }
  }

  /**
   * Makes this file, which must not be there yet: nobody ever sees a part of it.
   *
   * @param name of a new file beside it, for the time being
   */
  void create(String name, byte[] bytes) throws IOException {
    Path staged = file.resolveSibling(name);
    writeNew(staged, bytes);
    try {
      link(staged);
    } finally {
      Files.deleteIfExists(staged);
    }
    forceFolder(folderOf(file));
  }

  private void link(Path staged) throws IOException {
    try {
      Files.createLink(file, staged);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      // A file system without hard links: the name is looked at, and taken right after.
      Files.move(staged, file);
    }
  }

  /** Writes a file that must not exist yet, whole or not at all, and forces it to the disk. */
  public static void writeNew(Path file, byte[] bytes) throws IOException {
    try (FileChannel out = FileChannel.open(file, CREATE_NEW, WRITE)) {
      try {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
          out.write(left);
        }
        out.force(true);
      } catch (IOException e) {
        Files.deleteIfExists(file);
        throw e;
      }
    }
  }

  public static void copyPermissions(Path from, Path to) throws IOException {
    PosixFileAttributeView source =
        Files.getFileAttributeView(from, PosixFileAttributeView.class, NOFOLLOW_LINKS);
    if (source != null) {
      Files.setPosixFilePermissions(to, source.readAttributes().permissions());
    }
  }

  /** What people and programs note with a file; on another disk they may have no place. */
  private static void copyExtended(Path from, Path to) throws IOException {
    UserDefinedFileAttributeView source = extended(from);
    UserDefinedFileAttributeView target = extended(to);
    if (source == null || target == null || !onOneDisk(from, to)) {
      return;
    }
    for (String name : names(source)) {
      ByteBuffer value = ByteBuffer.allocate(source.size(name));
      source.read(name, value);
      target.write(name, value.flip());
    }
  }

  private static @Nullable UserDefinedFileAttributeView extended(Path file) {
    return Files.getFileAttributeView(file, UserDefinedFileAttributeView.class, NOFOLLOW_LINKS);
  }

  private static boolean onOneDisk(Path one, Path other) throws IOException {
    return one.getFileSystem().supportedFileAttributeViews().contains("unix")
        && Files.getAttribute(one, "unix:dev").equals(Files.getAttribute(other, "unix:dev"));
  }

  private static List<String> names(UserDefinedFileAttributeView view) {
    try {
      return view.list();
    } catch (IOException e) {
      // A file system without extended attributes says so only when it is asked for them.
      return List.of();
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

  private static Path folderOf(Path file) {
    Path parent = file.getParent();
    if (parent == null) {
      throw new IllegalStateException("a file without a folder: " + file);
    }
    return parent;
  }
}
