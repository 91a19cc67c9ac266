package dev.pawl.git.commit;

import dev.pawl.disk.Printable;
import dev.pawl.disk.WholeFile;
import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.Message;
import dev.pawl.git.process.NativeGit;
import dev.pawl.git.repo.Repo;
import dev.pawl.git.repo.RepositoryHooks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/** What {@code git commit} asks the hooks, in its order, about a commit that is being made. */
final class CommitHooks {
  private final Repo repo;
  private final CommitFolder folder;
  private final RepositoryHooks hooks;

  CommitHooks(Repo repo, CommitFolder folder, RepositoryHooks hooks) {
    this.repo = repo;
    this.folder = folder;
    this.hooks = hooks;
  }

  /** Whether a hook has a say in whether there is a commit, or in its message. */
  boolean decide() {
    return hooks
        .any(
            RepositoryHooks.PRE_COMMIT,
            RepositoryHooks.PREPARE_COMMIT_MSG,
            RepositoryHooks.COMMIT_MSG)
        .isPresent();
  }

  /** Whether a hook watches refs: git has to move the branch then. */
  boolean watchRefs() {
    return hooks.has(RepositoryHooks.REFERENCE_TRANSACTION);
  }

  /** A hook that would have to run. */
  Optional<String> any() {
    return hooks.any(
        RepositoryHooks.PRE_COMMIT,
        RepositoryHooks.PREPARE_COMMIT_MSG,
        RepositoryHooks.COMMIT_MSG,
        RepositoryHooks.REFERENCE_TRANSACTION,
        RepositoryHooks.POST_INDEX_CHANGE,
        RepositoryHooks.POST_COMMIT);
  }

  /** The message that the hooks left, or why there is to be no commit. */
  record Verdict(String message, @Nullable String refusal) {
    static Verdict no(String refusal) {
      return new Verdict("", refusal);
    }
  }

  /** Asks; the index holds HEAD's files and ours, as git shows it to hooks of a partial commit. */
  Verdict ask(byte[] index, ObjectId tree, String message) throws IOException, GitException {
    Path shown = folder.file("hook-index");
    Files.deleteIfExists(shown);
    WholeFile.writeNew(shown, index);
    NativeGit git = repo.installed().orElseThrow();
    NativeGit.Options options = git.local().with("GIT_INDEX_FILE", shown.toString());
    // Making the index that hooks look at is nothing to tell a hook about.
    List<String> make =
        List.of("-c", "core.hooksPath=/dev/null", "read-tree", "-m", "-i", tree.name());
    git.must(repo.workTree(), make, options);
    Map<String, String> variables = Map.of("GIT_INDEX_FILE", shown.toString());
    Optional<RepositoryHooks.Refusal> no =
        hooks.run(RepositoryHooks.PRE_COMMIT, List.of(), variables);
    if (no.isPresent()) {
      return Verdict.no(no.get().reason());
    }
    NativeGit.Result now = git.run(repo.workTree(), List.of("write-tree"), options);
    if (!now.line().equals(tree.name())) {
      return Verdict.no("the hook pre-commit changed what would be committed");
    }
    Path text = repo.gitDir().resolve("COMMIT_EDITMSG");
    // In a shared repository it may be another user's, and only its folder ours to write to.
    Files.deleteIfExists(text);
    Files.writeString(text, message);
    List<String> prepare = List.of(text.toString(), "message");
    no = hooks.run(RepositoryHooks.PREPARE_COMMIT_MSG, prepare, variables);
    if (no.isEmpty()) {
      no = hooks.run(RepositoryHooks.COMMIT_MSG, List.of(text.toString()), variables);
    }
    if (no.isPresent()) {
      return Verdict.no(no.get().reason());
    }
    String agreed = Message.clean(Files.readString(text));
    return agreed.isEmpty()
        ? Verdict.no("the hooks left an empty message")
        : new Verdict(agreed, null);
  }

  /** Moves the branch by git, whose ref transaction runs the hook; what git said. */
  String moveByGit(BranchName branch, CommitId old, CommitId fresh, String subject)
      throws GitException {
    NativeGit git = repo.installed().orElseThrow();
    List<String> command =
        List.of(
            "update-ref",
            "-m",
            "commit (pawl): " + Printable.line(subject),
            branch.ref(),
            fresh.hex(),
            old.hex());
    return Printable.text(git.run(repo.workTree(), command, git.local()).err());
  }

  /** Tells the hooks that nobody can refuse any more; what they complained of, a sentence each. */
  List<String> afterwards() throws GitException {
    List<String> notes = new ArrayList<>();
    hooks
        .run(RepositoryHooks.POST_INDEX_CHANGE, List.of("1", "0"), Map.of())
        .ifPresent(failure -> notes.add("after the commit, " + failure.reason()));
    hooks
        .run(RepositoryHooks.POST_COMMIT, List.of(), Map.of())
        .ifPresent(failure -> notes.add("after the commit, " + failure.reason()));
    return notes;
  }
}
