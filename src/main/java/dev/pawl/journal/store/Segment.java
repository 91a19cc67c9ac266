package dev.pawl.journal.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.disk.Lines;
import dev.pawl.journal.DecodedLine;
import dev.pawl.journal.Event;
import dev.pawl.journal.EventCodec;
import dev.pawl.journal.ReplicaId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One file of a replica's stream, as read. {@code whole} is the offset after the last whole line,
 * {@code open} says that this line lacks its end, {@code lines} counts the lines up to there, and
 * {@code all} counts those that follow and have their line end as well.
 */
record Segment(
    String name, List<Placed> events, long size, long whole, boolean open, long lines, long all) {
  /** A segment with so many lines is never written again. */
  static final int SEALED_AT = 1000;

  private static final Pattern NAME = Pattern.compile("[0-9]{8}\\.jsonl");

  /** An event, the line that it stands on, and where that begins. */
  record Placed(Event event, long line, long offset) {}

  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  static String name(int number) {
    return String.format(Locale.ROOT, "%08d.jsonl", number);
  }

  /** What follows the last whole line is gone; or nothing was read yet. */
  static Segment upTo(String name, long whole, boolean open, long lines) {
    return new Segment(name, List.of(), whole, whole, open, lines, lines);
  }

  int number() {
    return Integer.parseInt(name.substring(0, 8));
  }

  /** Whether it ends in what no reader can use: a write under way, or damage. */
  boolean unsettled() {
    return size > whole;
  }

  /** Whether that end may be cut off. */
  boolean torn() {
    return unsettled() && !sealed();
  }

  boolean sealed() {
    return all >= SEALED_AT;
  }

  /** Reads what is whole; the rest is named in {@code damages} with {@code place}. */
  static Segment read(String name, String place, InputStream in, ReplicaId replica, Damages damages)
      throws IOException {
    List<Placed> events = new ArrayList<>();
    Lines lines = new Lines(in, EventCodec.MAX_LINE);
    long whole = 0;
    long size = 0;
    long count = 0;
    long all = 0;
    boolean open = false;
    while (lines.next()) {
      size = lines.end();
      all += lines.ended() ? 1 : 0;
      switch (decode(lines.bytes(), replica)) {
        case DecodedLine.Bad bad -> damages.add(place, lines.number(), lines.start(), bad.reason());
        case DecodedLine.Read read -> {
          events.add(new Placed(read.event(), lines.number(), lines.start()));
          whole = lines.end();
          count = lines.number();
          open = !lines.ended();
        }
      }
    }
    return new Segment(name, events, size, whole, open, count, all);
  }

  private static DecodedLine decode(byte @Nullable [] bytes, ReplicaId replica) {
    if (bytes == null) {
      return new DecodedLine.Bad("longer than " + EventCodec.MAX_LINE + " bytes");
    }
    DecodedLine decoded = EventCodec.decode(bytes);
    if (decoded instanceof DecodedLine.Read read && !read.event().replica().equals(replica)) {
      return new DecodedLine.Bad("an event of another replica");
    }
    return decoded;
  }

  /** Whole lines, as they are written and exchanged. */
  static byte[] bytes(Collection<Event> events) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Event event : events) {
      bytes.writeBytes(event.line().getBytes(UTF_8));
      bytes.write('\n');
    }
    return bytes.toByteArray();
  }
}
