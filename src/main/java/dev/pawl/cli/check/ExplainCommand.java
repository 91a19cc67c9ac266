package dev.pawl.cli.check;

import dev.pawl.app.workspace.Failure;
import dev.pawl.cli.terminal.Console;
import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.Exit;
import dev.pawl.cli.terminal.Json;
import dev.pawl.cli.terminal.Line;
import dev.pawl.cli.terminal.Line.Style;
import dev.pawl.cli.terminal.OutputFormat;
import dev.pawl.cli.terminal.Table;
import dev.pawl.plan.text.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code pawl explain}. */
@Command(
    name = "explain",
    sortOptions = false,
    description = "Explains check codes: what each means, and what to do. Without one, lists them.",
    footer = {"", "Example:", "  pawl explain C-13"})
public final class ExplainCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "CODE", arity = "0..*", description = "For example C-13, or just 13.")
  List<String> codes = new ArrayList<>();

  @Mixin OutputFormat format = new OutputFormat();

  public ExplainCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Failure {
    List<Explanation> all = Explanation.all();
    List<Explanation> asked = new ArrayList<>();
    for (String code : codes) {
      asked.add(find(code, all));
    }
    context.console().page();
    if (format.json()) {
      json(codes.isEmpty() ? all : asked);
    } else if (codes.isEmpty()) {
      list(all);
    } else {
      asked.forEach(this::text);
    }
    return Exit.OK;
  }

  private static Explanation find(String typed, List<Explanation> all) throws Failure {
    String digits = typed.replaceAll("(?i)^c-?", "");
    String wanted =
        digits.matches("\\d{1,2}") ? "C-%02d".formatted(Integer.valueOf(digits)) : typed;
    return all.stream()
        .filter(each -> each.code().equals(wanted))
        .findFirst()
        .orElseThrow(() ->
            Failure.usage(
                    "there is no check code '" + typed + "'",
                    "codes look like C-13: pawl explain lists them all")
                .meaning(
                    Suggestion.nearest(
                            wanted.toUpperCase(Locale.ROOT),
                            all.stream().map(Explanation::code).toList())
                        .stream()
                        .toList()));
  }

  private void list(List<Explanation> all) {
    Table table = new Table().fit(2, 1);
    for (Explanation each : all) {
      table.row(
          new Line().add(Style.BOLD, each.code()),
          new Line()
              .add(style(each), each.severity().replaceFirst("(fail|warn|info)(?!,).*", "$1")),
          Line.of(each.title()));
    }
    table.print(context.console());
  }

  private void text(Explanation one) {
    Console console = context.console();
    console.print(
        new Line()
            .add(Style.BOLD, one.code() + " " + one.title())
            .add("  ")
            .add(style(one), one.severity()));
    if (!one.fix().isEmpty()) {
      console.print(new Line().add(Style.DIM, "in fix mode: " + one.fix()));
    }
    console.blank();
    one.lines().forEach(line -> console.print(Line.of(line)));
    console.blank();
  }

  private static Style style(Explanation one) {
    return one.severity().startsWith("fail")
        ? Style.RED
        : one.severity().startsWith("warn") ? Style.YELLOW : Style.DIM;
  }

  private void json(List<Explanation> explanations) {
    Json.print(
        context.console(),
        "pawl.explain/1",
        json ->
            json.objects(
                "codes",
                explanations,
                (each, one) ->
                    each.text("code", one.code())
                        .text("severity", one.severity())
                        .text("title", one.title())
                        .text("fix", one.fix().isEmpty() ? null : one.fix())
                        .text("text", String.join("\n", one.lines()))));
  }
}
