package dev.pawl.app.reconcile;

import dev.pawl.app.snapshot.BlobPlans;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.git.BlobId;
import dev.pawl.git.Change;
import dev.pawl.git.CommitId;
import dev.pawl.git.CommitInfo;
import dev.pawl.git.GitException;
import dev.pawl.git.TreeEntry;
import dev.pawl.git.branch.CommitAgain;
import dev.pawl.git.history.Commits;
import dev.pawl.plan.EditResult;
import dev.pawl.plan.Plan;
import dev.pawl.plan.document.PlanDocument;
import dev.pawl.plan.text.Edit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The commits in which pawl wrote a plan's own status. No record holds that, so what is set aside
 * of them is made again upon the upstream, before the branch moves there: it is lost at no instant.
 */
final class PlanCommits {
  private final Workspace workspace;
  private final Commits commits;
  private final BlobPlans blobs;

  PlanCommits(Workspace workspace) {
    this.workspace = workspace;
    this.commits = new Commits(workspace.repo());
    this.blobs = new BlobPlans(workspace);
  }

  /** What one of them wrote. */
  record Written(String file, String from, String to, String message) {}

  /** A file as it is to be committed, and the message. */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  record Step(String file, byte[] content, String message) {}

  /** What a commit wrote, where that is a plan's own status and not a byte more. */
  Optional<Written> written(CommitInfo commit) throws GitException {
    if (commit.parents().size() != 1) {
      return Optional.empty();
    }
    Map<String, Change> changes = commits.diff(commit.parents().getFirst(), commit.id());
    if (changes.size() != 1) {
      return Optional.empty();
    }
    Map.Entry<String, Change> only = changes.entrySet().iterator().next();
    Change change = only.getValue();
    if (change.before() == null || change.after() == null || change.modeChanged()) {
      return Optional.empty();
    }
    PlanDocument before = blobs.document(change.before());
    PlanDocument after = blobs.document(change.after());
    Plan was = before.plan();
    Plan now = after.plan();
    return was != null
            && now != null
            && before.setPlanStatus(now.written()) instanceof EditResult.Edited(Edit edit)
            && Arrays.equals(before.apply(List.of(edit)), after.bytes())
        ? Optional.of(new Written(only.getKey(), was.written(), now.written(), commit.message()))
        : Optional.empty();
  }

  /**
   * What it takes to say the same upon another commit; nothing when a plan there says something
   * else by now, so that a person has to decide.
   */
  Optional<List<Step>> upon(CommitId there, List<Written> all) throws GitException {
    Map<String, PlanDocument> documents = new HashMap<>();
    List<Step> steps = new ArrayList<>();
    for (Written written : all) {
      PlanDocument document = documents.get(written.file());
      document = document == null ? at(there, written.file()) : document;
      Plan plan = document == null ? null : document.plan();
      if (document == null || plan == null) {
        return Optional.empty();
      }
      if (!plan.written().equals(written.to())) {
        if (!plan.written().equals(written.from())
            || !(document.setPlanStatus(written.to()) instanceof EditResult.Edited(Edit edit))) {
          return Optional.empty();
        }
        byte[] content = document.apply(List.of(edit));
        steps.add(new Step(written.file(), content, written.message()));
        document =
            PlanDocument.parse(
                content, workspace.settings().tasks(), workspace.settings().planStatuses());
      }
      documents.put(written.file(), document);
    }
    return Optional.of(List.copyOf(steps));
  }

  private @Nullable PlanDocument at(CommitId commit, String file) throws GitException {
    List<TreeEntry> found = commits.tree(commit, Set.of(file));
    BlobId blob = found.size() == 1 ? found.getFirst().blob() : null;
    return blob == null ? null : blobs.document(blob);
  }

  /** Makes them; the last one, or the commit itself when there are none. */
  Optional<CommitId> make(CommitId there, List<Step> steps) throws GitException {
    Optional<CommitId> last = Optional.of(there);
    CommitAgain again = new CommitAgain(workspace.repo(), workspace.surroundings().clock());
    for (Step step : steps) {
      last = again.upon(last.get(), Map.of(step.file(), step.content()), step.message());
      if (last.isEmpty()) {
        return last;
      }
    }
    return last;
  }
}
