package dev.pawl.app;

import dev.pawl.check.PlanFacts;
import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.FileCopies;
import dev.pawl.git.GitException;
import dev.pawl.git.GitQueue;
import dev.pawl.git.Guard;
import dev.pawl.git.LinkedWorktree;
import dev.pawl.git.NewWorktree;
import dev.pawl.git.Obstacle;
import dev.pawl.git.ShellCommand;
import dev.pawl.git.Trash;
import dev.pawl.git.TrashEntry;
import dev.pawl.git.Worktrees;
import dev.pawl.machine.Trust;
import dev.pawl.plan.PlanGlobs;
import dev.pawl.plan.PlanId;
import dev.pawl.plan.RepositorySettings;
import dev.pawl.plan.WorktreeSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes a worktree for a plan: on the branch {@code plan/<id>}, bound to the plan, with the files
 * that the settings ask for.
 */
public final class CreateWorktree {
  private static final Duration SETUP_LIMIT = Duration.ofMinutes(15);
  private static final Duration MAKING_LIMIT = Duration.ofMinutes(5);
  private static final int ATTEMPTS = 3;
  private static final int LISTED = 8;

  private final Surroundings surroundings;
  private final Consumer<String> output;

  /**
   * For the repository around the current folder.
   *
   * @param output is told what the setup command prints, line by line
   */
  public CreateWorktree(Surroundings surroundings, Consumer<String> output) {
    this.surroundings = surroundings;
    this.output = output;
  }

  /**
   * What is wanted.
   *
   * @param plan id or file; null: the one that is meant
   * @param root the folder for worktrees, anywhere; null: the one of the settings
   * @param setup run the setup command also in a worktree that is there already
   */
  public record Request(@Nullable String plan, @Nullable Path root, boolean setup) {}

  /** What became of the setup command. */
  public enum Setup {
    /** The settings have none, or the worktree was there already. */
    NONE,
    /** It ran and ended well. */
    RAN,
    /** This user did not allow it, so it did not run. */
    NOT_ALLOWED,
    /** It failed; the worktree stays. */
    FAILED
  }

  /**
   * A plan's worktree.
   *
   * @param branch what is checked out in it
   * @param existing whether it was there already
   * @param copied files that were brought from the main worktree
   * @param notes what a person should be told, a line each
   */
  public record Created(
      PlanId plan,
      Path path,
      String branch,
      boolean existing,
      List<String> copied,
      Setup setup,
      List<String> notes) {
    /** Copies the lists. */
    public Created {
      copied = List.copyOf(copied);
      notes = List.copyOf(notes);
    }
  }

  /** Makes it, or finds it. */
  public Created run(Request request) throws Failure {
    try (Workspace workspace = Workspace.openToWrite(surroundings)) {
      PlanFacts facts = new Selection(workspace, Loaded.of(workspace)).planOrOnly(request.plan());
      String id = Selection.id(facts);
      if (id == null) {
        throw Failure.refused(
            facts.file() + " cannot be read, so its id is not known", "pawl check says why");
      }
      return run(workspace, new PlanId(id), facts.file(), request, ATTEMPTS);
    } catch (GitException e) {
      throw Failure.refusal(e);
    }
  }

