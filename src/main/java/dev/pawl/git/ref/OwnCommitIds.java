package dev.pawl.git.ref;

import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.repo.LineFile;
import dev.pawl.git.repo.Repo;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The commits that pawl made in this clone, by id: a hook may have changed their messages, and a
 * commit that somebody amended has another id. A commit is noted before any branch leads to it, so
 * no kill makes pawl blind to its own.
 */
public final class OwnCommitIds {
  /** What is older was delivered long ago, or is in nobody's way. */
  static final int MOST = 2000;

  private final LineFile file;

  /** Of this clone. */
  public OwnCommitIds(Repo repo) {
    this.file = new LineFile(repo, "commits");
  }

  /** All that are still remembered. What is no id names no commit. */
  public Set<CommitId> all() throws GitException {
    return file.lines().stream()
        .flatMap(line -> CommitId.of(line).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Notes one more; the oldest are forgotten. */
  public void note(CommitId commit) throws GitException {
    file.change(lines -> {
      List<String> all = new ArrayList<>(lines);
      all.removeIf(line -> line.equals(commit.hex()) || CommitId.of(line).isEmpty());
      all.add(commit.hex());
      return List.copyOf(all.subList(Math.max(0, all.size() - MOST), all.size()));
    });
  }
}
