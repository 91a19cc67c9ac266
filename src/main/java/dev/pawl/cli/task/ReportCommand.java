package dev.pawl.cli.task;

import dev.pawl.app.reconcile.RepoReport;
import dev.pawl.app.report.ReportStatus;
import dev.pawl.app.workspace.Failure;
import dev.pawl.cli.check.ConsistencyPrinter;
import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.Exit;
import dev.pawl.cli.terminal.Json;
import dev.pawl.cli.terminal.Line;
import dev.pawl.cli.terminal.Line.Style;
import dev.pawl.cli.terminal.OutputFormat;
import dev.pawl.cli.terminal.Words;
import dev.pawl.plan.Status;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pawl task start|block|done|cancel|reopen}: one report about one or several tasks. */
public abstract class ReportCommand implements Callable<Integer> {
  private final Context context;
  private final ReportStatus.Kind kind;

  @Parameters(
      paramLabel = "TASK",
      arity = "1..*",
      description = "Their ids; either all are recorded, or none.")
  public List<String> tasks = new ArrayList<>();

  @Option(names = "--plan", paramLabel = "PLAN", description = "The plan they must be in.")
  @Nullable String plan;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for others to read.")
  @Nullable String reason;

  @Option(names = "--write", description = "Write the status into the plan file at once.")
  public boolean write;

  @Mixin public OutputFormat format = new OutputFormat();

  ReportCommand(Context context, ReportStatus.Kind kind) {
    this.context = context;
    this.kind = kind;
  }

  @Nullable String to() {
    return null;
  }

  /** How it is reported. */
  Set<ReportStatus.Option> options() throws Failure {
    return write
        ? EnumSet.of(ReportStatus.Option.WRITE)
        : EnumSet.noneOf(ReportStatus.Option.class);
  }

  @Override
  public Integer call() throws Failure {
    ReportStatus.Outcome outcome =
        new ReportStatus(context.surroundings())
            .run(new ReportStatus.Request(kind, tasks, plan, to(), reason, options()));
    outcome.notes().forEach(note -> context.console().note(context.when().said(note)));
    RepoReport written = outcome.written();
    if (format.json()) {
      json(outcome);
    } else {
      outcome.reported().forEach(this::text);
      if (written != null) {
        new ConsistencyPrinter(context).text(List.of(written));
      } else if (!context.quiet()) {
        outcome.reported().stream()
            .filter(one -> !one.repeated())
            .map(ReportCommand::writtenBack)
            .distinct()
            .forEach(next -> context.console().print(new Line().add(Style.DIM, next)));
      }
    }
    outcome.unwritten().forEach(context.console()::note);
    boolean left = written != null && written.fails(false);
    return left || !outcome.unwritten().isEmpty() ? Exit.LEFT : Exit.OK;
  }

  private static String writtenBack(ReportStatus.Reported one) {
    return one.branch() == null
        ? "recorded; not in the plan file yet: pawl fix-consistency writes it there"
        : "recorded; not in the plan file yet: pawl fix-consistency writes it where %s is checked out"
            .formatted(one.branch());
  }

  private void text(ReportStatus.Reported one) {
    Status before = one.before();
    Line line = new Line().add(Style.BOLD, one.task().value()).add("  " + one.title() + "  ");
    if (one.repeated()) {
      line.add(Style.DIM, "already " + one.now().word());
    } else {
      line.add(Style.DIM, before == null ? "(new)" : before.word())
          .add(" → ")
          .add(Words.style(one.now().word()), one.now().word());
    }
    context.console().print(line);
  }

