package dev.pawl.git.commit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.disk.Printable;
import dev.pawl.disk.WholeFile;
import dev.pawl.git.BlobId;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.Message;
import dev.pawl.git.Person;
import dev.pawl.git.process.NativeGit;
import dev.pawl.git.repo.Committer;
import dev.pawl.git.repo.Repo;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/** Writes the objects of a status commit, on the disk for good before anything points to them. */
public final class CommitObjects {
  private static final int ID = Constants.OBJECT_ID_LENGTH;
  private final Repo repo;

  public CommitObjects(Repo repo) {
    this.repo = repo;
  }

  /** A file as a commit holds it; {@code mode} as in git's trees, 0100644 for most. */
  record Held(BlobId blob, int mode) {}

  /** What a commit holds at a path; null where it holds no file. */
  @Nullable Held held(CommitId commit, String path) throws IOException {
    try (ObjectReader reader = repo.jgit().newObjectReader();
        TreeWalk walk = TreeWalk.forPath(reader, path, tree(commit))) {
      return walk == null || walk.getFileMode(0).getObjectType() != Constants.OBJ_BLOB
          ? null
          : new Held(new BlobId(walk.getObjectId(0).name()), walk.getRawMode(0));
    }
  }

  ObjectId tree(CommitId commit) throws IOException {
    try (RevWalk walk = new RevWalk(repo.jgit())) {
      return walk.parseCommit(ObjectId.fromString(commit.hex())).getTree().copy();
    }
  }

  /** Whether a commit is another or comes after it. */
  boolean contains(CommitId tip, CommitId commit) throws IOException {
    if (tip.equals(commit)) {
      return true;
    }
    try (RevWalk walk = new RevWalk(repo.jgit())) {
      ObjectId id = ObjectId.fromString(commit.hex());
      return repo.jgit().getObjectDatabase().has(id)
          && walk.isMergedInto(
              walk.parseCommit(id), walk.parseCommit(ObjectId.fromString(tip.hex())));
    }
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
      root = rewrite(tree(base), blobs, reader, inserter, written);
      inserter.flush();
    }
    force(written);
    return root;
  }

  /** The same tree with other ids at these paths: names, modes and order keep their bytes. */
  private static ObjectId rewrite(
      ObjectId tree,
      Map<String, ObjectId> changed,
      ObjectReader reader,
      ObjectInserter inserter,
      List<ObjectId> written)
      throws IOException {
    byte[] bytes = reader.open(tree, Constants.OBJ_TREE).getBytes();
    Map<String, Map<String, ObjectId>> below = new HashMap<>();
    changed.forEach((path, id) -> {
      int slash = path.indexOf('/');
      String name = slash < 0 ? path : path.substring(0, slash);
      String rest = slash < 0 ? "" : path.substring(slash + 1);
      below.computeIfAbsent(name, any -> new HashMap<>()).put(rest, id);
    });
    int at = 0;
    while (at < bytes.length) {
      int blank = indexOf(bytes, ' ', at);
      int end = indexOf(bytes, 0, blank);
      Map<String, ObjectId> here =
          below.remove(new String(bytes, blank + 1, end - blank - 1, UTF_8));
      if (here != null) {
        ObjectId id = here.get("");
        if (id == null) {
          id = rewrite(ObjectId.fromRaw(bytes, end + 1), here, reader, inserter, written);
        }
        id.copyRawTo(bytes, end + 1);
      }
      at = end + 1 + ID;
    }
    if (!below.isEmpty()) {
      throw new IOException("the tree " + tree.name() + " does not hold " + below.keySet());
    }
    ObjectId fresh = inserter.insert(Constants.OBJ_TREE, bytes);
    written.add(fresh);
    return fresh;
  }

  private static int indexOf(byte[] bytes, int wanted, int from) {
    int at = from;
    while (bytes[at] != wanted) {
      at++;
    }
    return at;
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
      String said = Printable.text(result.err());
      return new Made(null, "git would not make the commit" + (said.isEmpty() ? "" : ": " + said));
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
    return text(commit)
        .lines()
        .filter(line -> line.startsWith("committer "))
        .findFirst()
        .map(line -> line.substring("committer ".length()))
        .orElseThrow(() -> new IOException("commit " + commit + " names no committer"));
  }

  /** The first line of a commit's message. */
  String subject(CommitId commit) throws IOException {
    String text = text(commit);
    return Message.subject(text.substring(text.indexOf("\n\n") + 2));
  }

  private String text(CommitId commit) throws IOException {
    try (ObjectReader reader = repo.jgit().newObjectReader()) {
      ObjectId id = ObjectId.fromString(commit.hex());
      return new String(reader.open(id, Constants.OBJ_COMMIT).getBytes(), UTF_8);
    }
  }

  /** Objects that were there before are packed or elsewhere: those have no file of their own. */
  private void force(List<ObjectId> objects) throws IOException {
    Path folder = repo.commonDir().resolve("objects");
    for (ObjectId id : objects) {
      Path file = folder.resolve(id.name().substring(0, 2)).resolve(id.name().substring(2));
      if (Files.exists(file)) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
          channel.force(true);
        }
        WholeFile.forceFolder(folder.resolve(id.name().substring(0, 2)));
      }
    }
  }
}
