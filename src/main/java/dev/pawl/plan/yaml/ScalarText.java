package dev.pawl.plan.yaml;

import dev.pawl.disk.Printable;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes a text as a YAML scalar on one line. */
public final class ScalarText {
  /** What YAML 1.2 or 1.1 would read as something other than a text, or trip over, unquoted. */
  private static final Pattern NOT_PLAIN =
      Pattern.compile(
          "(?i)~|null|true|false|yes|no|on|off|y|n|[-+.]?[0-9].*|[-+]?\\.(inf|nan)|<<|=|---|\\.\\.\\.");

  /** Visible characters that mean nothing to YAML anywhere in a plain scalar. */
  private static final Pattern PLAIN =
      Pattern.compile("[\\p{L}\\p{Nd}_./()+][\\p{L}\\p{Nd}_./()+ -]*");

  private ScalarText() {}

  /**
   * Whether {@code written} is all of the scalar and nothing but the scalar, on one line. A tag or
   * an anchor before it is within its range, and shows here as not being part of its text.
   */
  public static boolean isWhole(YamlNode.Scalar scalar, String written) {
    if (written.contains("\n") || written.contains("\r")) {
      return false;
    }
    return switch (scalar.style()) {
      case PLAIN -> written.equals(scalar.text());
      case SINGLE -> isQuoted(written, '\'');
      case DOUBLE -> isQuoted(written, '"');
      case BLOCK -> false;
    };
  }

  private static boolean isQuoted(String written, char quote) {
    return written.length() >= 2
        && written.charAt(0) == quote
        && written.charAt(written.length() - 1) == quote;
  }

  /** Ways to write a text, best first: in the present style, then with as little as possible. */
  public static Set<String> candidates(YamlNode.Style present, String text) {
    Set<String> candidates = new LinkedHashSet<>();
    if (present == YamlNode.Style.PLAIN && !NOT_PLAIN.matcher(text).matches()) {
      candidates.add(text);
    }
    if (present != YamlNode.Style.DOUBLE) {
      candidates.add("'" + text.replace("'", "''") + "'");
    }
    candidates.add(doubleQuoted(text));
    return candidates;
  }

  /** A text for a new document: plain where every reader agrees on it, else in double quotes. */
  public static String plainOrQuoted(String text) {
    return PLAIN.matcher(text).matches()
            && !NOT_PLAIN.matcher(text).matches()
            && !text.endsWith(" ")
        ? text
        : doubleQuoted(text);
  }

  /** YAML 1.2.2, section 5.7: what is not printable is escaped. */
  public static String doubleQuoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '"' -> quoted.append("\\\"");
            case '\\' -> quoted.append("\\\\");
            case '\n' -> quoted.append("\\n");
            case '\r' -> quoted.append("\\r");
            case '\t' -> quoted.append("\\t");
            default -> quoted.append(isPrintable(c) ? Character.toString(c) : escaped(c));
          }
        });
    return quoted.append('"').toString();
  }

  private static boolean isPrintable(int c) {
    return Character.toString(c).equals(Printable.visible(Character.toString(c)));
  }

  private static String escaped(int c) {
    return c <= 0xFFFF ? "\\u%04X".formatted(c) : "\\U%08X".formatted(c);
  }
}
