package dev.pawl.cli.worktree;

import dev.pawl.app.workspace.Failure;
import dev.pawl.app.worktree.RemoveWorktree;
import dev.pawl.app.worktree.WorktreeTrash;
import dev.pawl.cli.terminal.Console;
import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.Exit;
import dev.pawl.cli.terminal.Json;
import dev.pawl.cli.terminal.Line;
import dev.pawl.cli.terminal.Line.Style;
import dev.pawl.cli.terminal.OutputFormat;
import dev.pawl.cli.terminal.PlanArgument;
import dev.pawl.cli.terminal.Table;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pawl worktree remove|restore|prune}. */
public abstract class WorktreeTrashCommand implements Callable<Integer> {
  final Context context;

  @Mixin OutputFormat format = new OutputFormat();

  WorktreeTrashCommand(Context context) {
    this.context = context;
  }

  final void json(List<WorktreeTrash.Row> rows) {
    Json.print(
        context.console(),
        "pawl.trash/1",
        json ->
            json.objects(
                "worktrees",
                rows,
                (each, row) ->
                    each.text("name", row.name())
                        .text("plan", row.plan())
                        .text("path", row.path())
                        .text("branch", row.branch())
                        .text("removed", row.removed().toString())
                        .flag("whole", row.whole())));
  }

  final void text(List<WorktreeTrash.Row> rows) {
    Table table = new Table();
    for (WorktreeTrash.Row row : rows) {
      table.row(
          new Line().add(Style.BOLD, row.plan() == null ? "-" : row.plan()),
          Line.of(row.name()),
          new Line().add(Style.DIM, context.when().said(row.removed())),
          new Line().add(Style.BLUE, row.path()),
          new Line().add(Style.YELLOW, row.hint()));
    }
    table.print(context.console());
  }

  /** {@code pawl worktree remove}. */
  @Command(
      name = "remove",
      sortOptions = false,
      description = {
        "Puts a plan's worktree into the trash; its branch stays. Refuses, with every reason at once,"
            + " while anything would be lost: changes that are not committed, files unknown to git,"
            + " ignored files that nothing makes anew, commits that are not merged or not pushed; and"
            + " while somebody is in it or holds the plan. Nothing overrides that."
      },
      footer = {
        "",
        "Exit code: 1 when it was refused.",
        "",
        "Example:",
        "  pawl worktree remove NET-WP-1",
        "  pawl worktree restore NET-WP-1    # it comes back as it was"
      })
  public static final class Remove extends WorktreeTrashCommand {
    @Mixin PlanArgument plan = new PlanArgument();

    @Option(
        names = "--gone",
        description = "Its folder was deleted by hand: make git forget it, too.")
    boolean gone;

    public Remove(Context context) {
      super(context);
    }

    @Override
    public Integer call() throws Failure {
      RemoveWorktree.Outcome outcome =
          new RemoveWorktree(context.surroundings()).run(plan.name(), gone);
      if (format.json()) {
        document(outcome);
      } else if (outcome.removed()) {
        removed(outcome);
      } else {
        refused(outcome);
      }
      return outcome.removed() ? Exit.OK : Exit.LEFT;
    }

    private void document(RemoveWorktree.Outcome outcome) {
      Json.print(
          context.console(),
          "pawl.removed/1",
          json ->
              json.text("plan", outcome.plan())
                  .text("path", outcome.path())
                  .text("branch", outcome.branch())
                  .flag("removed", outcome.removed())
                  .text("trash", outcome.trash())
                  .objects(
                      "reasons",
                      outcome.reasons(),
                      (each, reason) ->
                          each.text("kind", reason.kind())
                              .text("reason", reason.reason())
                              .text("next_step", reason.nextStep())));
    }

    private void removed(RemoveWorktree.Outcome outcome) {
      if (context.quiet()) {
        return;
      }
      Console console = context.console();
      console.print(
          new Line()
              .add(Style.GREEN, "in the trash: ")
              .add(Style.BLUE, outcome.path())
              .add(
                  Style.DIM,
                  outcome.branch() == null ? "" : "  (branch " + outcome.branch() + " stays)"));
      console.print(
          new Line()
              .add(Style.DIM, "pawl worktree restore " + outcome.trash() + " brings it back"));
    }

