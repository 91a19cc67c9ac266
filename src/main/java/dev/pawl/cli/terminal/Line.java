package dev.pawl.cli.terminal;

import dev.pawl.disk.Printable;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of text in pieces, each with a style. All text is cleaned of control characters here, so
 * that nothing a repository says reaches the terminal as an escape sequence (N50).
 */
public final class Line {
  public enum Style {
    PLAIN(""),
    BOLD("1"),
    /** A name for what stands below it. */
    HEADING("4"),
    // Of the 256, those that can be read on black as well as on white.
    DIM("38;5;243"),
    RED("38;5;160"),
    GREEN("38;5;28"),
    YELLOW("38;5;130"),
    BLUE("38;5;27"),
    CYAN("38;5;30");

    private final String code;

    Style(String code) {
      this.code = code;
    }
  }

  /** Digits of a commit's name that are shown. */
  private static final int COMMIT = 10;

  private record Piece(Style style, String text) {}

  private final List<Piece> pieces = new ArrayList<>();

  public static Line of(String text) {
    return new Line().add(text);
  }

  public Line add(String text) {
    return add(Style.PLAIN, text);
  }

  public Line add(Style style, String text) {
    pieces.add(new Piece(style, clean(text)));
    return this;
  }

  /** Adds the beginning of a commit's name. */
  public Line commit(String name) {
    return add(Style.YELLOW, name.substring(0, Math.min(COMMIT, name.length())));
  }

  /** Width on a terminal, in columns. */
  public int width() {
    int width = 0;
    for (Piece piece : pieces) {
      width += columns(piece.text());
    }
    return width;
  }

  /** Adds so many blanks. */
  public Line pad(int columns) {
    if (columns > 0) {
      pieces.add(new Piece(Style.PLAIN, " ".repeat(columns)));
    }
    return this;
  }

  public Line append(Line other) {
    pieces.addAll(other.pieces);
    return this;
  }

  /** The same where it fits, else as much of it as does, and an ellipsis. */
  public Line cut(int columns) {
    if (width() <= columns) {
      return this;
    }
    Line cut = new Line();
    int left = columns - 1;
    for (Piece piece : pieces) {
      int end = 0;
      while (end < piece.text().length()) {
        int point = piece.text().codePointAt(end);
        left -= columns(point);
        if (left < 0) {
          cut.pieces.add(new Piece(piece.style(), piece.text().substring(0, end) + "…"));
          return cut;
        }
        end += Character.charCount(point);
      }
      cut.pieces.add(piece);
    }
    return cut;
  }

  /** Broken at blanks into lines that fit; all but the first are indented. */
  public List<Line> wrapped(int columns, int indent) {
    List<Line> lines = new ArrayList<>(List.of(new Line()));
    int used = 0;
    int begin = 0;
    boolean blank = false;
    for (Piece piece : pieces) {
      for (String word : piece.text().split("(?<= )(?=[^ ])", -1)) {
        int width = columns(word.stripTrailing());
        if (used + width > columns && used > begin && blank) {
          lines.add(new Line().pad(indent));
          used = indent;
          begin = indent;
        }
        lines.getLast().pieces.add(new Piece(piece.style(), word));
        used += columns(word);
        blank = word.endsWith(" ");
      }
    }
    return lines;
  }

  String rendered(boolean colour) {
    StringBuilder text = new StringBuilder();
    for (Piece piece : pieces) {
      boolean styled = colour && piece.style() != Style.PLAIN && !piece.text().isBlank();
      if (styled) {
        text.append("\u001b[").append(piece.style().code).append('m');
      }
      text.append(piece.text());
      if (styled) {
        text.append("\u001b[0m");
      }
    }
    return colour ? text.toString() : text.toString().stripTrailing();
  }

  /** Makes control and direction-changing characters visible instead of effective. */
  public static String clean(String text) {
    return Printable.visible(text.indexOf('\t') < 0 ? text : text.replace('\t', ' '));
  }

  /** East Asian wide characters and emoji take two columns, combining marks none. */
  public static int columns(String text) {
    int columns = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        columns++;
      } else {
        int point = text.codePointAt(i);
        columns += columns(point);
        i += Character.charCount(point) - 1;
      }
    }
    return columns;
  }

  private static int columns(int point) {
    int type = Character.getType(point);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    boolean wide =
        (point >= 0x1100 && point <= 0x115F)
            || (point >= 0x2E80 && point <= 0xA4CF)
            || (point >= 0xAC00 && point <= 0xD7A3)
            || (point >= 0xF900 && point <= 0xFAFF)
            || (point >= 0xFE30 && point <= 0xFE6F)
            || (point >= 0xFF00 && point <= 0xFF60)
            || (point >= 0x1F300 && point <= 0x1F64F)
            || (point >= 0x1F900 && point <= 0x1F9FF)
            || (point >= 0x20000 && point <= 0x3FFFD);
    return wide ? 2 : 1;
  }
}
