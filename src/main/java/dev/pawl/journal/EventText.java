package dev.pawl.journal;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Escapes whatever a terminal or an editor would act on rather than show: control characters of
 * both ranges, line separators, and marks that turn the direction of writing.
 */
final class EventText extends CharacterEscapes {
  private static final int[] ASCII = ascii();

  private static int[] ascii() {
    int[] escapes = CharacterEscapes.standardAsciiEscapesForJSON();
    escapes[0x7f] = CharacterEscapes.ESCAPE_STANDARD;
    return escapes;
  }

  @Override
  public int[] getEscapeCodesForAscii() {
    return ASCII.clone();
  }

  @Override
  public @Nullable SerializableString getEscapeSequence(int c) {
    return mustEscape(c) ? new SerializedString(String.format(Locale.ROOT, "\\u%04x", c)) : null;
  }

  private static boolean mustEscape(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  /** The text with every half of a surrogate pair replaced, which UTF-8 cannot say. */
  static String wellFormed(String text) {
    StringBuilder fixed = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xfffd : c)
        .forEach(fixed::appendCodePoint);
    return fixed.toString();
  }

  /** Whether a control character stands in the bytes of a line as it is. */
  static boolean hasRawControl(byte[] line) {
    for (int i = 0; i < line.length; i++) {
      int b = line[i];
      if ((b >= 0 && b < 0x20) || b == 0x7f) {
        return true;
      }
      // U+0080 to U+009F.
      if (b == (byte) 0xc2 && i + 1 < line.length && line[i + 1] <= (byte) 0x9f) {
        return true;
      }
    }
    return false;
  }
}
