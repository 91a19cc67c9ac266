package dev.pawl.index;

import dev.pawl.disk.FileMark;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link Packer} wrote. Bytes that it did not write end in an {@link
 * IndexOutOfBoundsException} or an {@link IllegalArgumentException}.
 */
final class Unpacker {
  private final byte[] bytes;
  private int at;

  Unpacker(byte[] bytes) {
    this.bytes = bytes;
  }

  long number() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte octet = bytes[at++];
      value |= (long) (octet & 0x7F) << shift;
      if (octet >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("not a number");
  }

  /** A length or a count, which the rest of the bytes must be able to hold. */
  int count() {
    long count = number();
    if (count < 0 || count > bytes.length - at) {
      throw new IllegalArgumentException("not a count");
    }
    return (int) count;
  }

  @Nullable String text() {
    long shape = number();
    if (shape == 0) {
      return null;
    }
    long length = (shape - 1) / 2;
    boolean latin = shape % 2 == 1;
    if (shape < 0 || (latin ? length : 2 * length) > bytes.length - at) {
      throw new IllegalArgumentException("not a text");
    }
    int units = (int) length;
    if (latin) {
      String text = new String(bytes, at, units, StandardCharsets.ISO_8859_1);
      at += units;
      return text;
    }
    char[] chars = new char[units];
    for (int i = 0; i < units; i++) {
      chars[i] = (char) ((bytes[at++] & 0xFF) << 8 | (bytes[at++] & 0xFF));
    }
    return new String(chars);
  }

  /** A text that is there. */
  String must() {
    String text = text();
    if (text == null) {
      throw new IllegalArgumentException("a text is missing");
    }
    return text;
  }

  @Nullable FileMark mark() {
    return number() == 0
        ? null
        : new FileMark(FileMark.Kind.FILE, number(), number(), number(), number());
  }

  <T> List<T> all(Supplier<T> one) {
    int count = count();
    if (count == 0) {
      return List.of();
    }
    List<T> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(one.get());
    }
    return Collections.unmodifiableList(values);
  }

  List<String> texts() {
    return all(this::must);
  }

  Map<String, String> textMap() {
    int count = count();
    if (count == 0) {
      return Map.of();
    }
    Map<String, String> texts = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      texts.put(must(), must());
    }
    return Collections.unmodifiableMap(texts);
  }

  boolean atEnd() {
    return at == bytes.length;
  }
}
