package dev.pawl.git;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectInserter;
import org.jspecify.annotations.Nullable;

/** Commits that hold files of pawl's own, beside the work tree: journals and claims. */
public final class Snapshots {
  private final Repo repo;

  /** In this repository. */
  public Snapshots(Repo repo) {
    this.repo = repo;
  }

  /**
   * Stores a commit with exactly these files. No ref leads to it yet; the same input gives the same
   * commit.
   */
  public CommitId store(
      Map<String, byte[]> files, @Nullable CommitId parent, String message, Person person)
      throws GitException {
    for (String path : files.keySet()) {
      RepoPath.check(path);
    }
    try (ObjectInserter inserter = repo.jgit().newObjectInserter()) {
      DirCache tree = DirCache.newInCore();
      DirCacheBuilder builder = tree.builder();
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        DirCacheEntry entry = new DirCacheEntry(file.getKey());
        entry.setFileMode(FileMode.REGULAR_FILE);
        entry.setObjectId(inserter.insert(Constants.OBJ_BLOB, file.getValue()));
        builder.add(entry);
      }
      builder.finish();
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(tree.writeTree(inserter));
      if (parent != null) {
        commit.setParentId(ObjectName.of(parent));
      }
      commit.setMessage(message);
      commit.setAuthor(person.ident());
      commit.setCommitter(person.ident());
      CommitId id = new CommitId(inserter.insert(commit).name());
      inserter.flush();
      return id;
    } catch (IOException e) {
      throw GitException.failed(repo.commonDir().resolve("objects").toString(), e);
    }
  }

  /** The files of such a commit, by path; each bounded as in {@link Commits#blob}. */
  public Map<String, byte[]> load(CommitId commit) throws GitException {
    Commits commits = new Commits(repo);
    Map<String, byte[]> files = new TreeMap<>();
    for (TreeEntry entry : commits.tree(commit, Set.of(""))) {
      files.put(entry.path(), commits.blob(entry.blob()));
    }
    return files;
  }
}
