package dev.pawl.plan.document;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Makes odd but valid plans from a seed, and knows what they say. */
final class Generator {
  private static final List<String> WORDS =
      List.of("todo", "in_progress", "blocked", "done", "cancelled", "completed", "in-progress");
  private static final List<String> NOISE =
      List.of(
          "note: 🎉 x",
          "note: 'it''s # no comment'",
          "list: [a, 'b', \"c\"]",
          "list:\n  - status: done\n  - id: X",
          "text: |\n  status: done\n\n  id: X",
          "# status: cancelled",
          "",
          "map: {status: done, id: X}",
          "漢字: \"\\u00e9\\t\"",
          "folded: >-\n  a\n  b",
          "status_note: done");

  private final SplittableRandom random;
  private final List<String> lines = new ArrayList<>();

  /** What the generated tasks are, in order. */
  final List<Expected> expected = new ArrayList<>();

  record Expected(String id, String written) {}

  Generator(long seed) {
    random = new SplittableRandom(seed);
  }

  String document() {
    lines.addAll(List.of("---", "id: gen", "type: plan"));
    fields(List.of("title: " + quoted("A title"), "status: " + quoted("active") + comment()), "");
    lines.add("---");
    int blocks = random.nextInt(6);
    for (int i = 0; i < blocks; i++) {
      filler();
      task("G-" + i, pick(WORDS));
    }
    filler();
    return joined();
  }

  private String joined() {
    StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "\uFEFF" : "");
    int ends = random.nextInt(4);
    for (int i = 0; i < lines.size(); i++) {
      boolean last = i == lines.size() - 1;
      if (last && random.nextInt(3) == 0) {
        return text.append(lines.get(i)).toString();
      }
      text.append(lines.get(i))
          .append(
              switch (ends) {
                case 0 -> "\r\n";
                case 1 -> random.nextBoolean() ? "\r\n" : "\n";
                default -> "\n";
              });
    }
    return text.toString();
  }

  private void task(String id, String written) {
    String fence = (random.nextBoolean() ? "`" : "~").repeat(3 + random.nextInt(3));
    List<String> block = new ArrayList<>();
    block.add(fence + (random.nextBoolean() ? "" : " ") + pick(List.of("task", "task x y")));
    if (random.nextInt(5) == 0) {
      block.add(
          "{"
              + pick(List.of("", "n: '🎉', "))
              + "id: "
              + id
              + ", status: "
              + quoted(written)
              + "}");
    } else {
      List<String> fields = new ArrayList<>(List.of("id: " + quoted(id)));
      fields.add("status:" + " ".repeat(1 + random.nextInt(3)) + quoted(written) + comment());
      if (random.nextBoolean()) {
        fields = fields.reversed();
      }
      List<String> kept = new ArrayList<>();
      List<String> noise = new ArrayList<>(NOISE);
      for (String field : fields) {
        while (!noise.isEmpty() && random.nextBoolean()) {
          String extra = noise.remove(random.nextInt(noise.size()));
          String key = extra.substring(0, Math.max(0, extra.indexOf(':') + 1));
          noise.removeIf(other -> !key.isEmpty() && other.startsWith(key));
          kept.add(extra);
        }
        kept.add(field);
      }
      kept.forEach(field -> block.addAll(field.lines().toList()));
      if (kept.contains("")) {
        block.add("");
      }
    }
    block.add(fence + (random.nextBoolean() ? "" : "  "));
    contained(block);
    expected.add(new Expected(id, written));
  }

  private void contained(List<String> block) {
    lines.add("");
    switch (random.nextInt(6)) {
      case 0 -> block.forEach(line -> lines.add("> " + line));
      case 1 -> prefixed(block, "- ", "  ");
      case 2 -> prefixed(block, "12. ", "    ");
      case 3 -> prefixed(block, "> 1) ", ">    ");
      case 4 -> prefixed(block, "- text\n  \n  ", "  ");
      default -> lines.addAll(block);
    }
    lines.add("");
  }

  /** Blank lines lose their indentation, as editors leave them. */
  private void prefixed(List<String> block, String first, String rest) {
    for (int i = 0; i < block.size(); i++) {
      String line = (i == 0 ? first : rest) + block.get(i);
      lines.addAll(line.lines().map(l -> l.isBlank() ? "" : l).toList());
    }
  }

  private void filler() {
    List<List<String>> fillers =
        List.of(
            List.of("# Heading 🚢"),
            List.of("Setext", "---"),
            List.of("````", "```task", "id: HIDDEN", "status: done", "```", "````"),
            List.of("<!--", "```task", "id: HIDDEN", "status: done", "```", "-->"),
            List.of("Text.", "", "    ```task", "    id: HIDDEN", ""),
            List.of("| a | b |", "|---|---|", "| 😀 | `c` |"),
            List.of("[ref]: https://example.org 'title'"),
            List.of("- [ ] todo", "- [x] done"),
            List.of("> quote", "lazy"),
            List.of("text with ```task inline```"));
    int count = random.nextInt(3);
    for (int i = 0; i < count; i++) {
      lines.add("");
      lines.addAll(pick(fillers));
      lines.add("");
    }
  }

  private void fields(List<String> fields, String indent) {
    fields.forEach(field -> lines.add(indent + field));
    if (random.nextBoolean()) {
      lines.add(indent + "owner: 🦀");
    }
  }

  private String quoted(String text) {
    return switch (random.nextInt(3)) {
      case 0 -> "'" + text + "'";
      case 1 -> '"' + text + '"';
      default -> text;
    };
  }

  private String comment() {
    return random.nextInt(3) == 0 ? "   # was: todo 🎉" : "";
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
