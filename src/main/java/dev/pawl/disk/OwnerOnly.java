package dev.pawl.disk;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Folders and files that only this user reaches (N53). */
public final class OwnerOnly {
  /** What a folder lets its owner do, and nobody else. */
  public static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");

  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private OwnerOnly() {}

  /** Makes the folder and those above it that are missing; one that is there stays as it is. */
  public static Path folder(Path folder) throws IOException {
    return Files.createDirectories(folder, only(folder, FOLDER));
  }

  /** Replaces the content of a small file, which only this user reads, and makes its folder. */
  public static void replace(Path file, byte[] bytes) throws IOException {
    WholeFile.replace(file, bytes, prepared(file));
  }

  /** Makes such a file, unless it is there; true when this call made it. */
  public static boolean create(Path file, byte[] bytes) throws IOException {
    try {
      WholeFile.create(file, bytes, prepared(file));
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private static FileAttribute<?>[] prepared(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      folder(folder);
    }
    return only(file, FILE);
  }

  /** Whether the file system knows owners and permissions. */
  public static boolean isPosix(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static FileAttribute<?>[] only(Path file, Set<PosixFilePermission> permissions) {
    return isPosix(file)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }
}
