package dev.pawl.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes histories: what people and machines type, one line after the other. The same seed makes the
 * same history.
 */
final class HistoryMaker {
  /** Lines that are typed one after the other on one machine, and how often they are chosen. */
  private record Motif(int weight, List<String> lines) {}

  /**
   * In each line, {@code {t}} is a task, {@code {s}} a status, {@code {v}} a verb that reports,
   * {@code {e}} a new token, {@code {n}} a number of the motif's own; {@code …} lets others come
   * between, {@code @} goes to the worktree of the plan OPS.
   */
  private static final String MOTIFS =
      """
      14 pawl task {v} {t}
      5 pawl task {v} {t} --write
      6 pawl task reopen {t}
      2 pawl task reopen {t} --to in_progress
      2 pawl task reopen {t} --write
      16 pawl fix --remote
      5 pawl fix --no-fetch
      2 pawl fix
      3 pawl fix --push
      1 pawl fix --dry-run
      1 pawl fix --remote --dry-run
      1 pawl fix --no-writeback
      3 pawl check
      5 pawl sync
      3 pawl undo --yes
      2 pawl undo --report --yes
      2 pawl undo --commit --yes
      8 edit {t} {s} {e}; git commit -qam '{t} {s}'
      8 git pull -q --rebase; edit {t} {s} {e}; git commit -qam '{t} {s}'; git push -q
      2 edit {t} {s} {e}
      4 unpushed && edit {t} {s} {e} && git commit -qa --amend --no-edit
      2 unpushed && git reset -q --hard HEAD~1
      8 git pull -q --rebase && git push -q || git rebase --abort
      5 git pull -q --ff-only
      3 git pull -q --no-rebase --no-edit -X ours && git push -q || git merge --abort
      2 git pull -q --no-rebase --no-edit -X theirs && git push -q || git merge --abort
      1 git pull -q --no-rebase --no-edit
      6 git push -q
      1 git fetch -q -p
      1 echo words {n} >> plans/net.md; git commit -qam words
      1 echo {n} > code{n}; git add code{n}; git commit -qm code{n}
      1 echo {n} > code{n}
      1 git add -A
      1 git stash -q | … | git stash pop -q || git reset -q --hard
      1 git checkout -q -- .
      2 git revert --no-commit HEAD && stamp {e} && git commit -qm Revert || git revert --abort
      1 git checkout -q HEAD~2 -- plans && stamp {e} && git commit -qm 'as it was'
      1 git mv plans/net.md plans/net{n}.md; git commit -qm moved
      1 sed -i 's/^id: T3$/id: T3x/' plans/*.md; git commit -qam renamed
      2 hook_ticket | pawl task {v} {t} | pawl fix --remote | … | hook_none
      2 hook_format | pawl task {v} {t} | pawl fix --remote | … | hook_none
      1 hook_refuse | pawl task {v} {t} --write | … | hook_none
      1 git config remote.pushDefault fork; git init -q --bare ../fork.git; git remote add fork ../fork.git; git push -q fork main | echo {n} > code{n}; git add code{n}; git commit -qm code{n} | pawl task {v} {t} | pawl fix --remote
      3 pawl task start {t} | edit {t} done {e}; git commit -qam slip | pawl fix --no-fetch | edit {t} in_progress {e}; git commit -qa --amend --no-edit | pawl fix --remote
      3 git switch -qc f{n} | edit {t} {s} {e}; git commit -qam '{t} {s}' | … | git switch -q main | … | git merge -q --squash f{n} && git commit -qm 'f (#{n})' || git reset -q --hard | git push -q
      3 git switch -qc f{n} | echo {n} > code{n}; git add code{n}; git commit -qm code{n} | pawl task {v} {t} | pawl fix --no-fetch | git switch -q main | git merge -q --squash f{n} && git commit -qm 'f (#{n})' || git reset -q --hard | git push -q; git branch -qD f{n}
      3 git branch old{n} | … | git switch -q old{n}; edit {t} {s} {e}; git commit -qam '{t} {s}'; git switch -q main | … | git merge -q --no-edit -X theirs old{n} || git merge --abort | git push -q
      3 git branch old{n}; git switch -q old{n}; edit {t} {s} {e}; git commit -qam '{t} {s}'; git switch -q main | pawl task done {t} | pawl fix --remote | pawl task reopen {t} | pawl fix --remote | git merge -q --no-edit -X theirs old{n} || git merge --abort | git push -q
      2 git switch -qc f{n} | edit {t} {s} {e}; git commit -qam '{t} {s}' | … | git rebase -q main || git rebase --abort | git switch -q main | git merge -q --no-edit f{n} || git merge --abort | git push -q
      2 git switch -qc f{n} | edit {t} {s} {e}; git commit -qam '{t} {s}' | git switch -q main | … | git cherry-pick f{n} || git cherry-pick --abort
      3 git branch o{n} | edit {t} {s} {e}; git commit -qam '{t} {s}'; git push -q | git switch -q o{n} | pawl task {v} {t} | git switch -q main
      2 git checkout -q -b f{n} origin/main | echo {n} > wip{n}; git add wip{n}; git commit -qm wip{n} | pawl task {v} {t} | pawl fix --remote | git switch -q main
      3 git switch -qc plan/NET; git push -qu origin plan/NET | pawl task {v} {t} | pawl fix --push | … | edit {t} {s} {e}; git commit -qam '{t} {s}' | … | git push -q | git switch -q main | git merge -q --squash plan/NET && git commit -qm 'NET (#{n})' || git reset -q --hard | git push -q | git branch -qD plan/NET; git push -q origin :plan/NET
      3 git switch -qc plan/NET; git push -qu origin plan/NET | pawl task {v} {t} | pawl fix --no-fetch | pawl task reopen {t} | pawl fix --push | … | git switch -q main; git pull -q --ff-only | git merge -q --squash plan/NET && git commit -qm 'NET (#{n})' || git reset -q --hard | git push -q; git branch -qD plan/NET; git push -q origin :plan/NET
      2 git switch -qc plan/NET; git push -qu origin plan/NET | pawl task {v} {t} | pawl fix --push | … | git switch -q main; git pull -q --ff-only | git merge -q --no-edit plan/NET || git merge --abort | git push -q; git branch -qD plan/NET; git push -q origin :plan/NET
      1 git switch -q plan/NET || git switch -q --track origin/plan/NET
      2 git switch -q main
      1 mv ../origin.git ../away.git | pawl task {v} {t} | pawl fix --remote | pawl sync | … | mv ../away.git ../origin.git
      1 pawl plan claim NET | … | pawl task {v} {t} | pawl plan release NET
      2 pawl plan start OPS | @ pawl task {v} T4 | @ pawl fix --remote | … | @ echo {n} > code{n}; git add code{n}; git commit -qm code{n} | @ pawl task done T4 | pawl plan complete OPS --merge --push
      1 pawl plan start OPS --here | pawl task done T4 | pawl plan complete OPS --push
      1 pawl worktree create OPS | … | @ edit T4 {s} {e}; git commit -qam 'T4 {s}'; git push -q origin plan/OPS | … | pawl worktree remove OPS
      """;

