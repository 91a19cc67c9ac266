package dev.pawl.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The files that a plan, or a part of it, says it will touch. */
public final class Footprint {
  /** How many patterns with wildcards are compared exactly; more stand for their fixed folders. */
  private static final int MOST_EXACT = 64;

  private final List<FilePattern> patterns;
  private final Folder root = new Folder();

  /** Patterns by their fixed names. */
  private static final class Folder {
    final Map<String, Folder> below = new HashMap<>();
    final List<FilePattern> here = new ArrayList<>();
  }

  private Footprint(List<FilePattern> patterns) {
    this.patterns = patterns;
    for (FilePattern pattern : patterns) {
      Folder folder = root;
      for (String name : pattern.glob().fixed()) {
        folder = folder.below.computeIfAbsent(name, _ -> new Folder());
      }
      folder.here.add(pattern);
    }
  }

  /** Of entries as {@code files} holds them. */
  public static Footprint of(List<String> entries) {
    Set<FilePattern> patterns = new LinkedHashSet<>();
    entries.forEach(entry -> patterns.addAll(FilePattern.of(entry)));
    boolean many =
        patterns.stream().filter(pattern -> !pattern.glob().isPath()).count() > MOST_EXACT;
    return new Footprint(
        patterns.stream()
            .map(pattern -> many && !pattern.glob().isPath() ? pattern.folder() : pattern)
            .distinct()
            .toList());
  }

  /**
   * Where two meet, sorted: the path where one of them names one, else both patterns as they are
   * written, with {@code &} between.
   */
  public List<String> overlap(Footprint other) {
    Set<String> found = new TreeSet<>();
    for (FilePattern theirs : other.patterns) {
      Folder folder = root;
      boolean inside = true;
      for (String name : theirs.glob().fixed()) {
        compare(folder.here, theirs, found);
        Folder next = folder.below.get(name);
        if (next == null) {
          inside = false;
          break;
        }
        folder = next;
      }
      if (inside) {
        all(folder, theirs, found);
      }
    }
    return List.copyOf(found);
  }

  private static void all(Folder start, FilePattern theirs, Set<String> found) {
    List<Folder> open = new ArrayList<>(List.of(start));
    while (!open.isEmpty()) {
      Folder folder = open.removeLast();
      compare(folder.here, theirs, found);
      open.addAll(folder.below.values());
    }
  }

  private static void compare(List<FilePattern> mine, FilePattern theirs, Set<String> found) {
    for (FilePattern pattern : mine) {
      // Of two paths the one is above the other already, or they would not be compared.
      if ((pattern.glob().isPath() && theirs.glob().isPath())
          || pattern.glob().overlaps(theirs.glob())) {
        found.add(shared(pattern, theirs));
      }
    }
  }

  private static String shared(FilePattern one, FilePattern other) {
    if (one.glob().isPath() && other.glob().isPath()) {
      int deeper = Integer.compare(one.glob().fixed().size(), other.glob().fixed().size());
      boolean first = deeper > 0 || (deeper == 0 && one.text().compareTo(other.text()) < 0);
      return first ? one.text() : other.text();
    }
    if (one.glob().isPath() || other.glob().isPath()) {
      return one.glob().isPath() ? one.text() : other.text();
    }
    int order = one.text().compareTo(other.text());
    if (order == 0) {
      return one.text();
    }
    return order < 0 ? one.text() + " & " + other.text() : other.text() + " & " + one.text();
  }

  /** The entries, as they are written. */
  public List<String> entries() {
    return patterns.stream().map(FilePattern::text).distinct().toList();
  }
}
