package dev.pawl.git.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;

/**
 * What the index remembers of a file to see that it did not change, in the units of lstat(2); on a
 * file system without them the values are 0, and git compares the content once.
 */
public record FileStat(
    Instant changed, Instant modified, int device, int inode, int user, int group, int size) {
  /** Of no file: git compares the content. */
  public static final FileStat NONE = new FileStat(Instant.EPOCH, Instant.EPOCH, 0, 0, 0, 0, 0);

  /** Reads the stat data of a file without following a link. */
  public static FileStat of(Path file) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      BasicFileAttributes basic =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      Instant modified = basic.lastModifiedTime().toInstant();
      return new FileStat(Instant.EPOCH, modified, 0, 0, 0, 0, 0);
    }
    Map<String, Object> unix =
        Files.readAttributes(
            file, "unix:ctime,lastModifiedTime,dev,ino,uid,gid,size", LinkOption.NOFOLLOW_LINKS);
    return new FileStat(
        time(unix, "ctime"),
        time(unix, "lastModifiedTime"),
        number(unix, "dev"),
        number(unix, "ino"),
        number(unix, "uid"),
        number(unix, "gid"),
        number(unix, "size"));
  }

  private static Instant time(Map<String, Object> unix, String name) {
    return unix.get(name) instanceof FileTime time ? time.toInstant() : Instant.EPOCH;
  }

  /** Whether a file is a regular one, and executable as this mode of an index entry says. */
  public static boolean hasMode(Path file, int mode) throws IOException {
    boolean known = file.getFileSystem().supportedFileAttributeViews().contains("unix");
    Object now = known ? Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS) : null;
    return now instanceof Integer bits
        && (bits & 0170000) == 0100000
        && (bits & 0100) == (mode & 0100);
  }

  /** The low 32 bits, as git stores them. */
  private static int number(Map<String, Object> unix, String name) {
    return unix.get(name) instanceof Number number ? (int) number.longValue() : 0;
  }

  /** Reads the fields of an index entry at this offset. */
  static FileStat readFrom(ByteBuffer in, int at) {
    return new FileStat(
        Instant.ofEpochSecond(Integer.toUnsignedLong(in.getInt(at)), in.getInt(at + 4)),
        Instant.ofEpochSecond(Integer.toUnsignedLong(in.getInt(at + 8)), in.getInt(at + 12)),
        in.getInt(at + 16),
        in.getInt(at + 20),
        in.getInt(at + 28),
        in.getInt(at + 32),
        in.getInt(at + 36));
  }

  /** Writes the fields of an index entry at this offset; the mode between them is left alone. */
  void writeTo(ByteBuffer out, int at) {
    out.putInt(at, (int) changed.getEpochSecond());
    out.putInt(at + 4, changed.getNano());
    out.putInt(at + 8, (int) modified.getEpochSecond());
    out.putInt(at + 12, modified.getNano());
    out.putInt(at + 16, device);
    out.putInt(at + 20, inode);
    out.putInt(at + 28, user);
    out.putInt(at + 32, group);
    out.putInt(at + 36, size);
  }
}
