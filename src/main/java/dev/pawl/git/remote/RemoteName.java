package dev.pawl.git.remote;

import dev.pawl.disk.Printable;
import dev.pawl.git.GitException;
import dev.pawl.git.ref.Upstreams;
import dev.pawl.git.repo.Repo;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What may be named as a remote, so that no text becomes an option or a program. */
final class RemoteName {
  private static final List<String> SCHEMES =
      List.of("file", "ssh", "git+ssh", "git", "http", "https");

  /** As git: a host and one colon. Two, as in "ext::program", would start a program. */
  private static final Pattern SCP_LIKE = Pattern.compile("[^-/:@\\s][^/:\\s]*:[^:].*");

  private RemoteName() {}

  /** Refuses what is neither a configured remote nor a URL or path of a repository. */
  static void check(Repo repo, String remote) throws GitException {
    List<String> known = new Upstreams(repo).remotes();
    boolean printable = remote.chars().noneMatch(Character::isISOControl);
    if (printable && !remote.startsWith("-") && (known.contains(remote) || isPlace(remote))) {
      return;
    }
    throw new GitException(
        GitException.Kind.INVALID,
        "remote '" + Printable.line(remote) + "'",
        "is neither a remote of this clone nor the URL of a repository",
        known.isEmpty()
            ? "add one with 'git remote add'"
            : "remotes here: " + String.join(", ", known));
  }

  /** Whether it is a URL or path of a repository. */
  static boolean isPlace(String text) {
    if (text.startsWith("/") || text.startsWith("./") || text.startsWith("../")) {
      return true;
    }
    int scheme = text.indexOf("://");
    if (scheme > 0) {
      String rest = text.substring(scheme + 3);
      return SCHEMES.contains(text.substring(0, scheme).toLowerCase(Locale.ROOT))
          && !rest.startsWith("-")
          && !rest.contains("@-");
    }
    return SCP_LIKE.matcher(text).matches() && !text.contains("@-");
  }
}
