package dev.pawl.git.ref;

import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.repo.LineFile;
import dev.pawl.git.repo.Repo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;

/**
 * The remote-tracking refs whose branches are gone from the remote, as far as pawl's fetches have
 * learned. The refs themselves stay, for whether they are pruned is their owner's to decide; a ref
 * that has moved since is not gone.
 */
public final class GoneRefs {
  private final Repo repo;
  private final LineFile file;

  /** Of this clone. */
  public GoneRefs(Repo repo) {
    this.repo = repo;
    this.file = new LineFile(repo, "gone");
  }

  /** By full name, where each stood when its branch was found to be gone. */
  public Map<String, CommitId> all() throws GitException {
    Map<String, CommitId> gone = new HashMap<>();
    for (String line : file.lines()) {
      int space = line.indexOf(' ');
      CommitId.of(line.substring(0, Math.max(0, space)))
          .ifPresent(at -> gone.put(line.substring(space + 1), at));
    }
    return gone;
  }

  /** Those of these refs whose branches are still there, or may be. */
  public Map<String, CommitId> without(Map<String, CommitId> refs) throws GitException {
    Map<String, CommitId> rest = new TreeMap<>(refs);
    rest.entrySet().removeAll(all().entrySet());
    return rest;
  }

  /** Whether the branch of a remote-tracking ref that stands there is gone. */
  public boolean contains(String ref, CommitId at) throws GitException {
    return at.equals(all().get(ref));
  }

  /**
   * Notes what a fetch has learned.
   *
   * @param looked the refs that it is about
   * @param gone those of them whose branches are gone, and where they stand
   */
  public void learn(Set<String> looked, Map<String, CommitId> gone) throws GitException {
    Map<String, CommitId> known = all();
    known.keySet().retainAll(looked);
    if (known.equals(gone)) {
      return;
    }
    Set<String> there = new Refs(repo).direct(Constants.R_REMOTES).keySet();
    file.change(lines -> {
      List<String> kept = new ArrayList<>(lines);
      kept.removeIf(line -> {
        String ref = line.substring(line.indexOf(' ') + 1);
        return looked.contains(ref) || !there.contains(ref);
      });
      gone.forEach((ref, at) -> kept.add(at + " " + ref));
      return List.copyOf(kept);
    });
  }
}
