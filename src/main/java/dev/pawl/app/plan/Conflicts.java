package dev.pawl.app.plan;

import dev.pawl.app.claim.Collisions;
import dev.pawl.app.setup.MergeDriver;
import dev.pawl.app.snapshot.RepositorySnapshot;
import dev.pawl.app.snapshot.Selection;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.check.PlanFacts;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.history.Commits;
import dev.pawl.git.history.TrialMerges;
import dev.pawl.plan.Plan;
import dev.pawl.plan.PlanDependency;
import dev.pawl.schedule.Footprint;
import dev.pawl.schedule.MergeOrder;
import dev.pawl.schedule.ResourceLocks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which plans would get into each other's way: by what they say they touch, by what their branches
 * changed, and by merging the branches on trial. Nothing is written, not even an object.
 */
public final class Conflicts {
  private static final int MARKER_SIZE = 7;

  private final Surroundings surroundings;

  public Conflicts(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Two plans.
   *
   * @param declared where their {@code files} meet
   * @param changed the paths that the branches of both changed
   * @param conflicting the paths in which a merge of the branches conflicts
   */
  public record Pair(
      String a, String b, List<String> declared, List<String> changed, List<String> conflicting) {

    /** Whether there is nothing to say. */
    public boolean isEmpty() {
      return declared.isEmpty() && changed.isEmpty() && conflicting.isEmpty();
    }
  }

  /** A plan whose branch conflicts with the one that all are merged into. */
  public record Target(String plan, List<String> conflicting) {}

  /**
   * All of it.
   *
   * @param pairs in the order of the plans' files
   * @param order ids of the plans that have something to merge, in the order to merge them in
   * @param target what all are merged into; null before the first commit
   * @param targets the plans that conflict with it already
   * @param locks what plans in progress keep others from
   * @param engine which engine merged, and why
   */
  public record Outcome(
      List<Pair> pairs,
      List<String> order,
      @Nullable String target,
      List<Target> targets,
      List<ResourceLocks.Lock> locks,
      String engine) {}

  /**
   * Compares plans.
   *
   * @param named ids or files; none for all open plans, one for that one with all open plans
   */
  public Outcome run(List<String> named) throws Failure {
    try (Workspace workspace = Workspace.open(surroundings)) {
      return new Run(workspace, RepositorySnapshot.of(workspace)).outcome(named);
    } catch (GitException e) {
      throw Failure.of(e);
    }
  }

  /** A plan, or a branch of one that is not here; without tips nothing of it is to be merged. */
  private record Subject(
      String id,
      @Nullable Plan plan,
      Footprint declared,
      List<CommitId> tips,
      Set<String> changed) {
    Subject unmerged(List<CommitId> at, Set<String> paths) {
      return new Subject(id, plan, declared, at, paths);
    }
  }

  private static final class Run {
    private final Workspace workspace;
    private final RepositorySnapshot loaded;
    private final PlanBranches branches;
    private final ResourceLocks locks;

    Run(Workspace workspace, RepositorySnapshot loaded) throws GitException, Failure {
      this.workspace = workspace;
      this.loaded = loaded;
      this.branches = PlanBranches.of(workspace);
      this.locks = Collisions.locks(workspace, loaded);
    }

    Outcome outcome(List<String> named) throws Failure, GitException {
      Set<String> asked = new LinkedHashSet<>();
      for (String name : named) {
        asked.add(id(name));
      }
      List<Subject> subjects = subjects(asked);
      Map<String, List<String>> atTarget = new LinkedHashMap<>();
      subjects = unmerged(subjects, atTarget);
      List<int[]> wanted = new ArrayList<>();
      for (int i = 0; i < subjects.size(); i++) {
        for (int j = i + 1; j < subjects.size(); j++) {
          boolean one = asked.contains(subjects.get(i).id());
          boolean other = asked.contains(subjects.get(j).id());
          if (asked.isEmpty() || (asked.size() == 1 ? one || other : one && other)) {
            wanted.add(new int[] {i, j});
          }
        }
      }
      List<Pair> pairs = pairs(subjects, wanted);
      return new Outcome(
          pairs,
          order(subjects, pairs),
          branches.target(),
          atTarget.entrySet().stream()
              .map(each -> new Target(each.getKey(), each.getValue()))
              .toList(),
          locks.locks(),
          TrialMerges.engine(workspace.repo()).engine().name());
    }

    /** The id of what is named: a plan here, or one of which only the branch is here. */
    private String id(String name) throws Failure {
      boolean here =
          loaded.facts().plans().stream().anyMatch(plan -> name.equals(Selection.id(plan)));
      if (!here && branches.plans().containsKey(name)) {
        return name;
      }
      PlanFacts plan = new Selection(workspace, loaded).plan(name);
      String id = Selection.id(plan);
      if (id == null) {
        throw Failure.refused(plan.file() + " cannot be read", "pawl check says why");
      }
      return id;
    }

    private List<Subject> subjects(Set<String> asked) {
      Map<String, Subject> subjects = new LinkedHashMap<>();
      Set<String> known = new HashSet<>();
      for (PlanFacts facts : loaded.facts().plans()) {
        Plan plan = facts.document().plan();
        if (plan == null || !known.add(plan.id().value())) {
          continue;
        }
        String id = plan.id().value();
        if (Selection.isOpen(facts) || asked.contains(id)) {
          List<CommitId> tips = branches.plans().getOrDefault(id, List.of());
          subjects.put(id, new Subject(id, plan, locks.footprint(plan), tips, Set.of()));
        }
      }
      branches
          .plans()
          .forEach((id, tips) -> {
            if (!known.contains(id)) {
              subjects.put(id, new Subject(id, null, Footprint.of(List.of()), tips, Set.of()));
            }
          });
      if (asked.size() > 1) {
        subjects.keySet().retainAll(asked);
      }
      return List.copyOf(subjects.values());
    }

    /** Asks of each branch what it changed, and whether the target has all of that already. */
    private List<Subject> unmerged(List<Subject> subjects, Map<String, List<String>> atTarget)
        throws Failure, GitException {
      List<CommitId> trunks = branches.into();
      if (trunks.isEmpty()) {
        return subjects;
      }
      List<String> trees = new ArrayList<>();
      for (CommitId trunk : trunks) {
        trees.add(TrialMerges.tree(workspace.repo(), trunk));
      }
      Iterator<TrialMerges.Merged> merged =
          merge(subjects.stream().flatMap(each -> trials(trunks, each.tips())).toList()).iterator();
      List<Subject> found = new ArrayList<>();
      for (Subject subject : subjects) {
        List<CommitId> left = new ArrayList<>();
        Set<String> changed = new TreeSet<>();
        Set<String> conflicting = new TreeSet<>();
        for (CommitId tip : subject.tips()) {
          List<TrialMerges.Merged> each =
              Stream.generate(merged::next).limit(trunks.size()).toList();
          boolean isMerged =
              IntStream.range(0, trees.size())
                  .anyMatch(i -> trees.get(i).equals(each.get(i).tree()));
          if (!isMerged) {
            left.add(tip);
            changed.addAll(changed(trunks, tip));
            conflicting.addAll(conflicting(each));
          }
        }
        found.add(subject.unmerged(List.copyOf(left), changed));
        if (!conflicting.isEmpty()) {
          atTarget.put(subject.id(), List.copyOf(conflicting));
        }
      }
      return List.copyOf(found);
    }

    /** What a branch changed, wherever it is merged into. */
    private Set<String> changed(List<CommitId> trunks, CommitId tip) throws GitException {
      Set<String> changed = new TreeSet<>();
      for (CommitId trunk : trunks) {
        CommitId base = TrialMerges.base(workspace.repo(), trunk, tip);
        Set<String> since = new Commits(workspace.repo()).diff(base, tip).keySet();
        if (trunk.equals(trunks.getFirst())) {
          changed.addAll(since);
        } else {
          changed.retainAll(since);
        }
      }
      return changed;
    }

    /** Each of these with each of those: all of one of those after the other. */
    private static Stream<TrialMerges.Pair> trials(List<CommitId> these, List<CommitId> those) {
      return those.stream()
          .flatMap(that -> these.stream().map(each -> new TrialMerges.Pair(each, that)));
    }

    private List<TrialMerges.Merged> merge(List<TrialMerges.Pair> pairs) throws GitException {
      // Where both sides changed a plan, pawl itself merges it, below, and in this process.
      return TrialMerges.of(workspace.repo(), pairs, List.of(MergeDriver.KEY + "=false"));
    }

    private List<Pair> pairs(List<Subject> subjects, List<int[]> wanted)
        throws Failure, GitException {
      List<TrialMerges.Pair> merges = new ArrayList<>();
      for (int[] pair : wanted) {
        trials(subjects.get(pair[0]).tips(), subjects.get(pair[1]).tips()).forEach(merges::add);
      }
      Iterator<TrialMerges.Merged> merged = merge(merges).iterator();
      List<Pair> pairs = new ArrayList<>();
      for (int[] pair : wanted) {
        Subject one = subjects.get(pair[0]);
        Subject other = subjects.get(pair[1]);
        Set<String> both = new TreeSet<>(one.changed());
        both.retainAll(other.changed());
        int count = one.tips().size() * other.tips().size();
        pairs.add(
            new Pair(
                one.id(),
                other.id(),
                one.declared().overlap(other.declared()),
                List.copyOf(both),
                conflicting(Stream.generate(merged::next).limit(count).toList())));
      }
      return List.copyOf(pairs);
    }

    /** What git could not merge, without the plan files that pawl's merge driver could. */
    private List<String> conflicting(List<TrialMerges.Merged> merges) throws Failure, GitException {
      Set<String> left = new LinkedHashSet<>();
      for (TrialMerges.Merged merged : merges) {
        for (TrialMerges.Conflict conflict : merged.conflicts()) {
          if (!mergesAsPlan(conflict)) {
            left.add(conflict.path());
          }
        }
      }
      return List.copyOf(left);
    }

    private boolean mergesAsPlan(TrialMerges.Conflict conflict) throws Failure, GitException {
      Commits commits = new Commits(workspace.repo());
      return workspace.settings().globs().matches(conflict.path())
          && conflict.base() != null
          && conflict.one() != null
          && conflict.other() != null
          && PlanMerge.of(
                  workspace,
                  commits.blob(conflict.base()),
                  commits.blob(conflict.one()),
                  commits.blob(conflict.other()),
                  MARKER_SIZE)
              .clean();
    }

    private static List<String> order(List<Subject> subjects, List<Pair> pairs) {
      List<Subject> open = subjects.stream().filter(each -> !each.tips().isEmpty()).toList();
      Map<String, Integer> numbers = new HashMap<>();
      for (Subject subject : open) {
        numbers.put(subject.id(), numbers.size());
      }
      Map<Integer, Map<Integer, Set<String>>> conflicts = new HashMap<>();
      for (Pair pair : pairs) {
        Integer one = numbers.get(pair.a());
        Integer other = numbers.get(pair.b());
        if (one != null && other != null && !pair.conflicting().isEmpty()) {
          conflicts
              .computeIfAbsent(one, _ -> new HashMap<>())
              .put(other, Set.copyOf(pair.conflicting()));
        }
      }
      List<Set<Integer>> waitsFor = new ArrayList<>();
      for (Subject subject : open) {
        Set<Integer> others = new HashSet<>();
        Plan plan = subject.plan();
        if (plan != null) {
          for (PlanDependency wanted : plan.dependsOn()) {
            Integer other = numbers.get(wanted.plan());
            if (other != null) {
              others.add(other);
            }
          }
        }
        waitsFor.add(others);
      }
      return MergeOrder.of(open.size(), conflicts, waitsFor).stream()
          .map(index -> open.get(index).id())
          .toList();
    }
  }
}