  private Created run(Workspace workspace, PlanId plan, String file, Request request, int attempts)
      throws GitException, Failure {
    Worktrees worktrees = new Worktrees(workspace.repo());
    List<String> notes = new ArrayList<>();
    BranchName branch = new BranchName("plan/" + plan.value());
    @Nullable NewWorktree fresh = null;
    Optional<LinkedWorktree> existing;
    try (GitQueue.Turn _ = workspace.turn("worktree create")) {
      List<LinkedWorktree> all = worktrees.list();
      existing = existing(worktrees, all, plan, branch);
      if (existing.isPresent() && putAwayHalfMade(workspace, existing.get(), plan, notes)) {
        existing = Optional.empty();
        all = worktrees.list();
      }
      if (existing.isEmpty()) {
        obstacles(workspace, plan);
        limit(workspace, all);
        WorktreePlaces places = new WorktreePlaces(workspace, worktrees);
        Path path = places.of(plan, request.root());
        places.exclude(path, all);
        @Nullable CommitId start = new BranchStart(workspace, notes).start(branch, file);
        surroundings.progress().accept("worktree " + path);
        fresh =
            worktrees.register(
                path, branch, start, Map.of(Binding.NOTE, new Binding(plan, start).text()));
      }
    }
    if (fresh == null) {
      LinkedWorktree found = existing.orElseThrow();
      if (Worktrees.making(found) == Worktrees.Making.UNDER_WAY) {
        surroundings.progress().accept("waiting for who makes " + found.path());
        if (attempts == 0 || !Worktrees.awaitMade(found, MAKING_LIMIT)) {
          throw Failure.refused(
              found.path() + " is being made at this moment", "wait, and run this again");
        }
        return run(workspace, plan, file, request, attempts - 1);
      }
      List<String> copied =
          request.setup() ? copy(workspace, request, plan, found.path(), notes) : List.of();
      Setup setup = request.setup() ? setup(workspace, found.path(), plan, notes) : Setup.NONE;
      BranchName now = found.branch();
      return new Created(
          plan, found.path(), (now == null ? branch : now).name(), true, copied, setup, notes);
    }
    notes.addAll(fresh.fill());
    List<String> copied = copy(workspace, request, plan, fresh.path(), notes);
    Setup setup = setup(workspace, fresh.path(), plan, notes);
    return new Created(plan, fresh.path(), branch.name(), false, copied, setup, notes);
  }

  /** The one that is there already: made for this plan, or with its branch checked out. */
  private static Optional<LinkedWorktree> existing(
      Worktrees worktrees, List<LinkedWorktree> all, PlanId plan, BranchName branch)
      throws GitException, Failure {
    for (LinkedWorktree each : all) {
      Optional<String> note = Worktrees.note(each, Binding.NOTE);
      boolean bound = note.isPresent() && isFor(each, plan);
      if (!bound && !branch.equals(each.branch())) {
        continue;
      }
      if (each.isMain()) {
        throw Failure.refused(
            "the branch " + branch + " is checked out in the main worktree, " + each.path(),
            "switch that one to another branch first: git switch BRANCH");
      }
      if (!each.visible()) {
        throw Failure.refused(
            "the worktree of " + plan + " at " + each.path() + " is not visible from here",
            "mount the disk it is on, or, if it was moved, run 'git worktree repair NEW-PATH'",
            "if its folder is gone for good: pawl worktree remove " + plan + " --gone");
      }
      if (!bound) {
        worktrees.write(each, Binding.NOTE, new Binding(plan, null).text());
      }
      return Optional.of(each);
    }
    return Optional.empty();
  }

  /** What a maker left that was ended comes into the trash, where nothing of it is lost. */
  private boolean putAwayHalfMade(
      Workspace workspace, LinkedWorktree found, PlanId plan, List<String> notes)
      throws GitException {
    if (Worktrees.making(found) != Worktrees.Making.LEFT) {
      new Worktrees(workspace.repo()).settle(found);
      return false;
    }
    TrashEntry entry =
        new Trash(workspace.repo()).put(found, plan.value(), surroundings.clock().instant());
    notes.add("what was left half made of it is in the trash, as " + entry.name());
    return true;
  }

  private static boolean isFor(LinkedWorktree worktree, PlanId plan) throws GitException {
    try {
      return Binding.of(worktree).filter(binding -> binding.plan().equals(plan)).isPresent();
    } catch (Failure e) {
      // Unreadable: it counts for this plan when the plan's branch is checked out in it.
      return false;
    }
  }

  private static void obstacles(Workspace workspace, PlanId plan) throws GitException, Failure {
    List<Obstacle> obstacles = Guard.ofClone(workspace.repo());
    if (!obstacles.isEmpty()) {
      throw Failure.refused(
          "pawl makes no worktree in this repository: " + obstacles.getFirst().reason(),
          "make it with git, as in 'git worktree add -b plan/"
              + plan
              + " PATH'; pawl worktree create "
              + plan
              + " binds it to the plan");
    }
  }

