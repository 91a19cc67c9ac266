package dev.pawl.app.snapshot;

import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.history.Commits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which commits came before which, each question asked of git once. */
final class Ancestry {
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

  private final Commits commits;
  private final Map<CommitId, Boolean> here = new HashMap<>();
  private final Map<Pair, Boolean> pairs = new HashMap<>();

  private record Pair(CommitId older, CommitId newer) {}

  Ancestry(Commits commits) {
    this.commits = commits;
  }

  /** Those of these names that are commits of this clone: what others wrote is not trusted. */
  List<CommitId> known(@Nullable String... names) throws GitException {
    List<CommitId> known = new ArrayList<>();
    for (String name : names) {
      if (name != null && COMMIT.matcher(name).matches()) {
        CommitId commit = new CommitId(name);
        Boolean found = here.get(commit);
        if (found == null) {
          found = commits.exists(commit);
          here.put(commit, found);
        }
        if (found) {
          known.add(commit);
        }
      }
    }
    return known;
  }

  /** Whether {@code older} is {@code newer} or reachable from it; both are in this clone. */
  boolean reaches(CommitId newer, CommitId older) throws GitException {
    if (newer.equals(older)) {
      return true;
    }
    Pair pair = new Pair(older, newer);
    Boolean known = pairs.get(pair);
    if (known == null) {
      known = commits.isAncestor(older, newer);
      pairs.put(pair, known);
    }
    return known;
  }

  /** Whether one of these commits is {@code older} or came after it. */
  boolean anyReaches(List<CommitId> newer, CommitId older) throws GitException {
    for (CommitId each : newer) {
      if (reaches(each, older)) {
        return true;
      }
    }
    return false;
  }
}
