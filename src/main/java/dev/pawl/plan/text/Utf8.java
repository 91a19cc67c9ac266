package dev.pawl.plan.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import org.jspecify.annotations.Nullable;

/**
 * Bytes read as UTF-8, strictly.
 *
 * @param text all of it, or what comes before the fault
 * @param fault the first byte that is not UTF-8, with its place; null when all of it is
 */
public record Utf8(String text, @Nullable String fault) {
  /** Reads bytes. */
  public static Utf8 of(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    boolean whole =
        UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(in, out, true)
            .isUnderflow();
    String text = out.flip().toString();
    return whole
        ? new Utf8(text, null)
        : new Utf8(text, "byte %d is 0x%02X".formatted(in.position(), bytes[in.position()]));
  }
}
