package dev.pawl.app.setup;

import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.git.GitEnvironment;
import dev.pawl.git.GitException;
import dev.pawl.git.commit.Recovery;
import dev.pawl.git.commit.UnfinishedCommit;
import dev.pawl.git.queue.ForegroundGit;
import dev.pawl.git.queue.GitQueue;
import dev.pawl.git.repo.Repo;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs git in the queue of a repository, and says who is in it. */
public final class QueuedGit {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Surroundings surroundings;

  public QueuedGit(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Somebody in the queue: process, the kernel's name of its machine, what it runs, and where. */
  public record Visitor(long pid, String host, String command, String place, Instant since) {
    private static Visitor of(GitQueue.Visitor visitor) {
      return new Visitor(
          visitor.pid(), visitor.host(), visitor.command(), visitor.place(), visitor.since());
    }
  }

  /**
   * The queue.
   *
   * @param held whether somebody has a turn
   * @param holder who; null when nobody has, or who has one left no name
   * @param waiting in the order in which they came
   */
  public record Status(boolean held, @Nullable Visitor holder, List<Visitor> waiting) {}

  /**
   * Runs git on the terminal, in the folder that {@code -C} says.
   *
   * @param arguments what follows {@code git}
   * @param wait how long to wait for a turn
   * @return git's exit code
   * @throws Failure when there is no repository, no turn in time, or no git
   */
  public int run(List<String> arguments, Duration wait) throws Failure {
    Path folder = folder(arguments);
    try {
      GitQueue queue =
          GitQueue.around(
              folder,
              surroundings.variables(),
              "git " + String.join(" ", arguments),
              surroundings.clock());
      try (GitQueue.Turn turn = queue.enter(wait, this::waiting)) {
        settle(folder);
        return ForegroundGit.run(
            surroundings.directory(), arguments, surroundings.variables(), turn);
      }
    } catch (GitException e) {
      throw Failure.of(e);
    }
  }

  /** Else git finds a lock of pawl's, and takes half a commit of pawl's for the user's work. */
  private void settle(Path folder) throws GitException {
    Repo repo;
    try {
      repo = Repo.open(folder, GitEnvironment.of(surroundings.variables()));
    } catch (GitException e) {
      // Not one that pawl reads, so it left nothing in it; git says itself what is wrong there.
      return;
    }
    try (repo) {
      if (UnfinishedCommit.in(repo).isPresent()) {
        Recovery.run(repo, PATIENCE).forEach(surroundings.progress());
      }
    }
  }

  private void waiting(GitQueue.Visitor holder) {
    surroundings.progress().accept("waiting for " + holder);
  }

  /** Who has a turn and who waits. */
  public Status status() throws Failure {
    try {
      GitQueue.State state =
          GitQueue.around(
                  surroundings.directory(),
                  surroundings.variables(),
                  "status",
                  surroundings.clock())
              .state();
      GitQueue.Visitor holder = state.holder();
      return new Status(
          state.held(),
          holder == null ? null : Visitor.of(holder),
          state.waiting().stream().map(Visitor::of).toList());
    } catch (GitException e) {
      throw Failure.of(e);
    }
  }

  /** Where git will look for the repository: its own {@code -C} counts, and nothing else may. */
  private Path folder(List<String> arguments) throws Failure {
    Path folder = surroundings.directory();
    for (int i = 0; i < arguments.size() && arguments.get(i).startsWith("-"); i++) {
      String option = arguments.get(i);
      boolean valued = option.equals("-C") || option.equals("-c");
      if (option.startsWith("--git-dir")
          || option.startsWith("--work-tree")
          || option.equals("--bare")) {
        throw Failure.usage(
            option + " would lead git to a repository with another queue",
            "say where it is before the words for git: pawl -C DIR git -- ...");
      }
      if (option.equals("-C") && i + 1 < arguments.size()) {
        try {
          folder = folder.resolve(arguments.get(i + 1));
        } catch (InvalidPathException e) {
          throw Failure.usage("-C: " + e.getMessage());
        }
      }
      i += valued ? 1 : 0;
    }
    return folder;
  }
}
