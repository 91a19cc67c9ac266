package dev.pawl.app.snapshot;

import dev.pawl.app.workspace.Workspace;
import dev.pawl.git.BlobId;
import dev.pawl.git.GitException;
import dev.pawl.git.history.Commits;
import dev.pawl.index.PlanTable;
import dev.pawl.plan.Status;
import dev.pawl.plan.Task;
import dev.pawl.plan.TaskId;
import dev.pawl.plan.document.PlanContent;
import dev.pawl.plan.document.PlanDocument;
import dev.pawl.plan.settings.RepositorySettings;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What committed plan files say, each blob read once. */
public final class BlobPlans {
  /**
   * What one blob says of its tasks.
   *
   * @param statuses by task; a task whose status word is unknown maps to nothing
   * @param damaged true when a part could not be read, so that a task may be missing
   */
  record Statuses(Map<TaskId, Optional<Status>> statuses, boolean damaged) {}

  private final Commits commits;
  private final RepositorySettings settings;
  private final PlanTable table;
  private final Map<BlobId, Statuses> read = new HashMap<>();
  private final Map<String, PlanContent> fresh = new HashMap<>();
  private boolean lacking;

  public BlobPlans(Workspace workspace) {
    this.commits = new Commits(workspace.repo());
    this.settings = workspace.settings();
    this.table = workspace.planTable();
  }

  Statuses statuses(BlobId blob) throws GitException {
    Statuses known = read.get(blob);
    if (known == null) {
      known = statuses(content(blob));
      read.put(blob, known);
    }
    return known;
  }

  /** What a blob says; the index may know it. */
  PlanContent content(BlobId blob) throws GitException {
    PlanContent known = table.content(blob.hex());
    if (known == null) {
      byte[] bytes = bytes(blob);
      known = parsed(bytes).content();
      if (bytes != null) {
        fresh.put(blob.hex(), known);
      }
    }
    return known;
  }

  /** Has the index remember what was read: at the end, for it is one write. */
  void remember() {
    if (!fresh.isEmpty()) {
      table.update(new PlanTable.Update(Map.of(), fresh, List.of()));
      fresh.clear();
    }
  }

  public PlanDocument document(BlobId blob) throws GitException {
    return parsed(bytes(blob));
  }

  private byte @Nullable [] bytes(BlobId blob) throws GitException {
    byte[] bytes = commits.promised(blob).orElse(null);
    lacking |= bytes == null;
    return bytes;
  }

  private PlanDocument parsed(byte @Nullable [] bytes) {
    return bytes == null
        ? PlanDocument.unread(
            "a partial clone left the file with its remote, which does not give it now",
            settings.tasks(),
            settings.planStatuses())
        : PlanDocument.parse(bytes, settings.tasks(), settings.planStatuses());
  }

  /** Whether something that was asked for is not in this clone, and could not be had. */
  boolean lacking() {
    return lacking;
  }

  private static Statuses statuses(PlanContent document) {
    Map<TaskId, Optional<Status>> statuses = new LinkedHashMap<>();
    if (document.kind() == PlanDocument.Kind.PLAN) {
      for (Task task : document.tasks()) {
        statuses.putIfAbsent(task.id(), Optional.ofNullable(task.status()));
      }
    }
    return new Statuses(statuses, !document.problems().isEmpty());
  }
}
