package dev.pawl.git.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import dev.pawl.disk.WholeFile;
import dev.pawl.git.GitException;
import dev.pawl.git.RepoPath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
    WholeFile.writeNew(fresh, bytes);
    WholeFile.copyPermissions(model, fresh);
    copyExtended(model, fresh);
    return fresh;
  }

  /** Puts a staged file in this one's place, at once and for good. */
  public void replaceBy(Path staged) throws IOException {
    WholeFile.moveInto(staged, file);
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

  /** Makes this file, which must not be there yet: nobody ever sees a part of it. */
  void create(byte[] bytes) throws IOException {
    WholeFile.create(file, bytes);
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
}
