package dev.pawl.git.commit;

import dev.pawl.git.CommitId;
import dev.pawl.git.FileChange;
import dev.pawl.git.GitException;
import dev.pawl.git.TreeEntry;
import dev.pawl.git.files.WorkTreeFile;
import dev.pawl.git.index.IndexFile;
import dev.pawl.git.repo.Repo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/** Believes nothing: what is reported of a commit is what is on the disk (N03). */
final class ReadBack {
  private final Repo repo;
  private final CommitObjects objects;

  ReadBack(Repo repo, CommitObjects objects) {
    this.repo = repo;
    this.objects = objects;
  }

  /**
   * Looks at all of it.
   *
   * @return what else changed right away, a sentence each
   * @throws IOException when branch, commit or index do not hold what was written
   */
  List<String> notes(
      @Nullable CommitId tip,
      @Nullable IndexFile index,
      CommitId made,
      ObjectId tree,
      List<FileChange> changes)
      throws IOException, GitException {
    if (tip == null || !objects.contains(tip, made) || !objects.tree(made).equals(tree)) {
      throw new IOException("the branch does not hold the commit " + made + " when read back");
    }
    List<String> notes = new ArrayList<>();
    Map<String, TreeEntry> all =
        objects.files(made, changes.stream().map(FileChange::path).toList());
    for (FileChange change : changes) {
      IndexFile.Entry entry = index == null ? null : index.entry(change.path());
      TreeEntry held = all.get(change.path());
      String blob = objects.blobId(change.content()).hex();
      if (entry == null || held == null || !entry.id().equals(blob)) {
        throw new IOException("the index does not hold " + change.path() + " when read back");
      }
      if (!held.blob().hex().equals(blob) || !Arrays.equals(bytes(held), change.content())) {
        throw new IOException(made + " does not hold " + change.path() + " when read back");
      }
      if (!WorkTreeFile.of(repo.workTree(), change.path()).holds(change.workTreeContent())) {
        notes.add(change.path() + " was changed again right after the commit");
      }
    }
    return notes;
  }

  private byte[] bytes(TreeEntry held) throws IOException {
    return repo.jgit().open(ObjectId.fromString(held.blob().hex())).getBytes();
  }
}
