package dev.pawl.journal.store;

import dev.pawl.journal.JournalProjection.Covered;
import dev.pawl.journal.JournalProjection.Mark;
import dev.pawl.journal.ReplicaId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;

/** A segment's file, and what the file system said of it. */
record SegmentFile(
    ReplicaId replica, Path path, long size, long modified, long changed, long inode) {
  /** The coarsest clock of a file system in use: two seconds, on FAT. */
  private static final long SLACK = TimeUnit.SECONDS.toNanos(2);

  /** All segments of these replicas' folders, in order. */
  static List<SegmentFile> in(SortedMap<ReplicaId, Path> folders) throws IOException {
    List<SegmentFile> files = new ArrayList<>();
    for (Map.Entry<ReplicaId, Path> folder : folders.entrySet()) {
      for (Path path : ReplicaLog.segments(folder.getValue())) {
        files.add(of(folder.getKey(), path));
      }
    }
    return files;
  }

  private static SegmentFile of(ReplicaId replica, Path path) throws IOException {
    BasicFileAttributes basic = Files.readAttributes(path, BasicFileAttributes.class);
    long modified = nanos(basic.lastModifiedTime());
    if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")
        || !(Files.getAttribute(path, "unix:ctime") instanceof FileTime changed)
        || !(Files.getAttribute(path, "unix:ino") instanceof Number inode)) {
      return new SegmentFile(replica, path, basic.size(), modified, 0, 0);
    }
    return new SegmentFile(
        replica, path, basic.size(), modified, nanos(changed), inode.longValue());
  }

  private static long nanos(FileTime time) {
    return time.to(TimeUnit.NANOSECONDS);
  }

  String name() {
    return path.getFileName().toString();
  }

  /** Names it among all segments. */
  String key() {
    return key(replica, name());
  }

  static String key(ReplicaId replica, String name) {
    return replica + "/" + name;
  }

  /** Whether it was certainly not written to since it was covered. */
  boolean isStill(Covered covered) {
    Mark mark = covered.mark();
    return mark.settled()
        && size == covered.size()
        && modified == mark.modified()
        && changed == mark.changed()
        && inode == mark.inode();
  }

  /** The mark to keep, when what was read is no older than {@code now}. */
  Mark mark(long now) {
    boolean settled = Math.max(modified, changed) < now - SLACK;
    return new Mark(modified, changed, inode, settled);
  }
}
