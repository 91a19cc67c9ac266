package dev.pawl.git.history;

import dev.pawl.git.BlobId;
import dev.pawl.git.CommitId;
import dev.pawl.git.EngineChoice;
import dev.pawl.git.GitEnvironment;
import dev.pawl.git.GitException;
import dev.pawl.git.ObjectName;
import dev.pawl.git.process.NativeGit;
import dev.pawl.git.repo.Repo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.merge.MergeStrategy;
import org.eclipse.jgit.merge.ResolveMerger;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/**
 * Merges commits without a work tree and without leaving anything in the repository: by the
 * installed git where it can do it (2.39 or newer), in one process for all; else by JGit, which
 * finds no renames and runs no merge drivers.
 */
public final class TrialMerges {
  private static final int MAJOR = 2;
  private static final int MINOR = 39;

  private TrialMerges() {}

  /** Two commits to merge. */
  public record Pair(CommitId one, CommitId other) {}

  /** A path that both sides changed differently; of each version, null where there is none. */
  public record Conflict(
      String path, @Nullable BlobId base, @Nullable BlobId one, @Nullable BlobId other) {}

  /**
   * What came of one merge.
   *
   * @param tree the merged tree; null when there are conflicts
   * @param conflicts in order of path
   */
  public record Merged(@Nullable String tree, List<Conflict> conflicts) {}

  /** Which engine does it here, and why. */
  public static EngineChoice engine(Repo repo) throws GitException {
    Optional<NativeGit> git = repo.installed();
    if (git.isEmpty()) {
      return new EngineChoice(
          GitEnvironment.Engine.JGIT,
          "git is not installed or not to be used: no renames are seen");
    }
    return git.get().version().atLeast(MAJOR, MINOR)
        ? new EngineChoice(GitEnvironment.Engine.NATIVE, "merges as the merge itself will")
        : new EngineChoice(
            GitEnvironment.Engine.JGIT,
            "git " + git.get().version() + " is older than 2.39: no renames are seen");
  }

  /**
   * Merges each pair, in order.
   *
   * @param settings of git for this, {@code name=value}: a merge driver that is not to run
   */
  public static List<Merged> of(Repo repo, List<Pair> pairs, List<String> settings)
      throws GitException {
    if (pairs.isEmpty()) {
      return List.of();
    }
    Optional<NativeGit> git = repo.installed();
    try {
      return git.isPresent() && engine(repo).engine() == GitEnvironment.Engine.NATIVE
          ? byGit(repo, git.get(), pairs, settings)
          : byJGit(repo, pairs);
    } catch (IOException e) {
      throw GitException.failed("trial merges", e);
    }
  }

  private static List<Merged> byGit(
      Repo repo, NativeGit git, List<Pair> pairs, List<String> settings)
      throws IOException, GitException {
    Path objects = Files.createTempDirectory("pawl-objects-");
    try {
      List<String> args = new ArrayList<>();
      settings.forEach(setting -> args.addAll(List.of("-c", setting)));
      args.addAll(
          List.of("merge-tree", "--stdin", "-z", "--no-messages", "--allow-unrelated-histories"));
      StringBuilder input = new StringBuilder();
      pairs.forEach(pair ->
          input.append(pair.one().hex()).append(' ').append(pair.other().hex()).append('\n'));
      NativeGit.Options options =
          git.local()
              .withInput(input.toString())
              .with("GIT_OBJECT_DIRECTORY", objects.toString())
              .with(
                  "GIT_ALTERNATE_OBJECT_DIRECTORIES",
                  quoted(repo.commonDir().resolve("objects").toString()));
      List<Merged> merged =
          git.must(repo.root(), args, options)
              .read("git merge-tree", answer -> read(answer.text()));
      if (merged.size() != pairs.size()) {
        throw new GitException(
            GitException.Kind.ENVIRONMENT,
            "git merge-tree",
            "answered " + merged.size() + " of " + pairs.size() + " merges",
            "set git.engine to jgit to do without it");
      }
      return merged;
    } finally {
      delete(objects);
    }
  }

