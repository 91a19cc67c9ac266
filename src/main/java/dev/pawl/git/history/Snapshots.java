package dev.pawl.git.history;

import dev.pawl.git.BlobId;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.ObjectName;
import dev.pawl.git.Person;
import dev.pawl.git.RepoPath;
import dev.pawl.git.repo.Repo;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/** Commits that hold files of pawl's own, beside the work tree: journals and claims. */
public final class Snapshots {
  /** Of one commit; more events than any replica has written. */
  private static final long MOST_BYTES = 256L << 20;

  private final Repo repo;

  /** In this repository. */
  public Snapshots(Repo repo) {
    this.repo = repo;
  }

  /** A file's content, which may be in the repository already. */
  public interface Stored {
    /** What git names it; asked for its bytes only where the repository does not have it. */
    BlobId blob();

    byte[] bytes() throws IOException;
  }

  /**
   * Stores a commit with exactly these files. No ref leads to it yet; the same input gives the same
   * commit.
   */
  public CommitId store(
      Map<String, byte[]> files, @Nullable CommitId parent, String message, Person person)
      throws GitException {
    Map<String, Insertion> all = new TreeMap<>();
    files.forEach(
        (path, bytes) -> all.put(path, inserter -> inserter.insert(Constants.OBJ_BLOB, bytes)));
    return commit(all, parent, message, person);
  }

  /** The same, which stores only what is not here yet. */
  public CommitId storeNew(
      Map<String, Stored> files, @Nullable CommitId parent, String message, Person person)
      throws GitException {
    Map<String, Insertion> all = new TreeMap<>();
    files.forEach((path, file) ->
        all.put(
            path,
            inserter -> {
              ObjectId known = ObjectName.of(file.blob());
              return repo.jgit().getObjectDatabase().has(known)
                  ? known
                  : inserter.insert(Constants.OBJ_BLOB, file.bytes());
            }));
    return commit(all, parent, message, person);
  }

  /** Has a content stored, if it is not yet. */
  @FunctionalInterface
  private interface Insertion {
    ObjectId into(ObjectInserter inserter) throws IOException;
  }

  private CommitId commit(
      Map<String, Insertion> files, @Nullable CommitId parent, String message, Person person)
      throws GitException {
    for (String path : files.keySet()) {
      RepoPath.check(path);
    }
    try (ObjectInserter inserter = repo.jgit().newObjectInserter()) {
      DirCache tree = DirCache.newInCore();
      DirCacheBuilder builder = tree.builder();
      for (Map.Entry<String, Insertion> file : files.entrySet()) {
        DirCacheEntry entry = new DirCacheEntry(file.getKey());
        entry.setFileMode(FileMode.REGULAR_FILE);
        entry.setObjectId(file.getValue().into(inserter));
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

  /**
   * What such a commit holds, as far as it can be read.
   *
   * @param files whole files, by name
   * @param known files that were not read, because what they hold is known, by name
   * @param damage why another name in it holds nothing that counts, by name
   */
  public record Content(
      Map<String, byte[]> files, Map<String, BlobId> known, Map<String, String> damage) {}

  /**
   * Reads what anyone may have written: only files right in the commit, each bounded as in {@link
   * Commits#blob} and all of them together, so that no tree costs more than was sent.
   *
   * @return empty when the id leads to something that is not a whole commit
   */
  public Optional<Content> load(CommitId commit) throws GitException {
    return load(commit, Map.of());
  }

  /**
   * The same, without reading what is known.
   *
   * @param known contents, as git names them, by the names of the files that hold them
   */
  public Optional<Content> load(CommitId commit, Map<String, String> known) throws GitException {
    Commits commits = new Commits(repo);
    Content content = new Content(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    if (!commits.exists(commit)) {
      return Optional.empty();
    }
    long left = MOST_BYTES;
    try (RevWalk revs = new RevWalk(repo.jgit());
        TreeWalk walk = new TreeWalk(repo.jgit())) {
      walk.addTree(revs.parseTree(ObjectName.of(commit)));
      while (walk.next()) {
        String blob = known.get(walk.getPathString());
        if (blob != null
            && walk.getObjectId(0).name().equals(blob)
            && walk.getFileMode(0).getObjectType() == Constants.OBJ_BLOB) {
          content.known().put(walk.getPathString(), new BlobId(blob));
        } else {
          left -= read(commits, walk, left, content);
        }
      }
    } catch (MissingObjectException | IncorrectObjectTypeException | CorruptObjectException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw GitException.failed(commit.hex(), e);
    }
    return Optional.of(content);
  }

  /** Takes in one entry; says how many bytes it has. */
  private static int read(Commits commits, TreeWalk walk, long left, Content content)
      throws GitException {
    String name = walk.getPathString();
    if (walk.getFileMode(0).getObjectType() != Constants.OBJ_BLOB) {
      content.damage().put(name, "is not a file");
      return 0;
    }
    if (left <= 0) {
      content
          .damage()
          .put(name, "comes after more than the " + MOST_BYTES + " bytes that are read");
      return 0;
    }
    try {
      byte[] file = commits.blob(new BlobId(walk.getObjectId(0).name()));
      content.files().put(name, file);
      return file.length;
    } catch (GitException e) {
      if (e.kind() != GitException.Kind.INVALID && e.kind() != GitException.Kind.DAMAGED) {
        throw e;
      }
      content.damage().put(name, e.reason());
      return 0;
    }
  }
}
