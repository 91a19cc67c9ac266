package dev.pawl.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the file system says of a file, as git's index keeps it: a file whose mark is the same was
 * not written to, unless it was in the very moment in which the mark was taken.
 *
 * @param size in bytes
 * @param modified when its content changed, in nanoseconds since 1970
 * @param changed when anything of it changed, in nanoseconds since 1970; 0 where that is not known
 * @param inode 0 where there are none
 */
public record FileMark(Kind kind, long size, long modified, long changed, long inode) {
  /** What is there; {@code OTHER} are devices and the like. */
  public enum Kind {
    FILE,
    FOLDER,
    LINK,
    OTHER
  }

  /** Looks at a file without following a link. */
  public static FileMark of(Path file) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      BasicFileAttributes basic =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      Kind kind = kind(basic.isRegularFile(), basic.isDirectory(), basic.isSymbolicLink());
      return new FileMark(kind, basic.size(), nanos(basic.lastModifiedTime()), 0, 0);
    }
    Map<String, Object> unix =
        Files.readAttributes(
            file,
            "unix:isRegularFile,isDirectory,isSymbolicLink,size,lastModifiedTime,ctime,ino",
            LinkOption.NOFOLLOW_LINKS);
    return new FileMark(
        kind(
            Boolean.TRUE.equals(unix.get("isRegularFile")),
            Boolean.TRUE.equals(unix.get("isDirectory")),
            Boolean.TRUE.equals(unix.get("isSymbolicLink"))),
        number(unix, "size"),
        time(unix, "lastModifiedTime"),
        time(unix, "ctime"),
        number(unix, "ino"));
  }

  private static Kind kind(boolean file, boolean folder, boolean link) {
    return file ? Kind.FILE : folder ? Kind.FOLDER : link ? Kind.LINK : Kind.OTHER;
  }

  private static long time(Map<String, Object> unix, String name) {
    return unix.get(name) instanceof FileTime time ? nanos(time) : 0;
  }

  private static long nanos(FileTime time) {
    return time.to(TimeUnit.NANOSECONDS);
  }

  private static long number(Map<String, Object> unix, String name) {
    return unix.get(name) instanceof Number number ? number.longValue() : 0;
  }

  /**
   * This mark, where any later write to the file shows in it because it had it well before that
   * time; else null.
   */
  public @Nullable FileMark settledBefore(long nanos) {
    boolean settled = kind == Kind.FILE && Math.max(modified, changed) < nanos - SLACK;
    return settled ? this : null;
  }

  /** The coarsest clock of a file system in use: two seconds, on FAT. */
  private static final long SLACK = TimeUnit.SECONDS.toNanos(2);
}
