package dev.pawl.plan.text;

import java.util.Arrays;
import java.util.List;

/**
 * YAML that stands in a document, taken out of its fences, quotes and lists, with the way back.
 *
 * <p>Each line is matched with its line of the document from the right, because CommonMark strips
 * and expands white space only on the left.
 */
public final class Excerpt {
  private final Source source;
  private final String yaml;
  private final CodePoints codePoints;
  private final int firstLine;
  private final int[] starts;

  /**
   * @param firstLine the document's line (from 0) that the first of these lines is
   */
  public Excerpt(Source source, int firstLine, List<String> lines) {
    this.source = source;
    this.firstLine = firstLine;
    this.yaml = String.join("\n", lines);
    this.codePoints = new CodePoints(yaml);
    this.starts = new int[Math.max(1, lines.size())];
    for (int i = 1; i < lines.size(); i++) {
      starts[i] = starts[i - 1] + lines.get(i - 1).length() + 1;
    }
  }

  public String yaml() {
    return yaml;
  }

  /** The unit of the document at which this code point of the YAML stands. */
  public int inDocument(int codePoint) {
    int unit = Math.clamp(codePoints.unit(codePoint), 0, yaml.length());
    int place = Arrays.binarySearch(starts, unit);
    int line = place >= 0 ? place : -place - 2;
    int end = line + 1 < starts.length ? starts[line + 1] - 1 : yaml.length();
    int documentLine = Math.min(firstLine + line, source.lines() - 1);
    return Math.max(source.start(documentLine), source.end(documentLine) - (end - unit));
  }
}
