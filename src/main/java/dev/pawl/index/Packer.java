package dev.pawl.index;

import dev.pawl.disk.FileMark;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes values as bytes that {@link Unpacker} reads back, exactly as they were. */
final class Packer {
  private byte[] bytes = new byte[512];
  private int size;

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  private void add(int octet) {
    if (size == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * size);
    }
    bytes[size++] = (byte) octet;
  }

  private void add(byte[] more) {
    if (bytes.length - size < more.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more.length));
    }
    System.arraycopy(more, 0, bytes, size, more.length);
    size += more.length;
  }

  /** Any number; small ones that are not negative take one byte. */
  Packer number(long value) {
    long left = value;
    while ((left & ~0x7FL) != 0) {
      add((int) (left & 0x7F) | 0x80);
      left >>>= 7;
    }
    add((int) left);
    return this;
  }

  /** Any text, half characters included, which no encoding keeps. */
  Packer text(@Nullable String text) {
    if (text == null) {
      return number(0);
    }
    if (isLatin(text)) {
      number(2L * text.length() + 1);
      add(text.getBytes(StandardCharsets.ISO_8859_1));
    } else {
      number(2L * text.length() + 2);
      for (int i = 0; i < text.length(); i++) {
        add(text.charAt(i) >> 8);
        add(text.charAt(i));
      }
    }
    return this;
  }

  private static boolean isLatin(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0xFF) {
        return false;
      }
    }
    return true;
  }

  Packer mark(@Nullable FileMark mark) {
    number(mark == null ? 0 : 1);
    return mark == null
        ? this
        : number(mark.size()).number(mark.modified()).number(mark.changed()).number(mark.inode());
  }

  <T> Packer all(List<T> values, Consumer<T> one) {
    number(values.size());
    values.forEach(one);
    return this;
  }

  Packer texts(List<String> texts) {
    return all(texts, this::text);
  }

  Packer texts(Map<String, String> texts) {
    number(texts.size());
    texts.forEach((key, value) -> text(key).text(value));
    return this;
  }
}
