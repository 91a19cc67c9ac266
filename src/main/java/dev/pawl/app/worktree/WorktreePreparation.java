package dev.pawl.app.worktree;

import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Requests;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.app.worktree.CreateWorktree.Setup;
import dev.pawl.git.GitException;
import dev.pawl.git.files.FileCopies;
import dev.pawl.git.process.ShellCommand;
import dev.pawl.git.worktree.Hold;
import dev.pawl.git.worktree.LinkedWorktree;
import dev.pawl.git.worktree.Worktrees;
import dev.pawl.machine.Trust;
import dev.pawl.plan.PlanId;
import dev.pawl.plan.settings.PlanGlobs;
import dev.pawl.plan.settings.RepositorySettings;
import dev.pawl.plan.settings.WorktreeSettings;
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

/**
 * What a new worktree needs before a plan is worked on in it: copied files, and the setup command.
 * A note beside it says that this is not done yet, so that what was cut off or failed is done
 * again.
 */
final class WorktreePreparation {
  /** In git's folder for a worktree until it is prepared. */
  static final String NOTE = "pawl-unprepared";

  private static final String HOLD = "pawl-preparing.lock";
  private static final Duration SETUP_LIMIT = Duration.ofMinutes(15);
  private static final int LISTED = 8;

  private final Workspace workspace;
  private final PlanId plan;
  private final Consumer<String> output;
  private final List<String> notes = new ArrayList<>();

  /**
   * For the worktree of a plan.
   *
   * @param output is told what the setup command prints, line by line
   */
  WorktreePreparation(Workspace workspace, PlanId plan, Consumer<String> output) {
    this.workspace = workspace;
    this.plan = plan;
    this.output = output;
  }

  /** What was brought, and what became of the setup command. */
  record Done(List<String> copied, Setup setup) {
    static final Done NOTHING = new Done(List.of(), Setup.NONE);
  }

  /** What a person should be told. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  /** Nobody else prepares it until this is closed. */
  static Hold hold(LinkedWorktree tree) throws GitException, Failure {
    return Worktrees.hold(tree, HOLD, SETUP_LIMIT)
        .orElseThrow(() ->
            Failure.refused(
                tree.path() + " is being prepared at this moment", "wait, and run this again"));
  }

  /** Prepares a worktree that is there already: where that was cut off, or is asked for. */
  Done again(LinkedWorktree tree, CreateWorktree.Request request) throws GitException, Failure {
    if (!request.setup() && !isDue(tree)) {
      return Done.NOTHING;
    }
    try (Hold _ = hold(tree)) {
      return request.setup() || isDue(tree) ? run(tree, request) : Done.NOTHING;
    }
  }

  private static boolean isDue(LinkedWorktree tree) throws GitException {
    return Worktrees.note(tree, NOTE).isPresent();
  }

  /** Prepares it, while it is held. */
  Done run(LinkedWorktree tree, CreateWorktree.Request request) throws GitException, Failure {
    List<String> copied = copy(tree.path(), request.root() != null);
    Setup setup = setup(tree.path());
    if (setup == Setup.RAN || setup == Setup.NONE) {
      Worktrees.erase(tree, NOTE);
    }
    return new Done(copied, setup);
  }

  /** Where this user said where it is, and not the settings, nothing more has to be allowed. */
  private List<String> copy(Path path, boolean elsewhere) throws GitException, Failure {
    WorktreeSettings settings = workspace.settings().worktrees();
    List<String> wanted = settings.copy();
    Optional<Path> main = new Worktrees(workspace.repo()).main();
    if (wanted.isEmpty() || main.isEmpty()) {
      return List.of();
    }
    boolean asked = !elsewhere && settings.isBeside();
    if (asked && new Requests(workspace).allowed(Requests.COPY).isEmpty()) {
      notes.add(notAllowed(Requests.COPY));
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

  private String notAllowed(String setting) {
    return setting
        + " was not done, because you did not allow it: pawl trust --show shows it, pawl trust"
        + " allows it, pawl worktree create "
        + plan
        + " --setup does it then";
  }

  private Setup setup(Path path) throws GitException, Failure {
    String text = workspace.settings().commands().get(RepositorySettings.SETUP);
    if (text == null) {
      return Setup.NONE;
    }
    Optional<Trust.Allowed> allowed = new Requests(workspace).allowed(RepositorySettings.SETUP);
    if (allowed.isEmpty()) {
      notes.add(notAllowed(RepositorySettings.SETUP));
      return Setup.NOT_ALLOWED;
    }
    workspace.surroundings().progress().accept("worktrees.setup in " + path);
    Map<String, String> variables = new TreeMap<>(workspace.surroundings().variables());
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
