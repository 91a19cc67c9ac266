package dev.pawl.git.ref;

import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.repo.Repo;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ReflogEntry;
import org.eclipse.jgit.lib.ReflogReader;

/** What the reflog of this work tree's HEAD says of the commits that pawl made here. */
public final class Reflog {
  /** How pawl's own entries begin. */
  public static final String OWN = "commit (pawl): ";

  private Reflog() {}

  /** A commit that was made here, and when, to the second. */
  public record Entry(CommitId commit, Instant at) {}

  /**
   * Pawl's own commits, newest first, as far as the reflog goes back.
   *
   * @param max how many entries of HEAD's reflog are looked at
   */
  public static List<Entry> own(Repo repo, int max) throws GitException {
    List<Entry> found = new ArrayList<>();
    try {
      ReflogReader reader = repo.jgit().getRefDatabase().getReflogReader(Constants.HEAD);
      if (reader == null) {
        return List.of();
      }
      for (ReflogEntry entry : reader.getReverseEntries(max)) {
        if (entry.getComment().startsWith(OWN)) {
          found.add(
              new Entry(new CommitId(entry.getNewId().name()), entry.getWho().getWhenAsInstant()));
        }
      }
      return List.copyOf(found);
    } catch (IOException e) {
      throw GitException.failed("the reflog of HEAD", e);
    }
  }
}
