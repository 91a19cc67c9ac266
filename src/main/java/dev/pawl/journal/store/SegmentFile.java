package dev.pawl.journal.store;

import dev.pawl.disk.FileMark;
import dev.pawl.journal.JournalProjection.Covered;
import dev.pawl.journal.ReplicaId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** A segment's file, and what the file system said of it. */
record SegmentFile(ReplicaId replica, Path path, FileMark mark) {
  /** All segments of these replicas' folders, in order. */
  static List<SegmentFile> in(SortedMap<ReplicaId, Path> folders) throws IOException {
    List<SegmentFile> files = new ArrayList<>();
    for (Map.Entry<ReplicaId, Path> folder : folders.entrySet()) {
      for (Path path : ReplicaLog.segments(folder.getValue())) {
        files.add(new SegmentFile(folder.getKey(), path, FileMark.of(path)));
      }
    }
    return files;
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
    return mark.equals(covered.mark()) && mark.size() == covered.size();
  }
}
