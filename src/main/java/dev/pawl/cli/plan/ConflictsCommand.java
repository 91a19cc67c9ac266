package dev.pawl.cli.plan;

import dev.pawl.app.plan.Conflicts;
import dev.pawl.app.workspace.Failure;
import dev.pawl.cli.terminal.Console;
import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.Exit;
import dev.pawl.cli.terminal.Json;
import dev.pawl.cli.terminal.Line;
import dev.pawl.cli.terminal.Line.Style;
import dev.pawl.cli.terminal.OutputFormat;
import dev.pawl.cli.terminal.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pawl conflicts}. */
@Command(
    name = "conflicts",
    sortOptions = false,
    description = {
      "Says which plans would get into each other's way: where the files that they name overlap,"
          + " which files the branches of both changed, and in which of those a merge would"
          + " conflict; and in which order to merge the branches with the fewest conflicts. Every"
          + " pair of branches is merged on trial, in memory; nothing is written."
    },
    footer = {
      "",
      "Without PLAN, every pair of open plans; with one, that plan and each other; with several,"
          + " every pair of those.",
      "-v lists the pairs without conflict, too.",
      "",
      "Example:",
      "  pawl conflicts NET-WP-1 NET-WP-2"
    })
public final class ConflictsCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "PLAN", arity = "0..*", description = "Ids or files.")
  List<String> named = new ArrayList<>();

  @Option(names = "--plan", paramLabel = "PLAN", description = "The same as PLAN.")
  List<String> plans = new ArrayList<>();

  @Mixin OutputFormat format = new OutputFormat();

  public ConflictsCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Failure {
    List<String> asked = new ArrayList<>(named);
    asked.addAll(plans);
    Conflicts.Outcome found = new Conflicts(context.surroundings()).run(asked);
    List<Conflicts.Pair> pairs =
        found.pairs().stream().filter(pair -> context.verbose() || !pair.isEmpty()).toList();
    if (format.json()) {
      json(found, pairs);
    } else {
      text(found, pairs);
    }
    return Exit.OK;
  }

  private void json(Conflicts.Outcome found, List<Conflicts.Pair> pairs) {
    Json.print(
        context.console(),
        "pawl.conflicts/1",
        json ->
            json.objects(
                    "pairs",
                    pairs,
                    (each, pair) ->
                        each.text("a", pair.a())
                            .text("b", pair.b())
                            .texts("declared", pair.declared())
                            .texts("changed", pair.changed())
                            .texts("conflicting", pair.conflicting()))
                .texts("order", found.order())
                .text("target", found.target())
                .objects(
                    "with_target",
                    found.targets(),
                    (each, target) ->
                        each.text("plan", target.plan()).texts("conflicting", target.conflicting()))
                .objects(
                    "locks",
                    found.locks(),
                    (each, lock) ->
                        each.text("resource", lock.resource())
                            .text("plan", lock.plan())
                            .text("until", lock.until()))
                .text("engine", found.engine().toLowerCase(java.util.Locale.ROOT)));
  }

  private void text(Conflicts.Outcome found, List<Conflicts.Pair> pairs) {
    Console console = context.console();
    if (pairs.isEmpty() && found.targets().isEmpty() && !context.quiet()) {
      console.print(new Line().add(Style.GREEN, "no conflicts"));
    }
    for (Conflicts.Pair pair : pairs) {
      console.print(new Line().add(Style.BOLD, pair.a()).add(" and ").add(Style.BOLD, pair.b()));
      Table table = new Table();
      rows(table, Style.RED, "conflict in", pair.conflicting());
      List<String> quiet =
          pair.changed().stream().filter(path -> !pair.conflicting().contains(path)).toList();
      rows(table, Style.YELLOW, "both changed", quiet);
      rows(table, Style.DIM, "both name", pair.declared());
      table.print(console);
    }
    for (Conflicts.Target target : found.targets()) {
      console.print(
          new Line()
              .add(Style.BOLD, target.plan())
              .add(" and ")
              .add(Style.BOLD, String.valueOf(found.target())));
      Table table = new Table();
      rows(table, Style.RED, "conflict in", target.conflicting());
      table.print(console);
    }
    if (found.order().size() > 1) {
      console.print(
          new Line()
              .add(Style.CYAN, "merge in this order: ")
              .add(String.join(", ", found.order())));
    }
  }

  private static void rows(Table table, Style style, String title, List<String> paths) {
    String label = "  " + title;
    for (String path : paths) {
      table.row(new Line().add(style, label), Line.of(path));
      label = "";
    }
  }
}
