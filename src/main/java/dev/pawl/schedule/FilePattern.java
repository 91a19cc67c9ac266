package dev.pawl.schedule;

import dev.pawl.plan.text.Glob;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One entry of {@code files}: a path, with forward slashes and relative to the root, and all that
 * is below it. {@code {a,b}} is either, and the rest is a {@link Glob}.
 *
 * @param text as it is written, of braces one choice
 */
record FilePattern(String text, Glob glob) {
  /** What is longer, or has more alternatives, stands for all below its fixed folders. */
  private static final int LONGEST = 400;

  private static final int MOST_ALTERNATIVES = 64;

  private static final int DEEPEST = 64;

  /** No file system has longer ones. */
  private static final int LONGEST_NAME = 255;

  /** The patterns that one entry stands for; none for an entry that names nothing. */
  static List<FilePattern> of(String entry) {
    List<FilePattern> patterns = new ArrayList<>();
    for (String alternative : alternatives(entry)) {
      List<String> names = new ArrayList<>();
      for (String name : alternative.split("/", -1)) {
        boolean again = name.equals("**") && !names.isEmpty() && names.getLast().equals("**");
        if (!name.isEmpty() && !name.equals(".") && !again) {
          names.add(name);
        }
      }
      if (!names.isEmpty() || alternative.equals(".") || alternative.equals("./")) {
        FilePattern whole = new FilePattern(alternative, new Glob(names));
        patterns.add(alternative.length() > LONGEST ? whole.folder() : whole);
      }
    }
    return List.copyOf(patterns);
  }

  private static List<String> alternatives(String entry) {
    int brace = entry.indexOf('{');
    if (entry.length() > LONGEST && brace < 0) {
      return List.of(entry);
    }
    Optional<List<String>> all =
        entry.length() > LONGEST ? Optional.empty() : Glob.alternatives(entry, MOST_ALTERNATIVES);
    return all.orElseGet(
        () -> List.of(entry.substring(0, entry.lastIndexOf('/', brace) + 1) + "**"));
  }

  /** All below the folders that are fixed: more than the pattern itself, and quickly compared. */
  FilePattern folder() {
    List<String> kept =
        glob.fixed().stream()
            .limit(DEEPEST)
            .takeWhile(name -> name.length() <= LONGEST_NAME)
            .toList();
    return new FilePattern(kept.isEmpty() ? "**" : String.join("/", kept) + "/**", new Glob(kept));
  }
}
