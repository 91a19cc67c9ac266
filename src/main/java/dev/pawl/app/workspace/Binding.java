package dev.pawl.app.workspace;

import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.repo.Repo;
import dev.pawl.git.worktree.LinkedWorktree;
import dev.pawl.git.worktree.Worktrees;
import dev.pawl.plan.PlanId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which plan a worktree was made for. It stands in git's own folder for that worktree, so every
 * session has the plan of the place it is in, and no two share a pointer (N34).
 *
 * @param start the commit that its branch began at; null where that is not known
 */
public record Binding(PlanId plan, @Nullable CommitId start) {
  public static final String NOTE = "pawl-plan";
  private static final String PLAN = "plan";
  private static final String START = "start";

  /** That of the worktree that was opened; none in the main one, and in those of others. */
  public static Optional<Binding> of(Repo repo) throws GitException, Failure {
    Optional<String> text = new Worktrees(repo).ownNote(NOTE);
    return text.isEmpty() ? Optional.empty() : Optional.of(read(text.get(), repo.root()));
  }

  /** That of any worktree. */
  public static Optional<Binding> of(LinkedWorktree worktree) throws GitException, Failure {
    Optional<String> text = Worktrees.note(worktree, NOTE);
    return text.isEmpty() ? Optional.empty() : Optional.of(read(text.get(), worktree.path()));
  }

  /** A note that cannot be read is an error: it must not pass for none (N43). */
  private static Binding read(String text, Object place) throws Failure {
    Map<String, String> fields = new TreeMap<>();
    text.lines()
        .forEach(line -> {
          int colon = line.indexOf(": ");
          if (colon > 0) {
            fields.put(line.substring(0, colon), line.substring(colon + 2));
          }
        });
    Optional<PlanId> plan = PlanId.of(fields.getOrDefault(PLAN, ""));
    if (plan.isEmpty()) {
      throw Failure.environment(
          place + ": the note that says which plan this worktree is for cannot be read",
          "say --plan PLAN; pawl worktree create PLAN, run elsewhere, writes the note anew");
    }
    return new Binding(plan.get(), CommitId.of(fields.getOrDefault(START, "")).orElse(null));
  }

  public String text() {
    return PLAN + ": " + plan.value() + (start == null ? "" : "\n" + START + ": " + start);
  }
}
