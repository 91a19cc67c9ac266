package dev.pawl.app;

import dev.pawl.check.Home;
import dev.pawl.check.PlanFacts;
import dev.pawl.git.GitException;
import dev.pawl.git.WorkTree;
import dev.pawl.plan.Plan;
import dev.pawl.plan.PlanDocument;
import dev.pawl.plan.PlanGlobs;
import dev.pawl.plan.RepositorySettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The plan files of a work tree, read and put next to their state in git. */
final class PlanFiles {
  private PlanFiles() {}

  /** Every file that counts as a plan, by path: its front matter says so, or cannot be read. */
  static Map<String, PlanDocument> documents(Workspace workspace) throws GitException {
    RepositorySettings settings = workspace.settings();
    PlanGlobs globs = settings.globs();
    WorkTree tree = new WorkTree(workspace.repo());
    Map<String, PlanDocument> documents = new LinkedHashMap<>();
    for (String path : tree.files(globs.roots(), globs::matches)) {
      Optional<byte[]> bytes = tree.read(path);
      if (bytes.isEmpty()) {
        continue;
      }
      PlanDocument document =
          PlanDocument.parse(bytes.get(), settings.tasks(), settings.planStatuses());
      if (document.kind() != PlanDocument.Kind.NOT_A_PLAN) {
        documents.put(path, document);
      }
    }
    return documents;
  }

  /** The same files with their branch and their state. */
  static List<PlanFacts> facts(
      Workspace workspace, Map<String, PlanDocument> documents, Homes homes) throws GitException {
    Map<String, WorkTree.State> states = new WorkTree(workspace.repo()).states(documents.keySet());
    List<PlanFacts> facts = new ArrayList<>();
    for (Map.Entry<String, PlanDocument> entry : documents.entrySet()) {
      Plan plan = entry.getValue().plan();
      Home home = homes.of(plan == null ? null : plan.id());
      boolean uncommitted =
          states.getOrDefault(entry.getKey(), WorkTree.State.MISSING) != WorkTree.State.SAME;
      facts.add(new PlanFacts(entry.getKey(), entry.getValue(), home, uncommitted));
    }
    return facts;
  }
}
