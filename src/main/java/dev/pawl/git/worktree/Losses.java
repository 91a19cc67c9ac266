package dev.pawl.git.worktree;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.pawl.disk.Digest;
import dev.pawl.disk.Printable;
import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.files.Dirt;
import dev.pawl.git.files.Guard;
import dev.pawl.git.files.Obstacle;
import dev.pawl.git.history.Commits;
import dev.pawl.git.history.MergeEvidence;
import dev.pawl.git.index.IndexFile;
import dev.pawl.git.ref.GoneRefs;
import dev.pawl.git.ref.Refs;
import dev.pawl.git.repo.Repo;
import dev.pawl.git.worktree.Loss.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All that would be lost with a work tree, each with what to do about it (N30, N31). */
public final class Losses {
  private static final int SHOWN = 5;

  /** So many commits are counted; more are "more than". */
  private static final int MOST_COMMITS = 1000;

  private static final int GITLINK = 0160000;
  private final Repo repo;
  private final @Nullable BranchName target;
  private final @Nullable String remote;
  private final Predicate<String> disposable;
  private final List<Loss> found = new ArrayList<>();

  /**
   * Judged from another work tree of the same clone.
   *
   * @param target the default branch; null where there is none
   * @param remote the remote that counts; null where there is none
   * @param disposable which ignored files or folders may go, beside those that tools make anew
   */
  public Losses(
      Repo repo,
      @Nullable BranchName target,
      @Nullable String remote,
      Predicate<String> disposable) {
    this.repo = repo;
    this.target = target;
    this.remote = remote;
    this.disposable = disposable;
  }

  /** What forbids that it goes; empty when nothing does. */
  public List<Loss> of(LinkedWorktree tree) throws GitException {
    found.clear();
    if (tree.isMain()) {
      add(Kind.NEEDED, "it is the main worktree", "pawl only removes worktrees of plans");
      return List.copyOf(found);
    }
    if (tree.locked() != null) {
      String why = tree.locked().isEmpty() ? "" : ": " + tree.locked();
      add(Kind.LOCKED, "it is locked" + why, "ask who locked it; 'git worktree unlock' unlocks it");
    }
    if (target != null && target.equals(tree.branch())) {
      add(Kind.NEEDED, "the default branch is checked out in it", "switch it to another branch");
    }
    try {
      standing(tree);
      nested(tree);
      modules(tree);
      try (Repo inside = Repo.open(tree.path(), repo.environment())) {
        state(inside);
        index(inside);
        files(inside);
      }
    } catch (IOException | GitException e) {
      add(
          Kind.UNKNOWN,
          "it cannot be told what is in it: " + Printable.line(String.valueOf(e.getMessage())),
          "see what 'git status' says there");
    }
    commits(tree);
    return List.copyOf(found);
  }

  private void add(Kind kind, String reason, String nextStep) {
    found.add(new Loss(kind, reason, nextStep));
  }

  private void standing(LinkedWorktree tree) throws IOException {
    List<String> processes = Occupants.in(tree.path());
    if (!processes.isEmpty()) {
      add(
          Kind.IN_USE,
          "somebody is in it: " + Printable.listed(processes, SHOWN),
          "leave the folder there, or end what runs in it");
    }
  }

  private void nested(LinkedWorktree tree) throws GitException {
    for (LinkedWorktree other : new Worktrees(repo).list()) {
      if (!other.path().equals(tree.path()) && other.path().startsWith(tree.path())) {
        add(
            Kind.NESTED,
            "another worktree is inside it: " + other.path(),
            "move that one first: git worktree move");
      }
    }
  }

  private void modules(LinkedWorktree tree) throws IOException {
    for (Path module : NestedRepositories.unpushedModules(tree.admin())) {
      add(
          Kind.NESTED,
          "commits of a submodule are on no remote: " + Printable.line(module.toString()),
          "push them; git --git-dir="
              + quoted(module.toString())
              + " log --branches --not --remotes shows them");
    }
  }

  private void state(Repo inside) throws GitException {
    for (Obstacle obstacle : Guard.of(inside)) {
      switch (obstacle.kind()) {
        case IN_PROGRESS, UNMERGED, INDEX_LOCKED ->
            add(Kind.IN_PROGRESS, obstacle.reason(), obstacle.nextStep());
        default -> {}
      }
    }
  }

  /** What git status does not look at: files that it was told to overlook, and submodules. */
  private void index(Repo inside) throws IOException, GitException {
    Path file = inside.jgit().getIndexFile().toPath();
    if (!Files.exists(file)) {
      return;
    }
    List<String> skipped = new ArrayList<>();
    List<String> assumed = new ArrayList<>();
    List<String> modules = new ArrayList<>();
    for (IndexFile.Entry entry : IndexFile.parse(Files.readAllBytes(file)).all()) {
      Path there = inside.workTree().resolve(entry.path());
      if (entry.mode() == GITLINK) {
        if (Files.exists(there.resolve(".git"), NOFOLLOW_LINKS)) {
          modules.add(entry.path());
        }
      } else if (entry.hidden()
          && Files.isRegularFile(there, NOFOLLOW_LINKS)
          && !Digest.blob(Files.readAllBytes(there)).equals(entry.id())) {
        (entry.assumedUnchanged() ? assumed : skipped).add(entry.path());
      }
    }
    hidden(inside, "assume-unchanged", assumed);
    hidden(inside, "skip-worktree", skipped);
    if (!modules.isEmpty()) {
      add(
          Kind.NESTED,
          "submodules are checked out in it: " + Printable.listed(modules, SHOWN),
          "push what is in them; 'git submodule status' there shows them");
    }
  }

