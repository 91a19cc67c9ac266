package dev.pawl.app.snapshot;

import dev.pawl.app.workspace.Homes;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.check.Home;
import dev.pawl.check.PlanFacts;
import dev.pawl.disk.FileMark;
import dev.pawl.git.BlobId;
import dev.pawl.git.GitException;
import dev.pawl.git.files.Listing;
import dev.pawl.git.files.WorkTree;
import dev.pawl.index.PlanTable;
import dev.pawl.plan.Plan;
import dev.pawl.plan.document.PlanContent;
import dev.pawl.plan.document.PlanDocument;
import dev.pawl.plan.settings.PlanGlobs;
import dev.pawl.plan.settings.RepositorySettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The plan files of a work tree: read, unless the index knows them as they are now. */
public final class PlanFiles {
  /**
   * A file as it stands.
   *
   * @param blob the name git has for its bytes; null when they cannot be read
   * @param content what they say, or why they are not known
   */
  record Stored(@Nullable BlobId blob, PlanContent content) {}

  private final Workspace workspace;
  private final WorkTree tree;
  private final Map<String, PlanTable.FileRow> freshFiles = new HashMap<>();
  private final Map<String, PlanContent> freshContents = new HashMap<>();
  private long now = -1;

  private PlanFiles(Workspace workspace) {
    this.workspace = workspace;
    this.tree = new WorkTree(workspace.repo());
  }

  /** Every file that counts as a plan, by path: its front matter says so, or cannot be read. */
  public static Map<String, Stored> of(Workspace workspace) throws GitException {
    return new PlanFiles(workspace).all();
  }

  private Map<String, Stored> all() throws GitException {
    PlanGlobs globs = workspace.settings().globs();
    Listing listing = tree.listing(globs.roots(), globs::matches);
    Map<String, FileMark> marks = listing.files();
    PlanTable table = workspace.planTable();
    Map<String, PlanTable.Known> known = table.files();
    workspace.tell(marks.size(), "reading %d plan files");
    Map<String, Stored> plans = new TreeMap<>();
    UnreadPlans.of(tree, workspace.settings(), listing)
        .forEach((path, content) -> plans.put(path, new Stored(null, content)));
    for (Map.Entry<String, FileMark> entry : marks.entrySet()) {
      Stored file = file(entry.getKey(), entry.getValue(), known.get(entry.getKey()));
      if (file != null && file.content().kind() != PlanDocument.Kind.NOT_A_PLAN) {
        plans.put(entry.getKey(), file);
      }
    }
    Set<String> gone = new HashSet<>(known.keySet());
    gone.removeAll(marks.keySet());
    if (!freshFiles.isEmpty() || !gone.isEmpty()) {
      table.update(new PlanTable.Update(freshFiles, freshContents, gone));
    }
    return plans;
  }

  private @Nullable Stored file(String path, FileMark mark, PlanTable.@Nullable Known known) {
    // As git's index does: a file that was written to while it was read is read again.
    if (known != null && known.content() != null && mark.equals(known.file().mark())) {
      return new Stored(new BlobId(known.file().blob()), known.content());
    }
    if (now < 0) {
      now = workspace.index().now();
    }
    Optional<byte[]> bytes;
    try {
      bytes = tree.read(path);
    } catch (GitException e) {
      return new Stored(null, PlanContent.unreadable(UnreadPlans.cannotBeRead(e)));
    }
    if (bytes.isEmpty()) {
      return null;
    }
    BlobId blob = BlobId.of(bytes.get());
    PlanContent content =
        known != null && blob.hex().equals(known.file().blob())
            ? known.content()
            : freshContents.get(blob.hex());
    if (content == null) {
      content = read(bytes.get());
      freshContents.put(blob.hex(), content);
    }
    freshFiles.put(path, new PlanTable.FileRow(mark.settledBefore(now), blob.hex()));
    return new Stored(blob, content);
  }

  private PlanContent read(byte[] bytes) {
    RepositorySettings settings = workspace.settings();
    return PlanDocument.parse(bytes, settings.tasks(), settings.planStatuses()).content();
  }

  /** The same files with their branch and their state. */
  static List<PlanFacts> facts(Workspace workspace, Map<String, Stored> plans, Homes homes)
      throws GitException {
    List<String> read =
        plans.entrySet().stream()
            .filter(plan -> plan.getValue().blob() != null)
            .map(Map.Entry::getKey)
            .toList();
    Map<String, WorkTree.State> states = new WorkTree(workspace.repo()).states(read);
    List<PlanFacts> facts = new ArrayList<>();
    for (Map.Entry<String, Stored> entry : plans.entrySet()) {
      PlanContent content = entry.getValue().content();
      Plan plan = content.plan();
      Home home = homes.of(plan);
      boolean uncommitted =
          states.getOrDefault(entry.getKey(), WorkTree.State.MISSING) != WorkTree.State.SAME;
      facts.add(new PlanFacts(entry.getKey(), content, home, uncommitted));
    }
    return facts;
  }
}
