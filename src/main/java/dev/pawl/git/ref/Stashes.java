package dev.pawl.git.ref;

import dev.pawl.git.GitException;
import dev.pawl.git.repo.Repo;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ReflogEntry;
import org.eclipse.jgit.lib.ReflogReader;

/** What {@code git stash list} lists: the reflog of {@code refs/stash}. */
public final class Stashes {
  private static final int MOST = 1000;

  private Stashes() {}

  /**
   * A stash.
   *
   * @param name as git takes it, {@code stash@{0}}
   * @param about what git or a person noted with it
   */
  public record Stash(String name, Instant at, String about) {}

  /** All of them, newest first. */
  public static List<Stash> of(Repo repo) throws GitException {
    List<Stash> found = new ArrayList<>();
    try {
      ReflogReader reader = repo.jgit().getRefDatabase().getReflogReader(Constants.R_STASH);
      if (reader != null) {
        for (ReflogEntry entry : reader.getReverseEntries(MOST)) {
          found.add(
              new Stash(
                  "stash@{" + found.size() + "}",
                  entry.getWho().getWhenAsInstant(),
                  entry.getComment()));
        }
      }
      return List.copyOf(found);
    } catch (IOException e) {
      throw GitException.failed(Constants.R_STASH, e);
    }
  }
}
