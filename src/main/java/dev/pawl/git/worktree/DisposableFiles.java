package dev.pawl.git.worktree;

import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Which ignored files tools make anew: nobody misses them. */
final class DisposableFiles {
  /** Folders of build output, caches and packages that were fetched. */
  private static final Set<String> FOLDERS =
      Set.of(
          "node_modules",
          "bower_components",
          "target",
          "build",
          "dist",
          "out",
          "coverage",
          "__pycache__",
          "venv",
          ".venv",
          ".tox",
          ".nox",
          ".eggs",
          ".mypy_cache",
          ".pytest_cache",
          ".ruff_cache",
          ".gradle",
          ".cache",
          ".parcel-cache",
          ".turbo",
          ".next",
          ".nuxt",
          ".svelte-kit",
          ".angular",
          ".nyc_output",
          ".bundle");

  private static final Pattern FILES =
      Pattern.compile(
          ".*\\.(pyc|pyo|class|o|obj|tsbuildinfo|swp|egg-info)"
              + "|\\.DS_Store|Thumbs\\.db|\\.eslintcache|\\.coverage|.*~");

  private final Predicate<String> more;

  /** With what the repository's settings add: whether a path, of a file or folder, is such. */
  DisposableFiles(Predicate<String> more) {
    this.more = more;
  }

  /** Whether it is, or is inside of something that is. */
  boolean matches(String path) {
    String[] names = path.split("/", -1);
    StringBuilder prefix = new StringBuilder();
    for (int i = 0; i < names.length; i++) {
      prefix.append(i == 0 ? "" : "/").append(names[i]);
      if (FOLDERS.contains(names[i])
          || FILES.matcher(names[i]).matches()
          || more.test(prefix.toString())) {
        return true;
      }
    }
    return false;
  }
}
