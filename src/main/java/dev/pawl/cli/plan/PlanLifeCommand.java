package dev.pawl.cli.plan;

import dev.pawl.app.completion.CompletePlan;
import dev.pawl.app.edit.ArchivePlan;
import dev.pawl.app.plan.StartPlan;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.worktree.CreateWorktree;
import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.Exit;
import dev.pawl.cli.terminal.Json;
import dev.pawl.cli.terminal.Lengths;
import dev.pawl.cli.terminal.Line;
import dev.pawl.cli.terminal.Line.Style;
import dev.pawl.cli.terminal.OutputFormat;
import dev.pawl.cli.terminal.PlanArgument;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pawl plan start|complete|archive}. */
public abstract class PlanLifeCommand implements Callable<Integer> {
  final Context context;

  @Mixin PlanArgument plan = new PlanArgument();

  @Mixin OutputFormat format = new OutputFormat();

  PlanLifeCommand(Context context) {
    this.context = context;
  }

  final void say(Line line) {
    if (!context.quiet()) {
      context.console().print(line);
    }
  }

  /** {@code pawl plan start}. */
  @Command(
      name = "start",
      sortOptions = false,
      description = {
        "Starts a plan: claims it, makes its worktree on the branch plan/<id>, and sets its status to"
            + " active in a commit of its own. Steps that are done already are skipped: if it"
            + " was interrupted, run it again."
      },
      footer = {
        "",
        "Refused for a plan that is finished, waits for another, or is claimed by another. A plan"
            + " that shares files with one in progress is begun in its own worktree with a warning;"
            + " with --here it is refused, or waited for with --wait.",
        "",
        "Example:",
        "  cd \"$(pawl plan start NET-WP-1 --quiet)\"",
        "  pawl plan start NET-WP-2 --here --wait 30m"
      })
  public static final class Start extends PlanLifeCommand {
    @Option(names = "--here", description = "Work in this checkout; make no worktree.")
    boolean here;

    @Option(
        names = "--wait",
        paramLabel = "TIME",
        arity = "0..1",
        fallbackValue = "1h",
        description =
            "Wait at most this long until no other plan is in its way: 30s, 10m, 2h (default: 1h).")
    @Nullable String wait;

    @Option(
        names = "--executor",
        paramLabel = "ID",
        description = "The process that does the work; by default PAWL_EXECUTOR, else a person.")
    @Nullable String executor;

    @Option(
        names = "--offline",
        description = "Where the remote cannot be reached, claim provisionally.")
    boolean offline;

    public Start(Context context) {
      super(context);
    }

    @Override
    public Integer call() throws Failure {
      Duration patience = Lengths.of(wait);
      StartPlan.Started started =
          new StartPlan(context.surroundings(), context.console()::note)
              .run(new StartPlan.Request(plan.name(), here, patience, executor, offline));
      started.collisions().forEach(said -> context.console().note("pawl: " + Line.clean(said)));
      started.notes().forEach(context.console()::note);
      CreateWorktree.Created worktree = started.worktree();
      if (worktree != null) {
        worktree.notes().forEach(context.console()::note);
      }
      if (format.json()) {
        json(started);
      } else {
        text(started);
      }
      return worktree != null && worktree.setup() == CreateWorktree.Setup.FAILED
          ? Exit.LEFT
          : Exit.OK;
    }

    private void json(StartPlan.Started started) {
      CreateWorktree.Created worktree = started.worktree();
      Json.print(
          context.console(),
          "pawl.started/1",
          json ->
              json.text("plan", started.plan().value())
                  .text("branch", started.branch())
                  .text("worktree", worktree == null ? null : worktree.path().toString())
                  .flag("existing", worktree != null && worktree.existing())
                  .text("commit", started.commit())
                  .text("claim", started.claim().message())
                  .texts("collisions", started.collisions()));
    }

    /** Quietly it is the folder alone, so that a shell can go there. */
    private void text(StartPlan.Started started) {
      CreateWorktree.Created worktree = started.worktree();
      say(new Line().add(Style.GREEN, started.claim().message()));
      if (started.commit() != null) {
        say(
            new Line()
                .add("active as of ")
                .commit(started.commit())
                .add(" on " + started.branch()));
      }
      if (worktree == null) {
        return;
      }
      if (context.quiet()) {
        context.console().print(Line.of(worktree.path().toString()));
      } else {
        say(
            new Line()
                .add(worktree.existing() ? "its worktree is " : "made its worktree ")
                .add(Style.BLUE, worktree.path().toString()));
      }
    }
  }

