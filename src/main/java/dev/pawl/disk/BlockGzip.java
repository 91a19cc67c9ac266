package dev.pawl.disk;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Text that is compressed in blocks of whole lines. Each block is a member of gzip's format that
 * says how long it is, so that {@code gunzip} reads all of it, and any part can be read alone.
 */
public final class BlockGzip {
  /** About so much text is in a block. */
  private static final int BLOCK = 16 << 10;

  /** No block holds more: a line is shorter. */
  private static final int LARGEST = 1 << 20;

  /**
   * Ten bytes as every gzip file has them, and a field of eight bytes named PW: the two lengths.
   */
  private static final byte[] HEAD = {
    0x1f, (byte) 0x8b, 8, 4, 0, 0, 0, 0, 0, (byte) 0xff, 12, 0, 'P', 'W', 8, 0
  };

  private static final int LENGTHS = 8;
  private static final int TRAILER = 8;

  private BlockGzip() {}

  public static byte[] pack(byte[] text) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream(text.length / 3 + 64);
    for (int from = 0; from < text.length; ) {
      int to = Math.min(text.length, from + BLOCK);
      while (to < text.length && text[to - 1] != '\n') {
        to++;
      }
      packed.writeBytes(block(text, from, to - from));
      from = to;
    }
    return packed.toByteArray();
  }

  private static byte[] block(byte[] text, int from, int length) {
    ByteArrayOutputStream body = new ByteArrayOutputStream(length / 2);
    try (Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true)) {
      deflater.setInput(text, from, length);
      deflater.finish();
      byte[] buffer = new byte[BLOCK];
      while (!deflater.finished()) {
        body.write(buffer, 0, deflater.deflate(buffer));
      }
    }
    CRC32 sum = new CRC32();
    sum.update(text, from, length);
    int size = HEAD.length + LENGTHS + body.size() + TRAILER;
    return ByteBuffer.allocate(size)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(HEAD)
        .putInt(size)
        .putInt(length)
        .put(body.toByteArray())
        .putInt((int) sum.getValue())
        .putInt(length)
        .array();
  }

  /**
   * What was packed, as far as it is whole.
   *
   * @param lost how many blocks could not be read; the text of the others is there
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  public record Unpacked(byte[] text, int lost) {}

  /** Reads it all. */
  public static Unpacked unpack(byte[] packed) {
    ByteArrayOutputStream text = new ByteArrayOutputStream(packed.length * 3);
    int lost = 0;
    int at = 0;
    while (at < packed.length) {
      Block block = block(ByteBuffer.wrap(packed, at, packed.length - at), at);
      if (block == null || block.end() > packed.length) {
        return new Unpacked(text.toByteArray(), lost + 1);
      }
      byte[] part = text(packed, at, block);
      if (part == null) {
        lost++;
      } else {
        text.writeBytes(part);
      }
      at = (int) block.end();
    }
    return new Unpacked(text.toByteArray(), lost);
  }

  /**
   * Reads a part of the text.
   *
   * @return shorter where something else than a whole block stands there
   */
  public static byte[] part(FileChannel packed, long offset, int length) throws IOException {
    ByteArrayOutputStream part = new ByteArrayOutputStream(length);
    long from = 0;
    long at = 0;
    while (part.size() < length) {
      Block block = block(read(packed, at, HEAD.length + LENGTHS), at);
      if (block == null) {
        break;
      }
      if (offset + part.size() < from + block.length()) {
        byte[] bytes = read(packed, at, block.size()).array();
        byte[] text = bytes.length < block.size() ? null : text(bytes, 0, block);
        if (text == null) {
          break;
        }
        int begin = (int) (offset + part.size() - from);
        part.write(text, begin, Math.min(text.length - begin, length - part.size()));
      }
      from += block.length();
      at = block.end();
    }
    return part.toByteArray();
  }

  private static ByteBuffer read(FileChannel file, long at, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    int read = 0;
    while (read >= 0 && bytes.hasRemaining()) {
      read = file.read(bytes, at + bytes.position());
    }
    byte[] found = new byte[bytes.position()];
    bytes.flip().get(found);
    return ByteBuffer.wrap(found);
  }

  /** A block by its head: where it begins, its size, and the length of its text. */
  private record Block(long at, int size, int length) {
    long end() {
      return at + size;
    }
  }

  private static @Nullable Block block(ByteBuffer head, long at) {
    if (head.remaining() < HEAD.length + LENGTHS) {
      return null;
    }
    byte[] start = new byte[HEAD.length];
    head.get(start);
    head.order(ByteOrder.LITTLE_ENDIAN);
    int size = head.getInt();
    int length = head.getInt();
    boolean fits = size > HEAD.length + LENGTHS + TRAILER && length > 0;
    return Arrays.equals(start, HEAD) && fits && size <= LARGEST && length <= LARGEST
        ? new Block(at, size, length)
        : null;
  }

  /** The text of a block; null when it is not what was packed. */
  private static byte @Nullable [] text(byte[] packed, int at, Block block) {
    int body = at + HEAD.length + LENGTHS;
    int end = at + block.size() - TRAILER;
    byte[] text = new byte[block.length()];
    try (Inflater inflater = new Inflater(true)) {
      inflater.setInput(packed, body, end - body);
      int done = 0;
      int more = 1;
      while (done < text.length && more > 0) {
        more = inflater.inflate(text, done, text.length - done);
        done += more;
      }
      CRC32 sum = new CRC32();
      sum.update(text);
      int kept = ByteBuffer.wrap(packed, end, 4).order(ByteOrder.LITTLE_ENDIAN).getInt();
      return done == text.length && kept == (int) sum.getValue() ? text : null;
    } catch (DataFormatException e) {
      return null;
    }
  }
}
