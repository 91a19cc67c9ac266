package dev.pawl.app.edit;

import dev.pawl.app.snapshot.RepositorySnapshot;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Homes;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.check.PlanFacts;
import dev.pawl.git.GitException;
import dev.pawl.git.files.WorkTree;
import dev.pawl.plan.EditResult;
import dev.pawl.plan.Plan;
import dev.pawl.plan.PlanId;
import dev.pawl.plan.Problem;
import dev.pawl.plan.TaskId;
import dev.pawl.plan.document.PlanDocument;
import dev.pawl.plan.text.Edit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** A plan file of the work tree that is being changed; nothing is written before {@link #write}. */
final class PlanText {
  private final WorkTree tree;
  private final String file;
  private final PlanDocument read;
  private PlanDocument now;

  private PlanText(WorkTree tree, String file, PlanDocument read) {
    this.tree = tree;
    this.file = file;
    this.read = read;
    this.now = read;
  }

  static PlanText of(Workspace workspace, RepositorySnapshot loaded, PlanFacts plan)
      throws Failure, GitException {
    Plan said = plan.document().plan();
    PlanId id = said == null ? null : said.id();
    if (id != null && !plan.home().here() && plan.home().branch().equals(Homes.branchOf(id))) {
      throw Failure.refused(
          "%s lives on branch %s, and is changed there".formatted(id, plan.home().branch()),
          "pawl worktree path %s prints the folder of its worktree, if it has one".formatted(id),
          "or git switch " + plan.home().branch());
    }
    PlanDocument read = loaded.documents().current(plan.file());
    if (read == null) {
      throw changed(plan.file());
    }
    return new PlanText(new WorkTree(workspace.repo()), plan.file(), read);
  }

  String file() {
    return file;
  }

  /** Makes an edit in what came of those before it; says whether it changes anything. */
  boolean edit(Function<PlanDocument, EditResult> wanted) throws Failure {
    switch (wanted.apply(now)) {
      case EditResult.Edited(Edit edit) -> {
        byte[] before = now.bytes();
        now = now.after(List.of(edit));
        return !Arrays.equals(before, now.bytes());
      }
      case EditResult.Refused(Problem problem) ->
          throw Failure.refused(
              "%s:%d:%d: %s"
                  .formatted(file, problem.at().line(), problem.at().column(), problem.message()));
    }
  }

  /** Where a task stands now; the first line where it does not. */
  int line(TaskId task) {
    return now.tasks().stream()
        .filter(each -> each.id().equals(task))
        .mapToInt(each -> each.at().line())
        .findFirst()
        .orElse(1);
  }

  /** Writes all of them, or none where one was changed meanwhile. */
  static void write(Collection<PlanText> texts) throws Failure, GitException {
    List<PlanText> written = new ArrayList<>();
    for (PlanText text : texts) {
      if (!text.tree.replace(text.file, text.read.bytes(), text.now.bytes())) {
        for (PlanText back : written) {
          back.tree.replace(back.file, back.now.bytes(), back.read.bytes());
        }
        throw changed(text.file);
      }
      written.add(text);
    }
  }

  private static Failure changed(String file) {
    return Failure.refused(file + " was changed meanwhile", "try again");
  }
}
