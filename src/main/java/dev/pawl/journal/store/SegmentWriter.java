package dev.pawl.journal.store;

import dev.pawl.journal.Event;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Appends to one replica's segments, under the journal's lock. When it returns, the events are on
 * the disk and were read back.
 */
final class SegmentWriter {
  private final Path folder;
  private final Fsync fsync;
  private @Nullable Segment last;

  /** Goes on after a replica's last segment; null when there is none. */
  SegmentWriter(Path folder, @Nullable Segment last, Fsync fsync) {
    this.folder = folder;
    this.fsync = fsync;
    this.last = last;
  }

  /** Writes the events; says what it set aside. */
  List<Damage> append(List<Event> events) throws IOException {
    SyncedFolders.create(folder, fsync);
    List<Damage> aside = new ArrayList<>();
    if (last != null && last.torn()) {
      aside.add(setAside(last));
    }
    int done = 0;
    while (done < events.size()) {
      if (last == null || last.sealed()) {
        int number = last == null ? 1 : last.number() + 1;
        last = Segment.upTo(Segment.name(number), 0, false, 0);
      }
      int count = (int) Math.min(Segment.SEALED_AT - last.lines(), events.size() - done);
      last = write(last, events.subList(done, done + count));
      done += count;
    }
    return aside;
  }

  private Segment write(Segment segment, List<Event> events) throws IOException {
    Path file = folder.resolve(segment.name());
    boolean isNew = !Files.exists(file);
    byte[] lines = Segment.bytes(events);
    byte[] bytes = segment.open() ? withLineEndBefore(lines) : lines;
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      try {
        writeAll(channel, bytes, segment.whole());
        fsync.file(channel);
      } catch (IOException e) {
        takeBack(channel, segment.whole(), e);
        throw new JournalException(
            file + ": the report could not be written and was taken back: " + e.getMessage(), e);
      }
    }
    if (isNew) {
      fsync.folder(folder);
    }
    readBack(file, segment.whole(), bytes);
    long end = segment.whole() + bytes.length;
    return Segment.upTo(segment.name(), end, false, segment.lines() + events.size());
  }

  private static byte[] withLineEndBefore(byte[] lines) {
    byte[] bytes = new byte[lines.length + 1];
    bytes[0] = '\n';
    System.arraycopy(lines, 0, bytes, 1, lines.length);
    return bytes;
  }

  private static void writeAll(FileChannel channel, byte[] bytes, long at) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(bytes);
    while (left.hasRemaining()) {
      channel.write(left, at + left.position());
    }
  }

  /** A full disk must not leave half of what was refused. */
  private static void takeBack(FileChannel channel, long size, IOException reason) {
    try {
      channel.truncate(size);
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  private static void readBack(Path file, long from, byte[] written) throws IOException {
    byte[] found = new byte[written.length];
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer into = ByteBuffer.wrap(found);
      int read = 0;
      while (read >= 0 && into.hasRemaining()) {
        read = channel.read(into, from + into.position());
      }
      if (!into.hasRemaining() && Arrays.equals(found, written)) {
        return;
      }
    }
    throw new JournalException(
        file
            + ", byte "
            + from
            + ": what was written is not there when read back, so nothing counts as recorded;"
            + " check the disk, then report again");
  }

  /** Copies the torn bytes beside the segment and cuts them off there. */
  private Damage setAside(Segment segment) throws IOException {
    Path file = folder.resolve(segment.name());
    Path aside = freeName(segment.name() + ".torn-");
    try (FileChannel from =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileChannel to =
            FileChannel.open(aside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      long at = segment.whole();
      while (at < segment.size()) {
        at += from.transferTo(at, segment.size() - at, to);
      }
      fsync.file(to);
      fsync.folder(folder);
      from.truncate(segment.whole());
      fsync.file(from);
    }
    last = Segment.upTo(segment.name(), segment.whole(), segment.open(), segment.lines());
    return new Damage(
        file.toString(),
        segment.lines() + 1L,
        segment.whole(),
        "a torn end ("
            + (segment.size() - segment.whole())
            + " bytes) was set aside in "
            + aside.getFileName());
  }

  private Path freeName(String prefix) {
    int n = 1;
    while (Files.exists(folder.resolve(prefix + n))) {
      n++;
    }
    return folder.resolve(prefix + n);
  }
}
