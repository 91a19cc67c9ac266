package dev.pawl.git.repo;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.pawl.disk.WholeFile;
import dev.pawl.git.GitException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The folder in which git looks for the hooks of one repository, as files: nothing is run. */
public final class HookFolder {
  private final Path folder;
  private final boolean own;
  private final boolean inWorkTree;

  private HookFolder(Path folder, boolean own, boolean inWorkTree) {
    this.folder = folder;
    this.own = own;
    this.inWorkTree = inWorkTree;
  }

  /** Where git looks: {@code core.hooksPath}, else the common folder's {@code hooks}. */
  public static HookFolder of(Repo repo) throws GitException {
    Path folder =
        RepositoryHooks.of(repo, Duration.ofMinutes(1)).folder().toAbsolutePath().normalize();
    Path real = real(folder);
    boolean common = real.startsWith(real(repo.commonDir()));
    boolean work = !common && !repo.isBare() && real.startsWith(real(repo.workTree()));
    return new HookFolder(folder, common || work, work);
  }

  /** The folder with its links followed, whether it is there yet or not. */
  private static Path real(Path folder) throws GitException {
    try {
      Path there = folder;
      while (!Files.exists(there) && there.getParent() != null) {
        there = there.getParent();
      }
      return there.toRealPath().resolve(there.relativize(folder));
    } catch (IOException e) {
      throw GitException.failed(folder.toString(), e);
    }
  }

  /** The folder. */
  public Path path() {
    return folder;
  }

  /** Whether only this repository looks there; else it is one that repositories share. */
  public boolean own() {
    return own;
  }

  /** Whether it lies in the work tree, where git sees its files as any other. */
  public boolean inWorkTree() {
    return inWorkTree;
  }

  /** Whether anything of this name is there, a broken link included. */
  public boolean exists(String name) {
    return Files.exists(folder.resolve(name), NOFOLLOW_LINKS);
  }

  /** The bytes of a regular file of this name; nothing for a link, or when there is none. */
  public Optional<byte[]> read(String name) throws GitException {
    Path file = folder.resolve(name);
    if (!Files.isRegularFile(file, NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readAllBytes(file));
    } catch (IOException e) {
      throw GitException.failed(file.toString(), e);
    }
  }

  /** Whether git would run it. */
  public boolean runs(String name) {
    Path file = folder.resolve(name);
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }

  /** Writes a hook as a whole: with the permissions it has, else one that git runs. */
  public void write(String name, byte[] bytes) throws GitException {
    write(name, bytes, Files.isRegularFile(folder.resolve(name), NOFOLLOW_LINKS));
  }

  /** Writes one that git runs, in place of whatever has this name. */
  public void writeAnew(String name, byte[] bytes) throws GitException {
    write(name, bytes, /* alike= */ false);
  }

  private void write(String name, byte[] bytes, boolean alike) throws GitException {
    Path file = folder.resolve(name);
    try {
      Files.createDirectories(folder);
      WholeFile.replace(
          file,
          staged -> {
            WholeFile.writeNew(staged, bytes);
            if (alike) {
              WholeFile.copyPermissions(file, staged);
            } else {
              makeExecutable(staged);
            }
          });
    } catch (IOException e) {
      throw GitException.failed(file.toString(), e);
    }
  }

  /** Whoever may read it may run it. */
  private static void makeExecutable(Path file) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    Set<PosixFilePermission> permissions = EnumSet.copyOf(Files.getPosixFilePermissions(file));
    String text = PosixFilePermissions.toString(permissions).replaceAll("r(.)-", "r$1x");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(text));
  }

  /** Gives a hook, or a link, another name; what has that name already is replaced. */
  public void rename(String name, String other) throws GitException {
    try {
      WholeFile.moveInto(folder.resolve(name), folder.resolve(other));
    } catch (IOException e) {
      throw GitException.failed(folder.resolve(name).toString(), e);
    }
  }

  /** Copies a hook, or a link, under another name, so that a kill leaves the copy whole or none. */
  public void copy(String name, String other) throws GitException {
    Path hook = folder.resolve(name);
    try {
      WholeFile.replace(
          folder.resolve(other),
          staged -> Files.copy(hook, staged, NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES));
    } catch (IOException e) {
      throw GitException.failed(hook.toString(), e);
    }
  }

  /** Whether both are there, and are the same file or link by what they hold. */
  public boolean same(String name, String other) throws GitException {
    Path one = folder.resolve(name);
    Path two = folder.resolve(other);
    try {
      if (Files.isSymbolicLink(one) && Files.isSymbolicLink(two)) {
        return Files.readSymbolicLink(one).equals(Files.readSymbolicLink(two));
      }
      return Files.isRegularFile(one, NOFOLLOW_LINKS)
          && Files.isRegularFile(two, NOFOLLOW_LINKS)
          && Files.mismatch(one, two) < 0;
    } catch (IOException e) {
      throw GitException.failed(one.toString(), e);
    }
  }

  /** Removes a hook that pawl made. */
  public void delete(String name) throws GitException {
    try {
      Files.delete(folder.resolve(name));
      WholeFile.forceFolder(Objects.requireNonNull(folder));
    } catch (IOException e) {
      throw GitException.failed(folder.resolve(name).toString(), e);
    }
  }
}