  private void json(ReportStatus.Outcome outcome) {
    Json.print(
        context.console(),
        "pawl.reported/1",
        json -> {
          json.objects(
              "tasks",
              outcome.reported(),
              (each, one) -> {
                Status before = one.before();
                each.text("id", one.task().value())
                    .text("title", one.title())
                    .text("file", one.file())
                    .text("branch", one.branch())
                    .text("from", before == null ? null : before.word())
                    .text("to", one.now().word())
                    .flag("recorded", !one.repeated());
              });
          RepoReport written = outcome.written();
          json.texts("commits", written == null ? List.of() : written.commits());
          json.texts("unwritten", outcome.unwritten());
          json.objects(
              "findings",
              written == null ? List.of() : written.findings(),
              ConsistencyPrinter::finding);
        });
  }

  /** {@code pawl task start}. */
  @Command(
      name = "start",
      sortOptions = false,
      description = {
        "Reports tasks as in progress. Refused when another actor has one in progress; repeating your"
            + " own report succeeds."
      },
      footer = {
        "",
        "Example:",
        "  pawl task start NET-T04",
        "  pawl task start NET-T04 --take-over --reason \"ann is on leave\""
      })
  public static final class Start extends ReportCommand {
    @Option(
        names = "--take-over",
        description = "Go on with what another actor has in progress; needs --reason.")
    boolean takeOver;

    public Start(Context context) {
      super(context, ReportStatus.Kind.START);
    }

    @Override
    Set<ReportStatus.Option> options() throws Failure {
      if (takeOver && (reason == null || reason.isBlank())) {
        throw Failure.usage(
            "--take-over takes a task from its actor: say why", "add --reason \"…\"");
      }
      Set<ReportStatus.Option> options = super.options();
      if (takeOver) {
        options.add(ReportStatus.Option.TAKE_OVER);
      }
      return options;
    }
  }

  /** {@code pawl task done}. */
  @Command(
      name = "done",
      sortOptions = false,
      description = {
        "Reports tasks as done. Refused when a task does not exist, is ambiguous, or would go"
            + " backwards; repeating a report succeeds. A task that another actor has in progress is"
            + " recorded as done all the same, and you are told who that is."
      },
      footer = {
        "",
        "Example:",
        "  pawl task done NET-T04 NET-T05 --write",
        "  pawl task done NET-T04 --reason \"measured on all floors\""
      })
  public static final class Done extends ReportCommand {
    public Done(Context context) {
      super(context, ReportStatus.Kind.DONE);
    }
  }

  /** {@code pawl task block}. */
  @Command(
      name = "block",
      sortOptions = false,
      description = "Reports tasks as blocked.",
      footer = {"", "Example:", "  pawl task block NET-T04 --reason \"waits for the switch\""})
  public static final class Block extends ReportCommand {
    public Block(Context context) {
      super(context, ReportStatus.Kind.BLOCK);
    }
  }

  /** {@code pawl task cancel}. */
  @Command(
      name = "cancel",
      sortOptions = false,
      description = "Reports tasks as cancelled.",
      footer = {"", "Example:", "  pawl task cancel NET-T04 --reason \"not needed any more\""})
  public static final class Cancel extends ReportCommand {
    public Cancel(Context context) {
      super(context, ReportStatus.Kind.CANCEL);
    }
  }

  /** {@code pawl task reopen}. */
  @Command(
      name = "reopen",
      sortOptions = false,
      description = {
        "Takes tasks back on purpose: the one deliberate way backwards, from what is finished and from"
            + " what was begun. It is recorded, and outranks what came before it on every machine."
      },
      footer = {
        "",
        "Example:",
        "  pawl task reopen NET-T04 --reason \"the fix did not hold\"",
        "  pawl task reopen NET-T05 --reason \"no time this week\"    # put down what was begun"
      })
  public static final class Reopen extends ReportCommand {
    @Option(
        names = "--to",
        paramLabel = "STATUS",
        description = "What it is now: todo (default), in_progress or blocked.")
    @Nullable String to;

    public Reopen(Context context) {
      super(context, ReportStatus.Kind.REOPEN);
    }

    @Override
    @Nullable String to() {
      return to;
    }
  }
}
