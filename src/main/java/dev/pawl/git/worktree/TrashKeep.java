package dev.pawl.git.worktree;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.ObjectName;
import dev.pawl.git.Person;
import dev.pawl.git.ref.Refs;
import dev.pawl.git.repo.Repo;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;

/**
 * A commit that reaches all that a work tree alone reached: its HEAD, where HEAD was before, its
 * own refs, and what is staged. A ref to it keeps {@code git gc} from deleting any of that.
 */
final class TrashKeep {
  private static final Person NOBODY =
      new Person("pawl", "pawl@localhost", Instant.EPOCH, ZoneOffset.UTC);

  /** A commit with more parents than this is hard on everybody. */
  private static final int MOST_PARENTS = 1000;

  private static final Pattern ID = Pattern.compile("\\b[0-9a-f]{40}\\b");
  private final Repo repo;

  TrashKeep(Repo repo) {
    this.repo = repo;
  }

  /** Lets this ref lead to such a commit. */
  void keep(Path admin, @Nullable CommitId head, String ref, Instant now)
      throws IOException, GitException {
    Set<ObjectId> reached = new LinkedHashSet<>();
    if (head != null) {
      reached.add(ObjectName.of(head));
    }
    collect(admin, reached);
    try (ObjectReader reader = repo.jgit().newObjectReader();
        ObjectInserter inserter = repo.jgit().newObjectInserter()) {
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(staged(admin.resolve("index"), reader, inserter));
      commit.setParentIds(
          reached.stream().filter(id -> isCommit(reader, id)).limit(MOST_PARENTS).toList());
      commit.setMessage("what a removed worktree reached\n");
      Person person = new Person(NOBODY.name(), NOBODY.email(), now, ZoneOffset.UTC);
      commit.setAuthor(person.ident());
      commit.setCommitter(person.ident());
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      new Refs(repo).compareAndSet(ref, null, new CommitId(id.name()), "");
    }
  }

  /** Names in HEAD, its reflog, ORIG_HEAD and the like, and the refs of this work tree alone. */
  private static void collect(Path folder, Set<ObjectId> found) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (Files.isDirectory(file)) {
          if (List.of("logs", "refs", "rebase-merge", "rebase-apply", "worktree", "bisect", "heads")
              .contains(name)) {
            collect(file, found);
          }
        } else if (!name.startsWith("index") && Files.size(file) < 4 << 20) {
          Matcher ids = ID.matcher(new String(Files.readAllBytes(file), UTF_8));
          while (ids.find()) {
            found.add(ObjectId.fromString(ids.group()));
          }
        }
      }
    } catch (NoSuchFileException e) {
      // It went while we looked.
      return;
    }
  }

  private static boolean isCommit(ObjectReader reader, ObjectId id) {
    try {
      return !id.equals(ObjectId.zeroId()) && reader.has(id, Constants.OBJ_COMMIT);
    } catch (IOException e) {
      // Another kind of object, or none.
      return false;
    }
  }

  private static ObjectId staged(Path index, ObjectReader reader, ObjectInserter inserter)
      throws IOException {
    DirCache tree = DirCache.newInCore();
    if (Files.isRegularFile(index)) {
      DirCacheBuilder builder = tree.builder();
      @Nullable String last = null;
      DirCache read;
      try {
        read = DirCache.read(index.toFile(), FS.DETECTED);
      } catch (CorruptObjectException e) {
        // What cannot be read reaches nothing.
        return tree.writeTree(inserter);
      }
      for (int i = 0; i < read.getEntryCount(); i++) {
        DirCacheEntry entry = read.getEntry(i);
        boolean there =
            !entry.getFileMode().equals(FileMode.GITLINK.getBits())
                && reader.has(entry.getObjectId());
        if (there && !entry.getPathString().equals(last)) {
          last = entry.getPathString();
          DirCacheEntry kept = new DirCacheEntry(last);
          kept.setFileMode(entry.getFileMode());
          kept.setObjectId(entry.getObjectId());
          builder.add(kept);
        }
      }
      builder.finish();
    }
    return tree.writeTree(inserter);
  }
}
