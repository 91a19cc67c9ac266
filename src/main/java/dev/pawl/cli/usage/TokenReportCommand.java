package dev.pawl.cli.usage;

import dev.pawl.app.usage.UsageReport;
import dev.pawl.app.workspace.Failure;
import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.Exit;
import dev.pawl.cli.terminal.Json;
import dev.pawl.disk.Printable;
import dev.pawl.plan.text.Suggestion;
import dev.pawl.usage.Dimension;
import dev.pawl.usage.TokenSums;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pawl token-report}. */
@Command(
    name = "token-report",
    sortOptions = false,
    description = {
      "Sums up what coding agents used, on every machine that was exchanged with, and what it cost:"
          + " what the agent said, else by the prices in .pawl.yaml. A model without a price has no"
          + " cost, and the sum says that it is not all."
    },
    footer = {
      "",
      "Days are days in UTC, so that every machine reports the same. What was recorded twice counts"
          + " once.",
      "",
      "Example:",
      "  pawl token-report --by plan,model --since 30d",
      "  pawl token-report --by day --plan NET-WP-1",
      "  pawl token-report --all --format csv > tokens.csv"
    })
public final class TokenReportCommand implements Callable<Integer> {
  /** What is printed. */
  public enum Kind {
    text,
    json,
    csv
  }

  private static final List<Dimension> USUAL =
      List.of(Dimension.PROJECT, Dimension.PLAN, Dimension.HOST, Dimension.MODEL, Dimension.DAY);

  private final Context context;

  @Option(
      names = "--by",
      paramLabel = "WHAT",
      description =
          "project, plan, task, host, agent, model, day; several with commas. By default plan; for"
              + " json and csv project, plan, host, model and day.")
  @Nullable String by;

  @Option(names = "--plan", paramLabel = "PLAN", description = "Of this plan only.")
  @Nullable String plan;

  @Option(
      names = "--since",
      paramLabel = "DAY",
      description = "From this day on: 2026-11-30, or 30d for the last 30 days.")
  @Nullable String since;

  @Option(names = "--until", paramLabel = "DAY", description = "Up to this day, itself included.")
  @Nullable String until;

  @Option(names = "--all", description = "Every repository that pawl knows on this machine.")
  boolean all;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "text (default); json: one document, whose fields only ever grow; csv: RFC 4180.")
  Kind format = Kind.text;

  public TokenReportCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Failure {
    LocalDate first = day("--since", since);
    LocalDate last = day("--until", until);
    UsageReport.Request request = new UsageReport.Request(dimensions(), plan, first, last);
    UsageReport report = new UsageReport(context.surroundings());
    UsageReport.Outcome outcome = all ? report.everywhere(request) : report.here(request);
    outcome.notes().forEach(note -> context.console().note("pawl: " + note));
    context.console().page();
    switch (format) {
      case text -> new TokenTable(context).print(outcome.sums(), outcome.currency());
      case csv -> TokenCsv.print(context.console(), outcome.sums(), outcome.currency());
      case json -> json(outcome, first, last);
    }
    return outcome.failed() ? Exit.ENVIRONMENT : Exit.OK;
  }

  private List<Dimension> dimensions() throws Failure {
    if (by == null) {
      return format == Kind.text ? List.of(Dimension.PLAN) : USUAL;
    }
    List<String> words = Arrays.stream(Dimension.values()).map(Dimension::word).toList();
    List<Dimension> dimensions = new ArrayList<>();
    for (String typed : by.split(",", -1)) {
      String word = typed.strip().toLowerCase(Locale.ROOT);
      if (!words.contains(word)) {
        throw Failure.usage(
                "--by knows no " + Printable.quoted(typed), "it knows " + String.join(", ", words))
            .meaning(Suggestion.nearest(word, words).stream().toList());
      }
      Dimension dimension = List.of(Dimension.values()).get(words.indexOf(word));
      if (dimensions.contains(dimension)) {
        throw Failure.usage("--by names " + word + " twice", "leave out one");
      }
      dimensions.add(dimension);
    }
    return dimensions;
  }

  private @Nullable LocalDate day(String option, @Nullable String typed) throws Failure {
    if (typed == null) {
      return null;
    }
    if (typed.matches("[1-9][0-9]{0,4}d")) {
      long days = Long.parseLong(typed.substring(0, typed.length() - 1));
      LocalDate today =
          context.surroundings().clock().instant().atOffset(ZoneOffset.UTC).toLocalDate();
      return today.minusDays(days - 1);
    }
    try {
      return LocalDate.parse(typed);
    } catch (DateTimeException e) {
      throw Failure.usage(
          "%s takes a day, as 2026-11-30, or a number of days, as 30d, not %s"
              .formatted(option, Printable.quoted(typed)));
    }
  }

  private void json(
      UsageReport.Outcome outcome, @Nullable LocalDate first, @Nullable LocalDate last) {
    TokenSums sums = outcome.sums();
    Json.print(
        context.console(),
        "pawl.tokens/1",
        json ->
            json.texts("by", sums.by().stream().map(Dimension::word).toList())
                .text("since", first == null ? null : first.toString())
                .text("until", last == null ? null : last.toString())
                .text("currency", outcome.currency())
                .objects("rows", sums.rows(), (each, row) -> row(each, sums, row))
                .object("total", each -> counters(each, sums.total()))
                .texts("unpriced", sums.unpriced()));
  }

  private static void row(Json json, TokenSums sums, TokenSums.Row row) {
    for (Dimension dimension : Dimension.values()) {
      int place = sums.by().indexOf(dimension);
      json.text(dimension.word(), place < 0 ? null : row.values().get(place));
    }
    counters(json, row);
  }

  private static void counters(Json json, TokenSums.Row row) {
    json.number("input", row.tokens().input()).number("output", row.tokens().output());
    Amounts.json(json, row.tokens()).decimal("cost", row.cost()).flag("complete", row.complete());
  }
}
