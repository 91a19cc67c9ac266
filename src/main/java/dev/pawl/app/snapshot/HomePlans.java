package dev.pawl.app.snapshot;

import dev.pawl.app.workspace.Homes;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.check.Home;
import dev.pawl.check.PlanFacts;
import dev.pawl.git.BlobId;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.TreeEntry;
import dev.pawl.plan.Plan;
import dev.pawl.plan.PlanId;
import dev.pawl.plan.Task;
import dev.pawl.plan.TaskId;
import dev.pawl.plan.document.PlanContent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Plans that live on {@code plan/<id>}, as that branch has them, whatever is checked out. */
final class HomePlans {
  private final Workspace workspace;
  private final Homes homes;
  private final BlobPlans blobs;

  /** What was read from a branch, by path. */
  private final Map<String, PlanFiles.Stored> stored = new TreeMap<>();

  /** The files of this checkout: a branch may hold most of them unchanged. */
  private final Set<BlobId> here = new HashSet<>();

  HomePlans(
      Workspace workspace, Homes homes, BlobPlans blobs, Collection<PlanFiles.Stored> checkout) {
    this.workspace = workspace;
    this.homes = homes;
    this.blobs = blobs;
    checkout.forEach(file -> Optional.ofNullable(file.blob()).ifPresent(here::add));
  }

  /**
   * The plans of this checkout, those that live on a branch of their own as they are there, and
   * those that are nowhere else; in order of path. Each task of the checkout is among theirs.
   */
  List<PlanFacts> instead(List<PlanFacts> checkout) throws GitException {
    Set<PlanId> elsewhere = homes.elsewhere();
    if (elsewhere.isEmpty()) {
      return checkout;
    }
    Set<PlanId> known = new HashSet<>();
    List<PlanFacts> plans = new ArrayList<>();
    for (PlanFacts facts : checkout) {
      Plan plan = facts.document().plan();
      if (plan != null) {
        known.add(plan.id());
      }
      plans.add(plan == null ? facts : atHome(facts, plan.id()));
    }
    for (PlanId id : elsewhere) {
      if (!known.contains(id)) {
        plans.addAll(at(id, new Home(Homes.branchOf(id), false), null));
      }
    }
    plans.sort(Comparator.comparing(PlanFacts::file).thenComparing(plan -> plan.home().branch()));
    return List.copyOf(plans);
  }

  /** What was read from branches, by path. */
  Map<String, PlanFiles.Stored> stored() {
    return Map.copyOf(stored);
  }

  private PlanFacts atHome(PlanFacts facts, PlanId id) throws GitException {
    boolean own = facts.home().branch().equals(Homes.branchOf(id));
    if (!own || facts.home().here()) {
      return facts;
    }
    List<PlanFacts> there = at(id, facts.home(), facts.file());
    return there.size() == 1 ? merged(there.getFirst(), facts.document().tasks()) : facts;
  }

  /** A task that only this checkout has is a task all the same. */
  private static PlanFacts merged(PlanFacts home, List<Task> here) {
    Set<TaskId> ids = new HashSet<>();
    home.document().tasks().forEach(task -> ids.add(task.id()));
    PlanContent said = home.document();
    List<Task> tasks =
        Stream.concat(said.tasks().stream(), here.stream().filter(task -> !ids.contains(task.id())))
            .toList();
    return new PlanFacts(
        home.file(),
        new PlanContent(said.kind(), said.plan(), tasks, said.problems()),
        home.home(),
        home.uncommitted());
  }

  /**
   * The plan of this id on that branch; several where its id stands in several files.
   *
   * @param file where this checkout has it; null when it does not
   */
  private List<PlanFacts> at(PlanId id, Home home, @Nullable String file) throws GitException {
    List<PlanFacts> found = new ArrayList<>();
    CommitId tip = homes.tip(home);
    for (TreeEntry entry : CommittedStatuses.planFiles(workspace, tip)) {
      if (!entry.path().equals(file) && here.contains(entry.blob())) {
        continue;
      }
      PlanContent content = blobs.content(entry.blob());
      Plan plan = content.plan();
      if (plan != null && plan.id().equals(id)) {
        stored.put(entry.path(), new PlanFiles.Stored(entry.blob(), content));
        found.add(new PlanFacts(entry.path(), content, home, false));
      }
    }
    return found;
  }
}
