package dev.pawl.app.snapshot;

import dev.pawl.app.workspace.Workspace;
import dev.pawl.check.TaskFacts;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.journal.Basis;
import dev.pawl.plan.Status;
import org.jspecify.annotations.Nullable;

/** What is under the eyes of whoever reports here: it goes with the report. */
public final class Bases {
  private final RepositorySnapshot loaded;
  private final @Nullable CommitId head;

  public Bases(Workspace workspace, RepositorySnapshot loaded) throws GitException {
    this.loaded = loaded;
    this.head = workspace.repo().head();
  }

  /**
   * What a word about this task is said on.
   *
   * @param before what counted before; null when nothing did
   */
  public Basis of(TaskFacts task, @Nullable Status before) {
    CommitId home = loaded.homes().tip(task.plan().home());
    Status written = task.committed();
    return new Basis(
        head == null ? null : head.hex(),
        home == null || home.equals(head) ? null : home.hex(),
        written == null ? null : written.word(),
        before == null ? null : before.word(),
        before == null ? 0 : before.rank(),
        null);
  }
}
