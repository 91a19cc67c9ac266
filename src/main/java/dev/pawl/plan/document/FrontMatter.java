package dev.pawl.plan.document;

import dev.pawl.plan.text.Excerpt;
import dev.pawl.plan.text.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The YAML between {@code ---} on the very first line and the next {@code ---} or {@code ...}.
 *
 * @param closed whether the closing line is there
 * @param bodyLine the document's line (from 0) after the closing one
 */
record FrontMatter(Excerpt excerpt, boolean closed, int bodyLine) {
  /** Empty when the first line is not {@code ---}. */
  static Optional<FrontMatter> of(Source source) {
    if (!isFence(source.line(0), "---")) {
      return Optional.empty();
    }
    List<String> lines = new ArrayList<>();
    for (int line = 1; line < source.lines(); line++) {
      String text = source.line(line);
      if (isFence(text, "---") || isFence(text, "...")) {
        return Optional.of(new FrontMatter(new Excerpt(source, 1, lines), true, line + 1));
      }
      lines.add(text);
    }
    return Optional.of(new FrontMatter(new Excerpt(source, 1, lines), false, source.lines()));
  }

  private static boolean isFence(String line, String fence) {
    return line.startsWith(fence) && line.substring(fence.length()).isBlank();
  }
}
