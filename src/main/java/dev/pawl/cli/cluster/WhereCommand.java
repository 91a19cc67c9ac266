package dev.pawl.cli.cluster;

import dev.pawl.app.cluster.HostRow;
import dev.pawl.app.cluster.PlanPlace;
import dev.pawl.app.workspace.Failure;
import dev.pawl.cli.screen.When;
import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.Exit;
import dev.pawl.cli.terminal.Json;
import dev.pawl.cli.terminal.Line;
import dev.pawl.cli.terminal.Line.Style;
import dev.pawl.cli.terminal.PlanArgument;
import dev.pawl.cli.terminal.Table;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pawl where}. */
@Command(
    name = "where",
    sortOptions = false,
    description = {
      "Says where plans are worked on: the host and whether it is alive, the branch, the worktree,"
          + " and since when. Of all open plans, or of one."
    },
    footer = {
      "",
      "LOCAL is this machine. ALIVE means that a beat of it was seen here within the last five"
          + " minutes; STALE, that none was, or that it said goodbye; UNREACHABLE, that it did not"
          + " answer either. docs/machines.md says how that is known.",
      "",
      "Example:",
      "  pawl where",
      "  pawl where NET-WP-1 --format json"
    })
public final class WhereCommand extends ClusterView {
  @Parameters(
      paramLabel = "PLAN",
      arity = "0..1",
      description = "Id or file; by default all open plans.")
  @Nullable String named;

  @Option(names = "--plan", paramLabel = "PLAN", description = "The same as PLAN.")
  @Nullable String option;

  public WhereCommand(Context context) {
    super(context);
  }

  @Override
  public Integer call() throws Failure {
    String plan = PlanArgument.one(named, option);
    List<PlanPlace> places =
        look(context.surroundings(), plan).plans().stream()
            .filter(place -> plan != null || place.plan().open() || place.owned())
            .toList();
    context.console().page();
    if (format.json()) {
      Json.print(
          context.console(),
          "pawl.where/1",
          json -> json.objects("plans", places, WhereCommand::json));
    } else {
      text(places);
    }
    return Exit.OK;
  }

  static void json(Json json, PlanPlace place) {
    json.text("plan", place.plan().id())
        .text("host", place.host() == null ? null : place.host().host().name())
        .text("host_id", place.host() == null ? null : place.host().host().id())
        .text("liveness", place.host() == null ? null : place.host().liveness().toString())
        .flag("owned", place.owned())
        .text("branch", place.plan().branch())
        .text("worktree", place.worktree())
        .text("since", place.since());
  }

  private void text(List<PlanPlace> places) {
    if (places.isEmpty() && !context.quiet()) {
      context.console().print(new Line().add(Style.DIM, "no open plans"));
    }
    Table table = new Table().fit(4, 5, 6);
    for (PlanPlace place : places) {
      HostRow host = place.host();
      table.row(
          new Line().add(Style.BOLD, place.plan().id() == null ? "?" : place.plan().id()),
          host == null ? new Line().add(Style.DIM, "nowhere") : host(place),
          HostWords.liveness(host),
          new Line().add(Style.DIM, host == null ? "" : HostWords.seen(host)),
          Line.of(place.plan().branch() == null ? "" : place.plan().branch()),
          since(place, context.when()),
          new Line().add(Style.BLUE, place.worktree() == null ? "" : place.worktree()));
    }
    table.print(context.console());
  }

  /** With "@" where it owns the plan, as in other lists. */
  static Line host(PlanPlace place) {
    return Line.of(
        place.host() == null ? "" : (place.owned() ? "@" : "") + place.host().host().name());
  }

  private static Line since(PlanPlace place, When when) {
    return place.since() == null
        ? new Line()
        : new Line().add("since " + when.said(Instant.parse(place.since())));
  }
}
