package dev.pawl.plan.settings;

import dev.pawl.disk.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Where a repository keeps its plans: patterns over paths with forward slashes, relative to its
 * root. {@code **} is zero or more folders, {@code *} and {@code ?} stay within a name, {@code
 * {a,b}} is either; case counts.
 */
public final class PlanGlobs {
  /** Alternatives that braces of one pattern may expand to. */
  private static final int MOST_ALTERNATIVES = 256;

  private static final int LONGEST = 400;

  private static final int MOST_GLOBS = 100;

  private final List<List<String>> patterns;

  private PlanGlobs(List<List<String>> patterns) {
    this.patterns = patterns;
  }

  /**
   * Reads patterns. Throws an {@link IllegalArgumentException} that a user can act on for one that
   * is absolute, leaves the repository, or uses syntax that is not supported.
   */
  public static PlanGlobs of(List<String> globs) {
    if (globs.size() > MOST_GLOBS) {
      throw new IllegalArgumentException(
          "there are more than " + MOST_GLOBS + " globs; remove some");
    }
    List<List<String>> patterns = new ArrayList<>();
    for (String glob : globs) {
      check(glob);
      for (String alternative : expand(glob, glob)) {
        List<String> segments = List.of(alternative.split("/", -1));
        if (segments.contains("") || segments.contains(".") || segments.contains("..")) {
          throw rejected(glob, "must name a path below the root, without empty, . or .. parts");
        }
        patterns.add(segments);
      }
    }
    return new PlanGlobs(List.copyOf(patterns));
  }

  private static void check(String glob) {
    if (glob.isBlank() || glob.length() > LONGEST) {
      throw rejected(glob, "must have 1 to " + LONGEST + " characters");
    }
    if (glob.startsWith("/") || glob.startsWith("~") || glob.matches("[A-Za-z]:.*")) {
      throw rejected(glob, "must be relative to the repository's root");
    }
    if (glob.contains("\\") || glob.contains("[") || glob.startsWith("!")) {
      throw rejected(glob, "may use /, **, *, ? and {a,b}, but not \\, [ or a leading !");
    }
    if (!glob.equals(Printable.visible(glob))) {
      throw rejected(glob, "must hold visible characters only");
    }
  }

  private static IllegalArgumentException rejected(String glob, String rule) {
    return new IllegalArgumentException("the glob " + Printable.quoted(glob) + " " + rule);
  }

  /** Replaces the first innermost braces by each alternative until none is left. */
  private static List<String> expand(String glob, String whole) {
    List<String> open = new ArrayList<>(List.of(glob));
    List<String> done = new ArrayList<>();
    while (!open.isEmpty()) {
      String next = open.removeLast();
      int end = next.indexOf('}');
      int start = end < 0 ? next.indexOf('{') : next.lastIndexOf('{', end);
      if (end < 0 && start < 0) {
        done.add(next);
      } else if (end < 0 || start < 0) {
        throw rejected(whole, "has a brace without its partner");
      } else {
        for (String choice : next.substring(start + 1, end).split(",", -1)) {
          open.add(next.substring(0, start) + choice + next.substring(end + 1));
        }
      }
      if (open.size() + done.size() > MOST_ALTERNATIVES) {
        throw rejected(whole, "has more than " + MOST_ALTERNATIVES + " alternatives");
      }
    }
    return done;
  }

  /** The patterns without braces, as written otherwise: together they match what this matches. */
  public List<String> alternatives() {
    return patterns.stream().map(segments -> String.join("/", segments)).distinct().toList();
  }

  /** Whether a path, relative to the root and with forward slashes, is one of a plan. */
  public boolean matches(String path) {
    List<String> names = List.of(path.split("/", -1));
    return patterns.stream().anyMatch(pattern -> matches(pattern, names));
  }

  /** Whether a plan could be below a folder, as far as its path tells. */
  public boolean mayHold(String folder) {
    List<String> names = List.of(folder.split("/", -1));
    return patterns.stream()
        .anyMatch(pattern ->
            IntStream.range(1, pattern.size())
                .anyMatch(above -> matches(pattern.subList(0, above), names)));
  }

  /** Only the last {@code **} is ever tried again, so the cost is at most the product. */
  private static boolean matches(List<String> pattern, List<String> names) {
    int p = 0;
    int n = 0;
    int retryPattern = -1;
    int retryName = -1;
    while (n < names.size()) {
      if (p < pattern.size() && pattern.get(p).equals("**")) {
        retryPattern = ++p;
        retryName = n;
      } else if (p < pattern.size() && nameMatches(pattern.get(p), names.get(n))) {
        p++;
        n++;
      } else if (retryPattern >= 0) {
        p = retryPattern;
        n = ++retryName;
      } else {
        return false;
      }
    }
    return pattern.subList(p, pattern.size()).stream().allMatch("**"::equals);
  }

  private static boolean nameMatches(String pattern, String name) {
    int p = 0;
    int n = 0;
    int retryPattern = -1;
    int retryName = -1;
    while (n < name.length()) {
      int c = name.codePointAt(n);
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        retryPattern = ++p;
        retryName = n;
      } else if (p < pattern.length()
          && (pattern.charAt(p) == '?' || pattern.codePointAt(p) == c)) {
        p += Character.charCount(pattern.codePointAt(p));
        n += Character.charCount(c);
      } else if (retryPattern >= 0) {
        p = retryPattern;
        retryName += Character.charCount(name.codePointAt(retryName));
        n = retryName;
      } else {
        return false;
      }
    }
    return pattern.substring(p).chars().allMatch(c -> c == '*');
  }

  /**
   * The folders that have to be searched, none inside another, without a slash at the end; the
   * empty text is the whole repository.
   */
  public Set<String> roots() {
    Set<String> all = new TreeSet<>();
    for (List<String> pattern : patterns) {
      List<String> folders =
          pattern.subList(0, pattern.size() - 1).stream()
              .takeWhile(name -> !name.contains("*") && !name.contains("?"))
              .toList();
      all.add(String.join("/", folders));
    }
    Set<String> outermost = new TreeSet<>(all);
    outermost.removeIf(root -> all.stream().anyMatch(other -> isInside(root, other)));
    return outermost;
  }

  private static boolean isInside(String folder, String other) {
    return !folder.equals(other) && (other.isEmpty() || folder.startsWith(other + "/"));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PlanGlobs that && patterns.equals(that.patterns);
  }

  @Override
  public int hashCode() {
    return patterns.hashCode();
  }

  @Override
  public String toString() {
    return "PlanGlobs" + patterns;
  }
}