  /** {@code pawl plan complete}. */
  @Command(
      name = "complete",
      sortOptions = false,
      description = {
        "Completes a plan whose work is done and merged: writes what was reported, merges its"
            + " branch with --merge, sets its status to done in a commit of its own on the"
            + " target branch, and releases its claim."
      },
      footer = {
        "",
        "Its work is what its worktree, its branch here or the remote's branch holds. Refused, with all"
            + " reasons at once: open tasks, no tasks, uncommitted work in its worktree, behind the"
            + " remote, conflicts with the target, not merged into it, claimed by another."
            + " --force overrides 'not merged' and nothing else. With --push, one push delivers"
            + " it and releases the claim.",
        "",
        "Example:",
        "  pawl plan complete NET-WP-1 --merge --push",
        "  pawl plan complete NET-WP-1 --force --reason \"the work was done in another repository\""
      })
  public static final class Complete extends PlanLifeCommand {
    @Option(
        names = "--merge",
        description = "Merge its branch into the target: fast-forward, or a merge commit.")
    boolean merge;

    @Option(names = "--push", description = "Push the target branch afterwards.")
    boolean push;

    @Option(
        names = "--into",
        paramLabel = "BRANCH",
        description = "The target; by default the default branch.")
    @Nullable String into;

    @Option(
        names = "--no-fetch",
        description = "Do not ask the remote; judge by what is known. The claim stays.")
    boolean noFetch;

    @Option(
        names = "--force",
        description =
            "Complete it although its branch is not merged; needs --reason, which the commit records.")
    boolean force;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for others to read.")
    @Nullable String reason;

    public Complete(Context context) {
      super(context);
    }

    @Override
    public Integer call() throws Failure {
      if (force && (reason == null || reason.isBlank())) {
        throw Failure.usage("--force leaves work unmerged: say why", "add --reason \"…\"");
      }
      if (force && merge) {
        throw Failure.usage("--merge merges, and --force does without: leave out one");
      }
      CompletePlan.Completed done =
          new CompletePlan(context.surroundings())
              .run(
                  new CompletePlan.Request(
                      plan.name(), into, merge, push, !noFetch, force ? reason : null));
      done.notes().forEach(context.console()::note);
      if (format.json()) {
        json(done);
      } else {
        text(done);
      }
      return Exit.OK;
    }

    private void json(CompletePlan.Completed done) {
      Json.print(
          context.console(),
          "pawl.completed/1",
          json ->
              json.text("plan", done.plan().value())
                  .text("target", done.target())
                  .text("merge", done.merge())
                  .text("commit", done.commit())
                  .flag("pushed", done.pushed())
                  .text("worktree", done.worktree() == null ? null : done.worktree().toString())
                  .flag("merged", done.merged())
                  .text("claim", done.released() == null ? null : done.released().message()));
    }

    private void text(CompletePlan.Completed done) {
      if (done.merge() != null) {
        say(new Line().add("merged into " + done.target() + " in ").commit(done.merge()));
      }
      say(new Line().add(Style.GREEN, done.plan() + " is done"));
      if (done.commit() != null) {
        say(new Line().add("committed ").commit(done.commit()).add(" on " + done.target()));
      }
      if (done.released() != null) {
        say(Line.of(done.released().message()));
      }
      if (done.worktree() != null && done.merged()) {
        say(
            new Line()
                .add("its worktree may go now: ")
                .add(Style.BOLD, "pawl worktree remove " + done.plan()));
      }
    }
  }

  /** {@code pawl plan archive}. */
  @Command(
      name = "archive",
      sortOptions = false,
      description = {
        "Archives a finished plan: sets its status to archived in a commit of its own. Plans that wait"
            + " for it still take it as done."
      },
      footer = {"", "Example:", "  pawl plan archive NET-WP-1"})
  public static final class Archive extends PlanLifeCommand {
    public Archive(Context context) {
      super(context);
    }

    @Override
    public Integer call() throws Failure {
      ArchivePlan.Archived done = new ArchivePlan(context.surroundings()).run(plan.name());
      done.notes().forEach(context.console()::note);
      if (format.json()) {
        Json.print(
            context.console(),
            "pawl.archived/1",
            json ->
                json.text("plan", done.plan().value())
                    .text("file", done.file())
                    .text("commit", done.commit()));
      } else {
        Line line = new Line().add(Style.GREEN, done.plan() + " is archived");
        if (done.commit() != null) {
          line.add("  committed ").commit(done.commit());
        }
        say(line);
      }
      return Exit.OK;
    }
  }
}