  /** As git reads lists of folders: a path with a colon stands in quotes. */
  private static String quoted(String path) {
    return path.contains(":") || path.startsWith("\"")
        ? "\"" + path.replace("\\", "\\\\").replace("\"", "\\\"") + "\""
        : path;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** For each merge: 1 or 0, the tree, a part for each version of each conflict, an empty part. */
  private static List<Merged> read(String text) {
    List<Merged> all = new ArrayList<>();
    String[] parts = text.split("\0", -1);
    int at = 0;
    while (at + 1 < parts.length) {
      boolean clean = parts[at].equals("1");
      if (!clean && !parts[at].equals("0")) {
        throw new IllegalArgumentException(parts[at]);
      }
      String tree = parts[at + 1];
      at += 2;
      Map<String, BlobId[]> versions = new LinkedHashMap<>();
      while (at < parts.length && !parts[at].isEmpty()) {
        // MODE SP ID SP STAGE TAB PATH
        String[] words = parts[at].substring(0, parts[at].indexOf('\t')).split(" ", -1);
        String path = parts[at].substring(parts[at].indexOf('\t') + 1);
        versions.computeIfAbsent(path, _ -> new BlobId[3])[Integer.parseInt(words[2]) - 1] =
            new BlobId(words[1]);
        at++;
      }
      at++;
      List<Conflict> conflicts = new ArrayList<>();
      versions.forEach((path, ids) -> conflicts.add(new Conflict(path, ids[0], ids[1], ids[2])));
      if (!clean && conflicts.isEmpty()) {
        conflicts.add(new Conflict("(folders that were renamed)", null, null, null));
      }
      all.add(new Merged(clean ? tree : null, List.copyOf(conflicts)));
    }
    return List.copyOf(all);
  }

  private static List<Merged> byJGit(Repo repo, List<Pair> pairs) throws IOException {
    List<Merged> all = new ArrayList<>();
    for (Pair pair : pairs) {
      ResolveMerger merger =
          (ResolveMerger) MergeStrategy.RECURSIVE.newMerger(repo.jgit(), /* inCore= */ true);
      // In core or not, JGit stores what it merged: where nobody else sees it.
      merger.setObjectInserter(new MemoryInserter(repo.jgit()));
      boolean clean = merger.merge(ObjectName.of(pair.one()), ObjectName.of(pair.other()));
      List<Conflict> conflicts = new ArrayList<>();
      if (!clean) {
        try (RevWalk walk = new RevWalk(repo.jgit())) {
          ObjectId base = merger.getBaseCommitId();
          for (String path : merger.getUnmergedPaths().stream().sorted().toList()) {
            conflicts.add(
                new Conflict(
                    path,
                    base == null ? null : blob(repo, walk, base, path),
                    blob(repo, walk, ObjectName.of(pair.one()), path),
                    blob(repo, walk, ObjectName.of(pair.other()), path)));
          }
        }
      }
      all.add(new Merged(clean ? merger.getResultTreeId().name() : null, List.copyOf(conflicts)));
    }
    return List.copyOf(all);
  }

  private static @Nullable BlobId blob(Repo repo, RevWalk walk, ObjectId commit, String path)
      throws IOException {
    try (TreeWalk found = TreeWalk.forPath(repo.jgit(), path, walk.parseCommit(commit).getTree())) {
      return found == null ? null : new BlobId(found.getObjectId(0).name());
    }
  }

  /** The commit that two have in common; null when there is none. */
  public static @Nullable CommitId base(Repo repo, CommitId one, CommitId other)
      throws GitException {
    try (RevWalk walk = new RevWalk(repo.jgit())) {
      walk.setRevFilter(RevFilter.MERGE_BASE);
      walk.markStart(walk.parseCommit(ObjectName.of(one)));
      walk.markStart(walk.parseCommit(ObjectName.of(other)));
      RevCommit base = walk.next();
      return base == null ? null : new CommitId(base.name());
    } catch (IOException e) {
      throw GitException.failed("the histories of " + one + " and " + other, e);
    }
  }

  /** The tree of a commit, by its object name. */
  public static String tree(Repo repo, CommitId commit) throws GitException {
    try (RevWalk walk = new RevWalk(repo.jgit())) {
      return walk.parseCommit(ObjectName.of(commit)).getTree().name();
    } catch (IOException e) {
      throw GitException.failed("commit " + commit, e);
    }
  }
}