  private static void limit(Workspace workspace, List<LinkedWorktree> all)
      throws GitException, Failure {
    int max = workspace.settings().worktrees().max();
    List<String> plans = new ArrayList<>();
    for (LinkedWorktree each : all) {
      if (Worktrees.note(each, Binding.NOTE).isPresent()) {
        plans.add(String.valueOf(each.path().getFileName()));
      }
    }
    if (max > 0 && plans.size() >= max) {
      throw Failure.refused(
          "there are %d worktrees of plans already, and worktrees.max is %d"
              .formatted(plans.size(), max),
          "pawl worktree list shows which are stale; pawl worktree remove PLAN puts one away");
    }
  }

  private static List<String> copy(
      Workspace workspace, Request request, PlanId plan, Path path, List<String> notes)
      throws GitException, Failure {
    WorktreeSettings settings = workspace.settings().worktrees();
    List<String> wanted = settings.copy();
    Optional<Path> main = new Worktrees(workspace.repo()).main();
    if (wanted.isEmpty() || main.isEmpty()) {
      return List.of();
    }
    boolean asked = request.root() == null && settings.isBeside();
    if (asked && new Requests(workspace).allowed(Requests.COPY).isEmpty()) {
      notes.add(notAllowed(Requests.COPY, plan));
      return List.of();
    }
    FileCopies.Outcome outcome =
        FileCopies.copy(
            workspace.repo(), main.get(), path, places(wanted), PlanGlobs.of(wanted)::matches);
    outcome.left().stream()
        .limit(LISTED)
        .forEach(line -> notes.add("worktrees.copy: " + line + ", so it was not copied"));
    if (outcome.left().size() > LISTED) {
      notes.add("worktrees.copy: " + (outcome.left().size() - LISTED) + " more were not copied");
    }
    return outcome.copied();
  }

  /** Where to look: a path without wildcards is looked up, and no other folder read for it. */
  private static Set<String> places(List<String> globs) {
    Set<String> places = new TreeSet<>();
    for (String glob : PlanGlobs.of(globs).alternatives()) {
      if (glob.contains("*") || glob.contains("?")) {
        places.addAll(PlanGlobs.of(List.of(glob)).roots());
      } else {
        places.add(glob);
      }
    }
    return places.contains("") ? Set.of("") : places;
  }

  private static String notAllowed(String setting, PlanId plan) {
    return setting
        + " was not done, because you did not allow it: pawl trust --show shows it, pawl trust"
        + " allows it, pawl worktree create "
        + plan
        + " --setup does it then";
  }

  private Setup setup(Workspace workspace, Path path, PlanId plan, List<String> notes)
      throws GitException, Failure {
    String text = workspace.settings().commands().get(RepositorySettings.SETUP);
    if (text == null) {
      return Setup.NONE;
    }
    Optional<Trust.Allowed> allowed = new Requests(workspace).allowed(RepositorySettings.SETUP);
    if (allowed.isEmpty()) {
      notes.add(notAllowed(RepositorySettings.SETUP, plan));
      return Setup.NOT_ALLOWED;
    }
    surroundings.progress().accept("worktrees.setup in " + path);
    Map<String, String> variables = new TreeMap<>(surroundings.variables());
    variables.put("PAWL_PLAN", plan.value());
    variables.put("PWD", path.toString());
    ShellCommand.Outcome outcome =
        ShellCommand.run(path, allowed.get().command().text(), variables, SETUP_LIMIT, output);
    if (outcome.ok()) {
      return Setup.RAN;
    }
    notes.add(
        outcome.timedOut()
            ? "worktrees.setup did not end within " + SETUP_LIMIT.toMinutes() + " minutes"
            : "worktrees.setup failed with exit code " + outcome.exit());
    notes.add(
        "the worktree stays; pawl worktree create " + plan + " --setup runs the command again");
    return Setup.FAILED;
  }
}
