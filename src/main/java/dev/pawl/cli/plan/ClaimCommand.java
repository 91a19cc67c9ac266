package dev.pawl.cli.plan;

import dev.pawl.app.claim.ClaimOutcome;
import dev.pawl.app.claim.ClaimPlan;
import dev.pawl.app.workspace.Failure;
import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.Exit;
import dev.pawl.cli.terminal.Json;
import dev.pawl.cli.terminal.Lengths;
import dev.pawl.cli.terminal.Line;
import dev.pawl.cli.terminal.Line.Style;
import dev.pawl.cli.terminal.OutputFormat;
import dev.pawl.cli.terminal.PlanArgument;
import dev.pawl.schedule.Claim;
import dev.pawl.schedule.ClaimEnd;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pawl plan claim|release}. */
public abstract class ClaimCommand implements Callable<Integer> {
  final Context context;

  @Mixin PlanArgument plan = new PlanArgument();

  @Option(
      names = "--for",
      paramLabel = "HOST",
      description = "Hand it to this machine: only it can claim the plan next.")
  @Nullable String forHost;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for others to read.")
  @Nullable String reason;

  @Option(
      names = "--executor",
      paramLabel = "ID",
      description = "The process that does the work; by default PAWL_EXECUTOR, else a person.")
  @Nullable String executor;

  @Mixin OutputFormat format = new OutputFormat();

  ClaimCommand(Context context) {
    this.context = context;
  }

  abstract ClaimOutcome ask(ClaimPlan claims) throws Failure;

  @Override
  public Integer call() throws Failure {
    ClaimOutcome outcome = ask(new ClaimPlan(context.surroundings()));
    outcome.notes().forEach(context.console()::note);
    if (format.json()) {
      json(outcome);
    }
    outcome.orFail();
    if (!format.json()) {
      text(outcome);
    }
    return Exit.OK;
  }

  private void text(ClaimOutcome outcome) {
    switch (outcome.end()) {
      case ClaimEnd.Unclaimed _, ClaimEnd.Provisional _, ClaimEnd.Unconfirmed _ ->
          context.console().note("pawl: " + Line.clean(outcome.message()));
      default -> {
        if (!context.quiet()) {
          context.console().print(new Line().add(Style.GREEN, outcome.message()));
        }
      }
    }
  }

  private void json(ClaimOutcome outcome) {
    Claim claim = outcome.claim();
    Json.print(
        context.console(),
        "pawl.claim/1",
        json -> {
          json.text("plan", outcome.plan().value()).text("outcome", word(outcome.end()));
          if (claim == null) {
            json.text("claim", null);
          } else {
            json.object("claim", each -> claim(each, claim, state(outcome, claim)));
          }
          json.text("message", outcome.message());
        });
  }

  /** For example {@code claimed}, {@code refused}. */
  private static String word(ClaimEnd end) {
    return switch (end) {
      case ClaimEnd.Claimed _ -> "claimed";
      case ClaimEnd.Already _ -> "already";
      case ClaimEnd.Offered _ -> "offered";
      case ClaimEnd.Released _ -> "released";
      case ClaimEnd.Unclaimed _ -> "unclaimed";
      case ClaimEnd.Acknowledged _ -> "acknowledged";
      case ClaimEnd.Provisional _ -> "provisional";
      case ClaimEnd.Unconfirmed _ -> "unconfirmed";
      case ClaimEnd.Refused _ -> "refused";
      case ClaimEnd.Undecided _ -> "undecided";
      case ClaimEnd.Denied _ -> "denied";
      case ClaimEnd.Unknown _ -> "unknown";
      case ClaimEnd.Busy _ -> "busy";
    };
  }

  private static String state(ClaimOutcome outcome, Claim claim) {
    return outcome.end() instanceof ClaimEnd.Provisional ? "provisional" : claim.state().word();
  }

  private static void claim(Json json, Claim claim, String state) {
    Duration lease = claim.lease();
    json.text("host", claim.owner().host())
        .number("epoch", claim.epoch())
        .text("state", state)
        .text("executor", claim.owner().executor())
        .text("actor", claim.owner().actor())
        .number("lease", lease == null ? null : Long.valueOf(lease.toSeconds()))
        .text("for", claim.forHost())
        .text("reason", claim.reason());
  }

  /** {@code pawl plan claim}. */
  @Command(
      name = "claim",
      sortOptions = false,
      description = {
        "Claims a plan for this clone: one clone owns a plan at a time, on all machines. The"
            + " repository's remote decides; without one, this repository does. Claiming your own plan again"
            + " succeeds."
      },
      footer = {
        "",
        "Example:",
        "  pawl plan claim NET-WP-1",
        "  pawl plan claim NET-WP-1 --force --reason \"coulombcore is being repaired\"",
        "  pawl plan claim NET-WP-1 --for coulombcore"
      })
  public static final class Take extends ClaimCommand {
    @Option(
        names = "--force",
        description = "Take it from an owner who did not give it up; needs --reason.")
    boolean force;

    @Option(
        names = "--lease",
        paramLabel = "TIME",
        description = "How long an executor's claim holds unrenewed: 30s, 10m (default), 2h, 1d.")
    @Nullable String lease;

    @Option(
        names = "--offline",
        description = "Where the remote cannot be reached, claim provisionally.")
    boolean offline;

    public Take(Context context) {
      super(context);
    }

    @Override
    ClaimOutcome ask(ClaimPlan claims) throws Failure {
      return claims.claim(
          new ClaimPlan.Request(
              plan.name(), force, reason, forHost, executor, Lengths.of(lease), offline));
    }
  }

  /** {@code pawl plan release}. */
  @Command(
      name = "release",
      sortOptions = false,
      description = {
        "Gives a plan up: it has no owner then, and anyone may claim it. Refused for another's plan;"
            + " releasing a plan that nobody owns succeeds, with a warning."
      },
      footer = {"", "Example:", "  pawl plan release NET-WP-1"})
  public static final class Release extends ClaimCommand {
    public Release(Context context) {
      super(context);
    }

    @Override
    ClaimOutcome ask(ClaimPlan claims) throws Failure {
      return claims.release(plan.name(), reason, forHost, executor);
    }
  }
}