  private static final List<Motif> CHOICE = MOTIFS.lines().map(HistoryMaker::motif).toList();
  private static final int COMMON = 5;
  private static final List<String> TASKS = List.of("T1", "T1", "T1", "T1", "T1", "T2", "T3", "T4");
  private static final List<String> VERBS = List.of("start", "block", "done", "done", "cancel");
  private static final List<String> STATUSES =
      List.of("todo", "in_progress", "blocked", "done", "done", "cancelled");

  private final SplittableRandom random;

  /** The motifs of this history: the common ones, and half of the others (swarm testing). */
  private final List<Motif> swarm = new ArrayList<>();

  private final List<HistoryStep> steps = new ArrayList<>();
  private int edits;
  private int numbers;

  private HistoryMaker(long seed) {
    this.random = new SplittableRandom(seed);
    for (Motif motif : CHOICE) {
      boolean chosen = random.nextBoolean();
      if (chosen || motif.weight() >= COMMON) {
        swarm.add(motif);
      }
    }
  }

  /** The history of this seed. */
  static List<HistoryStep> history(long seed) {
    HistoryMaker maker = new HistoryMaker(seed);
    int length = 4 + maker.random.nextInt(18);
    if (maker.random.nextInt(8) == 0) {
      maker.steps.add(
          new HistoryStep(
              "c", "cd ..; rm -rf c; git clone -q --depth 1 \"file://$W/origin.git\" c"));
    }
    while (maker.steps.size() < length) {
      maker.motif();
    }
    return List.copyOf(maker.steps);
  }

  private static Motif motif(String text) {
    int space = text.indexOf(' ');
    return new Motif(
        Integer.parseInt(text.substring(0, space)),
        List.of(text.substring(space + 1).split(" \\| ", -1)));
  }

  private void motif() {
    Motif motif = chosen();
    String machine = one(HistoryFixture.MACHINES);
    String task = one(TASKS);
    String number = String.valueOf(++numbers);
    for (String line : motif.lines()) {
      if (line.equals("…")) {
        for (int others = random.nextInt(4); others > 0; others--) {
          single();
        }
      } else {
        steps.add(step(machine, line, task, number));
        if (random.nextInt(6) == 0) {
          single();
        }
      }
    }
  }

  /** A motif of one line, on some machine. */
  private void single() {
    Motif motif = chosen();
    if (motif.lines().size() == 1) {
      steps.add(
          step(
              one(HistoryFixture.MACHINES),
              motif.lines().getFirst(),
              one(TASKS),
              String.valueOf(++numbers)));
    }
  }

  private HistoryStep step(String machine, String line, String task, String number) {
    boolean inside = line.startsWith("@ ");
    return new HistoryStep(
        inside ? machine + "/worktrees/plan-OPS" : machine,
        line.substring(inside ? 2 : 0)
            .replace("{t}", task)
            .replace("{v}", one(VERBS))
            .replace("{s}", one(STATUSES))
            .replace("{n}", number)
            .replace("{e}", line.contains("{e}") ? "e" + ++edits : ""));
  }

  private Motif chosen() {
    int at = random.nextInt(swarm.stream().mapToInt(Motif::weight).sum());
    int i = 0;
    while (at >= swarm.get(i).weight()) {
      at -= swarm.get(i++).weight();
    }
    return swarm.get(i);
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
