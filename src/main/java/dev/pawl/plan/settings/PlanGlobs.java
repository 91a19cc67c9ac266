package dev.pawl.plan.settings;

import dev.pawl.disk.Printable;
import dev.pawl.plan.text.Glob;
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

  private final List<Glob> patterns;

  private PlanGlobs(List<Glob> patterns) {
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
    List<Glob> patterns = new ArrayList<>();
    for (String glob : globs) {
      check(glob);
      for (String alternative : expand(glob)) {
        List<String> segments = List.of(alternative.split("/", -1));
        if (segments.contains("") || segments.contains(".") || segments.contains("..")) {
          throw rejected(glob, "must name a path below the root, without empty, . or .. parts");
        }
        patterns.add(new Glob(segments));
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

  private static List<String> expand(String glob) {
    List<String> choices =
        Glob.alternatives(glob, MOST_ALTERNATIVES)
            .orElseThrow(
                () -> rejected(glob, "has more than " + MOST_ALTERNATIVES + " alternatives"));
    if (choices.stream().anyMatch(choice -> choice.contains("{") || choice.contains("}"))) {
      throw rejected(glob, "has a brace without its partner");
    }
    // The last choice first: so the lines in .gitattributes stay in their order.
    return choices.reversed();
  }

  /** The patterns without braces, as written otherwise: together they match what this matches. */
  public List<String> alternatives() {
    return patterns.stream().map(glob -> String.join("/", glob.names())).distinct().toList();
  }

  /** Whether a path, relative to the root and with forward slashes, is one of a plan. */
  public boolean matches(String path) {
    List<String> names = List.of(path.split("/", -1));
    return patterns.stream().anyMatch(glob -> glob.matches(names));
  }

  /** Whether a plan could be below a folder, as far as its path tells. */
  public boolean mayHold(String folder) {
    List<String> names = List.of(folder.split("/", -1));
    return patterns.stream()
        .map(Glob::names)
        .anyMatch(pattern ->
            IntStream.range(1, pattern.size())
                .anyMatch(above -> new Glob(pattern.subList(0, above)).matches(names)));
  }

  /**
   * The folders that have to be searched, none inside another, without a slash at the end; the
   * empty text is the whole repository.
   */
  public Set<String> roots() {
    Set<String> all = new TreeSet<>();
    for (Glob pattern : patterns) {
      List<String> folders = pattern.names().subList(0, pattern.names().size() - 1);
      all.add(String.join("/", new Glob(folders).fixed()));
    }
    Set<String> outermost = new TreeSet<>(all);
    outermost.removeIf(root -> all.stream().anyMatch(other -> isInside(root, other)));
    return outermost;
  }

  private static boolean isInside(String folder, String other) {
    return !folder.equals(other) && (other.isEmpty() || folder.startsWith(other + "/"));
  }

  /** Where the first pattern would have a new plan, with a slash at the end. */
  public String folder() {
    List<String> names = patterns.getFirst().names();
    List<String> fixed = new Glob(names.subList(0, names.size() - 1)).fixed();
    return String.join("/", fixed) + "/";
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