  /** Git takes one of the two options at a time, and only with the names of the files. */
  private void hidden(Repo inside, String flag, List<String> paths) {
    if (!paths.isEmpty()) {
      add(
          Kind.UNCOMMITTED,
          "changed, though git was told not to look ("
              + flag
              + "): "
              + Printable.listed(paths, SHOWN),
          "let git look again, and commit there: git -C "
              + quoted(inside.workTree().toString())
              + " update-index --no-"
              + flag
              + " -- "
              + String.join(" ", paths.stream().limit(SHOWN).map(Losses::quoted).toList()));
    }
  }

  /** As a word of a shell's. */
  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  private void files(Repo inside) throws IOException, GitException {
    Dirt dirt = Dirt.of(inside);
    if (!dirt.changed().isEmpty()) {
      add(
          Kind.UNCOMMITTED,
          "uncommitted changes: " + Printable.listed(dirt.changed(), SHOWN),
          "commit them there");
    }
    List<String> repositories =
        dirt.untracked().stream().filter(path -> path.endsWith("/")).toList();
    List<String> untracked = dirt.untracked().stream().filter(path -> !path.endsWith("/")).toList();
    if (!untracked.isEmpty()) {
      add(
          Kind.UNTRACKED,
          "files unknown to git: " + Printable.listed(untracked, SHOWN),
          "commit them there, or move them elsewhere");
    }
    precious(inside.workTree(), dirt.ignored(), new ArrayList<>(repositories));
  }

  private void precious(Path top, List<String> ignored, List<String> repositories)
      throws IOException, GitException {
    DisposableFiles throwaway = new DisposableFiles(disposable);
    @Nullable Path main = new Worktrees(repo).main().orElse(null);
    List<String> precious = new ArrayList<>();
    for (String path : ignored) {
      boolean folder = path.endsWith("/");
      String name = folder ? path.substring(0, path.length() - 1) : path;
      Files.walkFileTree(
          top.resolve(name), new IgnoredSearch(top, main, throwaway, precious, repositories));
    }
    if (!repositories.isEmpty()) {
      add(
          Kind.NESTED,
          "repositories of their own are in it: " + Printable.listed(repositories, SHOWN),
          "push what is in them and move them elsewhere");
    }
    if (!precious.isEmpty()) {
      add(
          Kind.PRECIOUS,
          "ignored files that nothing makes anew: " + Printable.listed(precious, SHOWN),
          "move them elsewhere; worktrees.disposable in .pawl.yaml names those that may go");
    }
  }

  private void commits(LinkedWorktree tree) throws GitException {
    CommitId head = tree.head();
    if (head == null) {
      if (tree.branch() == null) {
        add(Kind.UNKNOWN, "its HEAD cannot be read", "see what 'git status' says there");
      }
      return;
    }
    Refs refs = new Refs(repo);
    Commits commits = new Commits(repo);
    Set<CommitId> targets = new HashSet<>();
    if (target != null) {
      refs.ref(target.ref()).ifPresent(targets::add);
      refs.ref("refs/remotes/" + remote + "/" + target).ifPresent(targets::add);
    }
    MergeEvidence merged = new MergeEvidence(repo);
    for (CommitId each : targets) {
      Optional<MergeEvidence.How> how = merged.in(head, each);
      if (how.isPresent()) {
        return;
      }
    }
    String what = tree.branch() == null ? "its detached HEAD" : tree.branch().name();
    int unmerged = commits.log(head, targets, MOST_COMMITS).size();
    add(
        Kind.UNMERGED,
        commits(unmerged) + " of " + what + " not in " + (target == null ? "any other" : target),
        tree.branch() == null
            ? "give it a branch there: git switch -c BRANCH"
            : "merge " + what + " first");
    if (remote != null) {
      Set<CommitId> known = new HashSet<>(targets);
      known.addAll(new GoneRefs(repo).without(refs.refs("refs/remotes/")).values());
      int unpushed = commits.log(head, known, MOST_COMMITS).size();
      if (unpushed > 0) {
        add(
            Kind.UNPUSHED,
            commits(unpushed) + " of " + what + " on no remote",
            tree.branch() == null
                ? "give it a branch there and push that"
                : "git push " + remote + " " + what);
      }
    }
  }

  private static String commits(int count) {
    return count >= MOST_COMMITS
        ? "more than " + MOST_COMMITS + " commits"
        : count + (count == 1 ? " commit" : " commits");
  }
}