    private void refused(RemoveWorktree.Outcome outcome) {
      Console console = context.console();
      console.note("pawl: " + outcome.path() + " stays, because");
      for (RemoveWorktree.Reason reason : outcome.reasons()) {
        console.note("  - " + reason.reason());
        console.note("    " + reason.nextStep());
      }
    }
  }

  /** {@code pawl worktree restore}. */
  @Command(
      name = "restore",
      sortOptions = false,
      description = {
        "Brings a worktree back from the trash to where it was, byte for byte, ignored files included.",
        "Without a name it lists what is in the trash."
      },
      footer = {"", "Example:", "  pawl worktree restore", "  pawl worktree restore NET-WP-1"})
  public static final class Restore extends WorktreeTrashCommand {
    @Parameters(
        paramLabel = "NAME",
        arity = "0..1",
        description = "A plan's id, or a name in the trash.")
    @Nullable String named;

    @Option(
        names = "--plan",
        paramLabel = "PLAN",
        description = "The plan whose worktree is brought back.")
    @Nullable String plan;

    public Restore(Context context) {
      super(context);
    }

    @Override
    public Integer call() throws Failure {
      WorktreeTrash trash = new WorktreeTrash(context.surroundings());
      String name = PlanArgument.one(named, plan);
      WorktreeTrash.Rows rows = name == null ? trash.list() : trash.restore(name);
      rows.notes().forEach(context.console()::note);
      if (format.json()) {
        json(rows.rows());
      } else if (name == null) {
        if (rows.rows().isEmpty() && !context.quiet()) {
          context.console().print(new Line().add(Style.DIM, "the trash is empty"));
        }
        text(rows.rows());
      } else if (!context.quiet()) {
        context
            .console()
            .print(
                new Line()
                    .add(Style.GREEN, "back: ")
                    .add(Style.BLUE, rows.rows().getFirst().path()));
      }
      return Exit.OK;
    }
  }

  /** {@code pawl worktree prune}. */
  @Command(
      name = "prune",
      sortOptions = false,
      description = {
        "Deletes for good the worktrees that were put into the trash long ago. It touches nothing but"
            + " the trash."
      },
      footer = {"", "Example:", "  pawl worktree prune --older-than 14d"})
  public static final class Prune extends WorktreeTrashCommand {
    private static final Pattern AGE = Pattern.compile("([0-9]{1,6})(h|d|w)");

    @Option(
        names = "--older-than",
        paramLabel = "AGE",
        description = "Hours (12h), days (30d) or weeks (4w); by default 30d.")
    String age = "30d";

    @Option(names = "--dry-run", description = "Only say what would be deleted.")
    boolean dryRun;

    public Prune(Context context) {
      super(context);
    }

    @Override
    public Integer call() throws Failure {
      WorktreeTrash.Rows rows =
          new WorktreeTrash(context.surroundings()).prune(duration(age), dryRun);
      rows.notes().forEach(context.console()::note);
      if (format.json()) {
        json(rows.rows());
      } else if (!context.quiet()) {
        if (rows.rows().isEmpty()) {
          context
              .console()
              .print(new Line().add(Style.DIM, "nothing in the trash is older than " + age));
        } else {
          context.console().print(Line.of(dryRun ? "would be deleted:" : "deleted:"));
        }
        text(rows.rows());
      }
      return Exit.OK;
    }

    private static Duration duration(String text) throws Failure {
      Matcher matcher = AGE.matcher(text);
      if (!matcher.matches()) {
        throw Failure.usage("'" + text + "' is not an age", "say it as 12h, 30d or 4w");
      }
      long count = Long.parseLong(matcher.group(1));
      return switch (matcher.group(2)) {
        case "h" -> Duration.ofHours(count);
        case "d" -> Duration.ofDays(count);
        default -> Duration.ofDays(7 * count);
      };
    }
  }
}
