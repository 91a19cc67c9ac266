package dev.pawl.git.commit;

import dev.pawl.git.CommitId;
import dev.pawl.git.GitEnvironment;
import dev.pawl.git.GitException;
import dev.pawl.git.repo.Repo;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A process that commits: once, until it is killed at a named step, or over and over. */
public final class CommitChild {
  private CommitChild() {}

  /** Commits "done" in place of the first "todo" of a file, and is killed at a step. */
  public static void cutShort(Path work, Map<String, String> variables, String step, String file)
      throws Exception {
    int exit = start(work, variables, step, file).waitFor();
    if (exit != 137) {
      throw new IllegalStateException("was not killed: " + exit);
    }
  }

  static Process start(Path work, Map<String, String> variables, String step, String file)
      throws Exception {
    List<String> command = new ArrayList<>();
    if (System.getProperty("os.name").equals("Linux")) {
      // A run in the background, or under nohup, hands its ignored signals down.
      command.addAll(List.of("/usr/bin/env", "--default-signal=HUP,INT,TERM"));
    }
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "dev.pawl.git.commit.CommitChild",
            work.toString(),
            step,
            file));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(variables);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    return builder.start();
  }

  public static void main(String[] args) throws Exception {
    Path work = Path.of(args[0]);
    try (Repo repo = Repo.open(work, GitEnvironment.of(System.getenv()))) {
      if (!args[1].equals("loop")) {
        StatusCommit.@Nullable Step fatal =
            args[1].equals("once") ? null : StatusCommit.Step.valueOf(args[1]);
        String before = Files.readString(work.resolve(args[2]));
        CommitFixture.commit(
            repo,
            head(repo),
            List.of(
                CommitFixture.change(
                    args[2], before, before.replaceFirst("status: todo", "status: done"))),
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
