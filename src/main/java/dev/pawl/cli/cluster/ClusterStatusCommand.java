package dev.pawl.cli.cluster;

import dev.pawl.app.cluster.Cluster;
import dev.pawl.app.cluster.PlanPlace;
import dev.pawl.app.setup.KnownWorkTrees;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.cli.plan.Meter;
import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.Exit;
import dev.pawl.cli.terminal.Json;
import dev.pawl.cli.terminal.Line;
import dev.pawl.cli.terminal.Line.Style;
import dev.pawl.cli.terminal.Table;
import dev.pawl.cli.terminal.Words;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pawl cluster-status}. */
@Command(
    name = "cluster-status",
    sortOptions = false,
    description = {
      "Shows all machines that are known here, whether they are alive and what they do; and all open"
          + " plans, wherever they are worked on, with their progress."
    },
    footer = {
      "",
      "Example:",
      "  pawl cluster-status",
      "  pawl cluster-status --board --watch",
      "  pawl cluster-status --format json"
    })
public final class ClusterStatusCommand extends ClusterView {
  private static final Duration EVERY = Duration.ofSeconds(10);

  @Option(names = "--all-plans", description = "Plans that are finished, too.")
  boolean all;

  @Option(names = "--board", description = "Plans by status, side by side.")
  boolean board;

  @Option(names = "--watch", description = "Shows it again every ten seconds, until Ctrl-C.")
  boolean watch;

  @Option(
      names = "--repo",
      paramLabel = "SLUG",
      description = "That of the repositories that pawl knows on this machine, by name.")
  @Nullable String repo;

  /** Waits between two looks; false ends the watch. */
  BooleanSupplier pause = ClusterStatusCommand::aWhile;

  public ClusterStatusCommand(Context context) {
    super(context);
  }

  @Override
  public Integer call() throws Failure {
    if (format.json() && (watch || board)) {
      throw Failure.usage("--watch and --board print text only", "leave out --format json");
    }
    Surroundings surroundings = surroundings();
    do {
      Cluster cluster = look(surroundings, null);
      if (watch && context.console().screen().colour()) {
        context.console().out().print("\u001b[H\u001b[2J");
      } else if (!watch) {
        context.console().page();
      }
      show(cluster);
      context.console().flush();
    } while (watch && !context.console().out().checkError() && pause.getAsBoolean());
    return Exit.OK;
  }

  private Surroundings surroundings() throws Failure {
    Surroundings here = context.surroundings();
    if (repo == null) {
      return here;
    }
    KnownWorkTrees.Selection known = KnownWorkTrees.select(here, false, List.of(repo));
    known.problems().forEach(problem -> context.console().note("pawl: " + problem));
    return here.in(known.roots().getFirst());
  }

  private static boolean aWhile() {
    try {
      Thread.sleep(EVERY);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void show(Cluster cluster) {
    List<PlanPlace> plans =
        cluster.plans().stream().filter(place -> all || board || place.plan().open()).toList();
    if (format.json()) {
      json(cluster, plans);
      return;
    }
    HostWords.table(cluster.hosts()).print(context.console());
    context.console().blank();
    if (board) {
      new PlanBoard(context).print(plans);
    } else {
      text(plans);
    }
  }

  private void json(Cluster cluster, List<PlanPlace> plans) {
    Json.print(
        context.console(),
        "pawl.cluster/1",
        json ->
            json.objects("hosts", cluster.hosts(), HostWords::json)
                .objects(
                    "plans",
                    plans,
                    (each, place) -> {
                      WhereCommand.json(each, place);
                      each.text("title", place.plan().title())
                          .text("status", place.plan().status())
                          .number("settled", place.plan().settled())
                          .number("tasks", place.plan().tasks().size());
                    }));
  }

  private void text(List<PlanPlace> plans) {
    if (plans.isEmpty() && !context.quiet()) {
      context.console().print(new Line().add(Style.DIM, "no open plans"));
    }
    Table table = new Table().fit(5, 6);
    for (PlanPlace place : plans) {
      String status = place.plan().status();
      table.row(
          new Line().add(Style.BOLD, place.plan().id() == null ? "?" : place.plan().id()),
          new Line().add(Words.style(status), Words.sign(status) + " " + status),
          Meter.of(place.plan().settled(), place.plan().tasks().size()),
          WhereCommand.host(place),
          HostWords.liveness(place.host()),
          Line.of(place.plan().title()),
          new Line().add(Style.DIM, place.plan().branch() == null ? "" : place.plan().branch()));
    }
    table.print(context.console());
  }
}
