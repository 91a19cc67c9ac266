package dev.pawl.git;

import java.io.PrintStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A process that commits: once, until it is killed at a named step, or over and over. */
final class CommitChild {
  private CommitChild() {}

  public static void main(String[] args) throws Exception {
    Path work = Path.of(args[0]);
    try (Repo repo = Repo.open(work, GitEnvironment.of(System.getenv()))) {
      if (!args[1].equals("loop")) {
        StatusCommit.@Nullable Step fatal =
            args[1].equals("once") ? null : StatusCommit.Step.valueOf(args[1]);
        CommitFixture.commit(
            repo,
            head(repo),
            CommitFixture.TODO,
            CommitFixture.DONE,
            step -> {
              if (step == fatal) {
                Runtime.getRuntime().halt(137);
              }
            });
        return;
      }
      loop(repo, System.out);
    }
  }

  private static void loop(Repo repo, PrintStream out) throws Exception {
    String before = CommitFixture.TODO;
    String after = CommitFixture.DONE;
    while (true) {
      StatusCommit.Outcome outcome =
          CommitFixture.commit(repo, head(repo), before, after, step -> {});
      if (!(outcome instanceof StatusCommit.Outcome.Committed)) {
        throw new IllegalStateException(outcome.toString());
      }
      String swap = before;
      before = after;
      after = swap;
      out.println("committed");
      out.flush();
    }
  }

  private static CommitId head(Repo repo) throws GitException {
    CommitId head = repo.head();
    if (head == null) {
      throw new IllegalStateException("no commit yet");
    }
    return head;
  }
}
