package dev.pawl.git.layout;

import dev.pawl.git.GitException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.lib.Config;

/** What a repository is stored in, and whether pawl reads it; JGit itself asks too little. */
public final class RepositoryFormat {
  /** Extensions that change nothing about what pawl reads, or that it follows. */
  private static final Set<String> READ =
      Set.of(
          "noop",
          "noop-v1",
          "preciousobjects",
          "partialclone",
          "worktreeconfig",
          "relativeworktrees",
          "objectformat",
          "refstorage");

  private RepositoryFormat() {}

  /** Refuses to open what would be misread; see gitrepository-layout(5), "extensions". */
  public static void check(Layout layout) throws GitException {
    Config config = layout.config();
    int version = config.getInt("core", "repositoryformatversion", 0);
    if (version > 1) {
      throw unsupported(layout, "repository format " + version + " is newer than what pawl reads");
    }
    String hash = config.getString("extensions", null, "objectformat");
    if (hash != null && !hash.equalsIgnoreCase("sha1")) {
      throw unsupported(layout, "objects are named by " + hash + ", pawl reads sha1 only");
    }
    String refs = config.getString("extensions", null, "refstorage");
    if (refs != null && !refs.equalsIgnoreCase("files")) {
      throw unsupported(layout, "refs are stored as " + refs + ", pawl reads files only");
    }
    Optional<String> unknown = unknownExtension(config);
    if (version == 1 && unknown.isPresent()) {
      throw unsupported(layout, "unknown extension '" + unknown.get() + "'");
    }
  }

  /** An extension that pawl does not know; git ignores such in format 0 and stops in format 1. */
  public static Optional<String> unknownExtension(Config config) {
    Set<String> names = new TreeSet<>();
    config.getNames("extensions").forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    names.removeAll(READ);
    return names.stream().findFirst();
  }

  private static GitException unsupported(Layout layout, String reason) {
    return new GitException(
        GitException.Kind.UNSUPPORTED,
        layout.commonDir().resolve("config").toString(),
        reason,
        "work on this repository with git itself; pawl left it untouched");
  }
}
