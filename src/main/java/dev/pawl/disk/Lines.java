package dev.pawl.disk;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Steps through bytes line by line. A line that is too long is passed over and never held, so bytes
 * of any shape cost linear time and the memory of one line.
 */
public final class Lines {
  private static final int BUFFER = 64 * 1024;

  private final InputStream in;
  private final int longest;
  private final byte[] buffer = new byte[BUFFER];
  private int from;
  private int to;

  private long number;
  private long start;
  private long offset;
  private byte[] line = new byte[0];
  private int length;
  private boolean ended;

  /**
   * Over these bytes.
   *
   * @param longest in bytes, without its line end: a longer line is not held
   */
  public Lines(InputStream in, int longest) {
    this.in = in;
    this.longest = longest;
  }

  /** Goes to the next line, if there is one; an empty rest is none. */
  public boolean next() throws IOException {
    start = offset;
    length = 0;
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
    int more = end - from;
    if (length > longest - more) {
      length = longest + 1;
      return;
    }
    if (line.length < length + more) {
      line = Arrays.copyOf(line, Math.min(longest, Math.max(2 * line.length, length + more)));
    }
    System.arraycopy(buffer, from, line, length, more);
    length += more;
  }

  /** The line's number, from 1. */
  public long number() {
    return number;
  }

  /** The offset of its first byte. */
  public long start() {
    return start;
  }

  /** The offset after it and its line end. */
  public long end() {
    return offset;
  }

  /** Its bytes without the line end; null if it is too long. */
  public byte @Nullable [] bytes() {
    return length > longest ? null : Arrays.copyOf(line, length);
  }

  /** Whether its line end is there. */
  public boolean ended() {
    return ended;
  }
}
