package dev.pawl.journal.store;

import dev.pawl.journal.EventCodec;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Steps through bytes line by line. A line longer than an event may be is passed over and never
 * held, so bytes of any shape cost linear time and the memory of one line.
 */
final class Lines {
  private final InputStream in;
  private final byte[] buffer = new byte[EventCodec.MAX_LINE];
  private int from;
  private int to;

  private long number;
  private long start;
  private long offset;
  private byte @Nullable [] line;
  private boolean ended;

  Lines(InputStream in) {
    this.in = in;
  }

  /** Goes to the next line, if there is one; an empty rest is none. */
  boolean next() throws IOException {
    start = offset;
    line = new byte[0];
    ended = false;
    while (!ended && (from < to || fill())) {
      int end = lineEnd();
      hold(end);
      offset += end - from;
      from = end;
      if (end < to) {
        ended = true;
        from++;
        offset++;
      }
    }
    if (offset == start) {
      return false;
    }
    number++;
    return true;
  }

  private boolean fill() throws IOException {
    from = 0;
    to = Math.max(0, in.read(buffer));
    return to > 0;
  }

  private int lineEnd() {
    int i = from;
    while (i < to && buffer[i] != '\n') {
      i++;
    }
    return i;
  }

  private void hold(int end) {
    byte[] held = line;
    int more = end - from;
    if (held == null || held.length + more > EventCodec.MAX_LINE) {
      line = null;
    } else if (held.length == 0) {
      line = Arrays.copyOfRange(buffer, from, end);
    } else {
      byte[] longer = Arrays.copyOf(held, held.length + more);
      System.arraycopy(buffer, from, longer, held.length, more);
      line = longer;
    }
  }

  /** The line's number, from 1. */
  long number() {
    return number;
  }

  /** The offset of its first byte. */
  long start() {
    return start;
  }

  /** The offset after it and its line end. */
  long end() {
    return offset;
  }

  /** Its bytes without the line end; null if it is too long. */
  byte @Nullable [] bytes() {
    return line;
  }

  /** Whether its line end is there. */
  boolean ended() {
    return ended;
  }
}
