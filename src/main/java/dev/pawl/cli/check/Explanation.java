package dev.pawl.cli.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What docs/checks.md says about one check code; the page travels with the program.
 *
 * @param severity the words of the page's table, for example {@code warn, info once fixed}
 * @param title a few words
 * @param fix what a fix does about it; empty for nothing
 * @param lines the section, a line each, without Markdown's own signs
 */
public record Explanation(
    String code, String severity, String title, String fix, List<String> lines) {

  /** All of them, in the order of the page. */
  public static List<Explanation> all() {
    return parsed(page());
  }

  private static String page() {
    try (InputStream in = Explanation.class.getResourceAsStream("checks.md")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Explanation> parsed(String page) {
    List<Explanation> all = new ArrayList<>();
    List<String> rows = page.lines().filter(line -> line.startsWith("| [C-")).toList();
    for (String section : page.split("(?m)^## ", -1)) {
      if (section.startsWith("C-")) {
        all.add(section(section, rows));
      }
    }
    return List.copyOf(all);
  }

  private static Explanation section(String section, List<String> rows) {
    List<String> lines = new ArrayList<>(section.lines().toList());
    String heading = lines.removeFirst();
    String code = heading.substring(0, heading.indexOf(' '));
    String row =
        rows.stream()
            .filter(line -> line.startsWith("| [" + code + "]"))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no row for " + code));
    String[] cells = row.split("\\|", -1);
    String fix = cells[4].strip();
    return new Explanation(
        code,
        cells[2].strip(),
        heading.substring(code.length() + 1),
        fix.equals("–") ? "" : fix,
        plain(lines));
  }

  /** Indents what stands in fences, and takes signs and blank lines at the end away. */
  private static List<String> plain(List<String> lines) {
    List<String> plain = new ArrayList<>();
    boolean fenced = false;
    for (String line : lines) {
      if (line.startsWith("```")) {
        fenced = !fenced;
      } else {
        plain.add(fenced ? "    " + line : line.replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1"));
      }
    }
    while (!plain.isEmpty() && plain.getLast().isBlank()) {
      plain.removeLast();
    }
    return List.copyOf(plain);
  }
}
