package dev.pawl.journal.store;

import dev.pawl.disk.BlockGzip;
import dev.pawl.disk.FileMark;
import dev.pawl.disk.WholeFile;
import dev.pawl.journal.JournalProjection.Covered;
import dev.pawl.journal.JournalProjection.Place;
import dev.pawl.journal.ReplicaId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;

/**
 * A segment's file, and what the file system said of it. A sealed one may be packed: {@code
 * 00000001.jsonl.gz} in the place of {@code 00000001.jsonl}, with the same text. Where both are,
 * the plain one counts.
 */
record SegmentFile(ReplicaId replica, Path path, FileMark mark) {
  private static final String PACKED = ".gz";

  /** Of so many segments at a replica's end none is packed. */
  private static final int YOUNG = 8;

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

  static SegmentFile of(ReplicaId replica, Path path) throws IOException {
    return standing(path, file -> new SegmentFile(replica, file, FileMark.of(file)));
  }

  /** Something to do with a file. */
  @FunctionalInterface
  interface Work<T> {
    T on(Path file) throws IOException;
  }

  /** Does it with the file, or with its packed form if it was packed since it was listed. */
  static <T> T standing(Path file, Work<T> work) throws IOException {
    try {
      return work.on(file);
    } catch (NoSuchFileException e) {
      if (isPacked(file)) {
        throw e;
      }
      return work.on(packed(file));
    }
  }

  /** The name of the segment that a file holds, packed or not. */
  static String name(Path file) {
    String name = file.getFileName().toString();
    return isPacked(file) ? name.substring(0, name.length() - PACKED.length()) : name;
  }

  static boolean isPacked(Path file) {
    return file.getFileName().toString().endsWith(PACKED);
  }

  private static Path packed(Path plain) {
    return plain.resolveSibling(plain.getFileName() + PACKED);
  }

  /** The text of a segment's file, as far as it can be read; what cannot is named. */
  static byte[] text(Path listed, Damages damages) throws IOException {
    return standing(
        listed,
        file -> {
          byte[] bytes = Files.readAllBytes(file);
          if (!isPacked(file)) {
            return bytes;
          }
          BlockGzip.Unpacked unpacked = BlockGzip.unpack(bytes);
          if (unpacked.lost() > 0) {
            String lost = "%d parts of it cannot be unpacked".formatted(unpacked.lost());
            damages.add(file.toString(), 0, 0, lost);
          }
          return unpacked.text();
        });
  }

  /** One line of a segment's file. */
  static byte[] line(Path file, FileChannel open, Place place) throws IOException {
    if (isPacked(file)) {
      return BlockGzip.part(open, place.offset(), place.length());
    }
    ByteBuffer line = ByteBuffer.allocate(place.length());
    while (line.hasRemaining() && open.read(line, place.offset() + line.position()) >= 0) {
      // Until it is full.
    }
    return line.array();
  }

  /**
   * Packs old sealed segments, under the journal's lock. Killed at any moment it leaves the plain
   * file, the packed one, or both, each whole. What is damaged stays as it is.
   *
   * @param most so many at a time
   * @return how many
   */
  static int pack(Path folder, ReplicaId replica, int most) throws IOException {
    int done = 0;
    List<Path> files = ReplicaLog.segments(folder);
    for (Path file : files.subList(0, Math.max(0, files.size() - YOUNG))) {
      if (done < most && !isPacked(file) && packed(file, replica)) {
        done++;
      }
    }
    return done;
  }

  private static boolean packed(Path file, ReplicaId replica) throws IOException {
    byte[] text = Files.readAllBytes(file);
    Damages damages = new Damages();
    Segment segment =
        Segment.read(name(file), name(file), new ByteArrayInputStream(text), replica, damages);
    if (!damages.toList().isEmpty() || segment.open() || !segment.sealed()) {
      return false;
    }
    Path packed = packed(file);
    WholeFile.replace(packed, BlockGzip.pack(text));
    BlockGzip.Unpacked back = BlockGzip.unpack(Files.readAllBytes(packed));
    if (back.lost() > 0 || !Arrays.equals(back.text(), text)) {
      throw new JournalException(packed + ": what was packed is not there when read back");
    }
    WholeFile.forceFolder(Objects.requireNonNull(file.toAbsolutePath().getParent()));
    Files.delete(file);
    return true;
  }

  String name() {
    return name(path);
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
    return mark.equals(covered.mark()) && (isPacked(path) || mark.size() == covered.size());
  }
}
