package dev.pawl.git.commit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.disk.Parallel;
import dev.pawl.disk.Printable;
import dev.pawl.disk.WholeFile;
import dev.pawl.git.BlobId;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.Person;
import dev.pawl.git.TreeEntry;
import dev.pawl.git.history.Commits;
import dev.pawl.git.history.TreeEdit;
import dev.pawl.git.process.NativeGit;
import dev.pawl.git.process.Reason;
import dev.pawl.git.repo.Committer;
import dev.pawl.git.repo.Repo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/** Writes the objects of a status commit, on the disk for good before anything points to them. */
public final class CommitObjects {
  private final Repo repo;
  private final Commits commits;

  public CommitObjects(Repo repo) {
    this.repo = repo;
    this.commits = new Commits(repo);
  }

  /** The files of a commit at these paths; those where it has none are absent. */
  Map<String, TreeEntry> files(CommitId commit, Collection<String> paths) throws GitException {
    Map<String, TreeEntry> files = new HashMap<>();
    for (TreeEntry entry : commits.tree(commit, Set.copyOf(paths))) {
      files.put(entry.path(), entry);
    }
    return files;
  }

  ObjectId tree(CommitId commit) throws IOException {
    try (RevWalk walk = new RevWalk(repo.jgit())) {
      return walk.parseCommit(ObjectId.fromString(commit.hex())).getTree().copy();
    }
  }

  /** Whether a commit is another or comes after it. */
  boolean contains(CommitId tip, CommitId commit) throws GitException {
    return tip.equals(commit) || (commits.exists(commit) && commits.isAncestor(commit, tip));
  }

  BlobId blobId(byte[] content) {
    try (ObjectInserter inserter = repo.jgit().newObjectInserter()) {
      return new BlobId(inserter.idFor(Constants.OBJ_BLOB, content).name());
    }
  }

  /** Writes the tree of this commit with these contents in place of what it holds at the paths. */
  public ObjectId writeTree(CommitId base, Map<String, byte[]> contents) throws IOException {
    List<ObjectId> written = new ArrayList<>();
    ObjectId root;
    try (ObjectInserter inserter = repo.jgit().newObjectInserter();
        ObjectReader reader = repo.jgit().newObjectReader()) {
      Map<String, ObjectId> blobs = new HashMap<>();
      for (Map.Entry<String, byte[]> content : contents.entrySet()) {
        ObjectId blob = inserter.insert(Constants.OBJ_BLOB, content.getValue());
        written.add(blob);
        blobs.put(content.getKey(), blob);
      }
      root = new TreeEdit(reader, inserter, written).of(tree(base), blobs);
      inserter.flush();
    }
    force(written);
    return root;
  }

  /** What came of making a commit: the commit, or why git would not make it. */
  public record Made(@Nullable CommitId commit, String refusal) {}

  /** Writes the commit, signed where the user's configuration says so; moves nothing. */
  public Made writeCommit(ObjectId tree, CommitId parent, String message, Instant now)
      throws IOException, GitException {
    Optional<NativeGit> git = repo.installed();
    if (git.isEmpty()) {
      return writeByJGit(tree, parent, message, now);
    }
    List<String> command = new ArrayList<>(List.of("-c", "i18n.commitEncoding=UTF-8"));
    command.addAll(List.of("commit-tree", "-p", parent.hex()));
    if (signs(git.get())) {
      command.add("-S");
    }
    command.add(tree.name());
    NativeGit.Result result =
        git.get().run(repo.workTree(), command, dated(git.get().local(), now).withInput(message));
    if (!result.ok()) {
      return new Made(null, "git would not make the commit: " + Reason.of(result));
    }
    CommitId commit = result.read("git commit-tree", made -> new CommitId(made.line()));
    force(List.of(ObjectId.fromString(commit.hex())));
    return new Made(commit, "");
  }

  private boolean signs(NativeGit git) throws GitException {
    String plain = repo.settings().get("commit.gpgsign").orElse("false");
    if (plain.equals("true") || plain.equals("false")) {
      return plain.equals("true");
    }
    // Of other words git knows which are true, and which are no words for this at all.
    List<String> ask = List.of("config", "--type=bool", "--get", "commit.gpgsign");
    NativeGit.Result result = git.run(repo.workTree(), ask, git.local());
    if (result.exit() > 1) {
      throw new GitException(
          GitException.Kind.ENVIRONMENT,
          "commit.gpgsign",
          Printable.line(result.err()),
          "correct the setting; 'git config --show-origin --get commit.gpgsign' says where it is");
    }
    return result.line().equals("true");
  }

  /** With this time, unless the environment fixes one. */
  private NativeGit.Options dated(NativeGit.Options options, Instant now) {
    int minutes = SystemReader.getInstance().getTimeZoneAt(now).getTotalSeconds() / 60;
    String zone =
        "%s%02d%02d"
            .formatted(minutes < 0 ? "-" : "+", Math.abs(minutes) / 60, Math.abs(minutes) % 60);
    NativeGit.Options dated = options;
    for (String name : List.of("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE")) {
      if (!repo.environment().variables().containsKey(name)) {
        dated = dated.with(name, now.getEpochSecond() + " " + zone);
      }
    }
    return dated;
  }

  private Made writeByJGit(ObjectId tree, CommitId parent, String message, Instant now)
      throws IOException {
    if (repo.jgit().getConfig().getBoolean("commit", "gpgsign", false)) {
      return new Made(null, "commit.gpgsign is on, and there is no installed git to sign with");
    }
    Committer identity = new Committer(repo);
    Person author;
    Person committer;
    try {
      author = identity.author(now);
      committer = identity.committer(now);
    } catch (GitException e) {
      return new Made(null, e.reason() + " - " + e.nextStep());
    }
    CommitBuilder commit = new CommitBuilder();
    commit.setTreeId(tree);
    commit.setParentId(ObjectId.fromString(parent.hex()));
    commit.setAuthor(author.ident());
    commit.setCommitter(committer.ident());
    commit.setMessage(message);
    ObjectId id;
    try (ObjectInserter inserter = repo.jgit().newObjectInserter()) {
      id = inserter.insert(commit);
      inserter.flush();
    }
    force(List.of(id));
    return new Made(new CommitId(id.name()), "");
  }

  /** The committer of a commit as its object says it, for a reflog. */
  String committer(CommitId commit) throws IOException {
    ObjectId id = ObjectId.fromString(commit.hex());
    return new String(repo.jgit().open(id, Constants.OBJ_COMMIT).getBytes(), UTF_8)
        .lines()
        .filter(line -> line.startsWith("committer "))
        .findFirst()
        .map(line -> line.substring("committer ".length()))
        .orElseThrow(() -> new IOException("commit " + commit + " names no committer"));
  }

  /** The first line of a commit's message. */
  String subject(CommitId commit) throws GitException {
    return commits.commit(commit).subject();
  }

  /** Objects that were there before are packed or elsewhere: those have no file of their own. */
  private void force(List<ObjectId> objects) throws IOException {
    Path folder = repo.commonDir().resolve("objects");
    List<Path> files =
        objects.stream()
            .map(id -> folder.resolve(id.name().substring(0, 2)).resolve(id.name().substring(2)))
            .filter(Files::exists)
            .toList();
    Parallel.each(files.size(), number -> WholeFile.force(files.get(number)));
    WholeFile.forceFolders(files);
  }
}
