package dev.pawl.cli.check;

import dev.pawl.app.reconcile.FixConsistency;
import dev.pawl.app.reconcile.RepoReport;
import dev.pawl.app.setup.KnownWorkTrees;
import dev.pawl.app.workspace.Failure;
import dev.pawl.check.Mode;
import dev.pawl.cli.terminal.Console;
import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.Exit;
import dev.pawl.cli.terminal.OutputFormat;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code check} and {@code fix-consistency} share: which repositories, and how it is said. */
public abstract class ConsistencyCommand implements Callable<Integer> {
  final Context context;

  @Option(names = "--all", description = "Every repository that pawl knows on this machine.")
  boolean all;

  @Option(
      names = "--repo",
      paramLabel = "SLUG",
      arity = "1..*",
      description = "Only these of the repositories that pawl knows, by name.")
  List<String> repos = new ArrayList<>();

  @Option(names = "--no-fetch", description = "Do not ask the remote; judge by what is known.")
  public boolean noFetch;

  @Option(names = "--strict", description = "Exit with 1 for warnings too.")
  public boolean strict;

  ConsistencyCommand(Context context) {
    this.context = context;
  }

  abstract FixConsistency.Request request();

  abstract void print(Console console, Mode mode, List<RepoReport> reports);

  @Override
  public Integer call() throws Failure {
    FixConsistency.Request request = request();
    if (request.has(FixConsistency.Option.REMOTE) && !request.has(FixConsistency.Option.FETCH)) {
      throw Failure.usage("--remote asks the remote, and --no-fetch forbids it", "leave out one");
    }
    if (all && !repos.isEmpty()) {
      throw Failure.usage("--all means every repository, and --repo some", "leave out one");
    }
    List<RepoReport> reports = new ArrayList<>();
    boolean failed = false;
    if (all || !repos.isEmpty()) {
      KnownWorkTrees.Selection selection =
          KnownWorkTrees.select(context.surroundings(), all, repos);
      selection.problems().forEach(problem -> context.console().note("pawl: " + problem));
      failed = !selection.problems().isEmpty();
      for (var root : selection.roots()) {
        failed |= !one(request, root, reports);
      }
    } else {
      reports.add(new FixConsistency(context.surroundings()).run(request));
    }
    print(context.console(), request.mode(), reports);
    if (failed || reports.stream().anyMatch(report -> report.end() == RepoReport.End.LOCKED)) {
      return Exit.ENVIRONMENT;
    }
    return reports.stream().anyMatch(report -> report.fails(strict)) ? Exit.LEFT : Exit.OK;
  }

  /** One of many: what goes wrong in it is said, and does not stop the rest. */
  private boolean one(
      FixConsistency.Request request, java.nio.file.Path root, List<RepoReport> reports) {
    try {
      reports.add(new FixConsistency(context.surroundings().in(root)).run(request));
      return true;
    } catch (Failure e) {
      context.console().note("pawl: " + root + ": " + e.getMessage());
      e.hints().forEach(hint -> context.console().note("  " + hint));
      return false;
    }
  }

  final void text(List<RepoReport> reports) {
    new ConsistencyPrinter(context).text(reports);
  }

  /** {@code pawl check}. */
  @Command(
      name = "check",
      sortOptions = false,
      description = {
        "Says what is inconsistent: in the plans themselves, and between what they say and what was"
            + " reported. Writes nothing to plans, journal or remote."
      },
      footer = {
        "",
        "Exit code: 0 nothing failing is left, 1 something is, 2 wrong usage, 3 the environment"
            + " failed.",
        "",
        "Example:",
        "  pawl check --strict --format json",
        "  pawl check --format sarif > pawl.sarif    # for code scanning",
        "  pawl check --format github    # in a GitHub workflow: findings beside the lines"
      })
  public static final class Check extends ConsistencyCommand {
    public enum Kind {
      text,
      json,
      sarif,
      github
    }

    @Option(
        names = "--format",
        paramLabel = "FORMAT",
        description =
            "text (default); json: one document, whose fields only ever grow; sarif: SARIF 2.1.0;"
                + " github: workflow commands, a line each.")
    public Kind format = Kind.text;

    @Option(
        names = "--watch",
        description =
            "Check again whenever a plan, a branch or what was reported changes; ends with Ctrl-C."
                + " The remote is asked once.")
    boolean watch;

    /** Waits between two looks; false ends the watch. */
    BooleanSupplier pause = Watch::second;

    public Check(Context context) {
      super(context);
    }

    @Override
    public Integer call() throws Failure {
      if (!watch) {
        return super.call();
      }
      if (all || !repos.isEmpty() || format != Kind.text) {
        throw Failure.usage("--watch is about one repository, and prints text only");
      }
      return new Watch(context, pause)
          .run(() -> {
            int code = super.call();
            noFetch = true;
            return code;
          });
    }

    @Override
    FixConsistency.Request request() {
      return FixConsistency.Request.of(
          Mode.CHECK, noFetch ? Set.of() : Set.of(FixConsistency.Option.FETCH));
    }

    @Override
    void print(Console console, Mode mode, List<RepoReport> reports) {
      switch (format) {
        case text -> text(reports);
        case json -> new ConsistencyPrinter(context).json(mode, reports);
        case sarif -> SarifDocument.print(console, reports);
        case github -> new WorkflowCommands(console).print(reports);
      }
    }
  }

  /** {@code pawl fix-consistency}. */
  @Command(
      name = "fix-consistency",
      sortOptions = false,
      description = {
        "Reconciles plans and what was reported, only ever forward: moves the record forward where a"
            + " committed file is ahead, and writes the rest back into the plan files as one commit."
      },
      footer = {
        "",
        "Nothing is written where the branch is behind its upstream, a plan has uncommitted changes,"
            + " or a merge or rebase is under way.",
        "",
        "Example:",
        "  pawl fix-consistency --remote    # fetch, fast-forward, fix, push: before a session closes"
      })
  public static final class Fix extends ConsistencyCommand {
    @Option(names = "--no-writeback", description = "Leave the plan files alone.")
    public boolean noWriteback;

    @Option(names = "--dry-run", description = "Say what would be done, and do nothing.")
    public boolean dryRun;

    @Option(
        names = "--remote",
        description =
            "Fetch, set pawl's own unpushed commits aside, fast-forward, fix, and push the branch"
                + " (with what lies beneath pawl's commit); a rejected push is tried again.")
    public boolean remote;

    @Option(names = "--push", description = "Push the branch, if a commit of pawl's waits on it.")
    public boolean push;

    @Mixin public OutputFormat format = new OutputFormat();

    public Fix(Context context) {
      super(context);
    }

    @Override
    FixConsistency.Request request() {
      Set<FixConsistency.Option> options = EnumSet.allOf(FixConsistency.Option.class);
      options.removeIf(option ->
          switch (option) {
            case FETCH -> noFetch;
            case WRITEBACK -> noWriteback;
            case REMOTE -> !remote;
            case PUSH -> !push;
            case PUSH_ALL -> true;
          });
      return FixConsistency.Request.of(dryRun ? Mode.DRY_RUN : Mode.FIX, options);
    }

    @Override
    void print(Console console, Mode mode, List<RepoReport> reports) {
      if (format.json()) {
        new ConsistencyPrinter(context).json(mode, reports);
      } else {
        text(reports);
      }
    }
  }
}
