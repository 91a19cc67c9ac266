package dev.pawl.app.snapshot;

import dev.pawl.app.workspace.Workspace;
import dev.pawl.git.BlobId;
import dev.pawl.git.GitException;
import dev.pawl.git.files.WorkTree;
import dev.pawl.plan.document.PlanContent;
import dev.pawl.plan.document.PlanDocument;
import dev.pawl.plan.settings.RepositorySettings;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The plan files of a snapshot as documents, for editing and quoting them. Each is read when it is
 * asked for, and is there only as it was when the snapshot was taken.
 */
public final class PlanDocuments {
  private final @Nullable WorkTree tree;
  private final RepositorySettings settings;
  private final Map<String, PlanFiles.Stored> plans;
  private final Map<String, Optional<PlanDocument>> read = new HashMap<>();
  private final @Nullable BlobPlans blobs;

  /** Plans as another branch has them. */
  private final Map<String, PlanFiles.Stored> elsewhere;

  private PlanDocuments(
      @Nullable WorkTree tree,
      RepositorySettings settings,
      Map<String, PlanFiles.Stored> plans,
      @Nullable BlobPlans blobs,
      Map<String, PlanFiles.Stored> elsewhere) {
    this.tree = tree;
    this.settings = settings;
    this.plans = plans;
    this.blobs = blobs;
    this.elsewhere = elsewhere;
  }

  /** Those of a work tree, and of other branches. */
  static PlanDocuments of(
      Workspace workspace,
      Map<String, PlanFiles.Stored> plans,
      BlobPlans blobs,
      Map<String, PlanFiles.Stored> elsewhere) {
    return new PlanDocuments(
        new WorkTree(workspace.repo()), workspace.settings(), plans, blobs, elsewhere);
  }

  /** No documents at all. */
  public static PlanDocuments none() {
    return new PlanDocuments(null, RepositorySettings.defaults(), Map.of(), null, Map.of());
  }

  /** What the files say, in order of path. */
  public Collection<PlanContent> contents() {
    return plans.values().stream().map(PlanFiles.Stored::content).toList();
  }

  /** A document, for quoting; null when there is none of this path, or it is another one now. */
  public @Nullable PlanDocument get(String path) {
    try {
      PlanFiles.Stored other = elsewhere.get(path);
      return other == null || other.blob() == null || blobs == null
          ? current(path)
          : blobs.document(other.blob());
    } catch (GitException e) {
      // What cannot be read now is not quoted; what it said is known.
      return null;
    }
  }

  /** A document, for editing; null when there is none of this path, or it is another one now. */
  public @Nullable PlanDocument current(String path) throws GitException {
    Optional<PlanDocument> known = read.get(path);
    if (known == null) {
      known = read(path);
      read.put(path, known);
    }
    return known.orElse(null);
  }

  private Optional<PlanDocument> read(String path) throws GitException {
    PlanFiles.Stored stored = plans.get(path);
    if (stored == null || tree == null) {
      return Optional.empty();
    }
    return tree.read(path)
        .filter(bytes -> BlobId.of(bytes).equals(stored.blob()))
        .map(bytes -> PlanDocument.parse(bytes, settings.tasks(), settings.planStatuses()));
  }
}
