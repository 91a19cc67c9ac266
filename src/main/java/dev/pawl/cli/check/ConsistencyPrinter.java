package dev.pawl.cli.check;

import dev.pawl.app.reconcile.RepoReport;
import dev.pawl.check.Action;
import dev.pawl.check.Finding;
import dev.pawl.check.Mode;
import dev.pawl.check.Severity;
import dev.pawl.cli.terminal.CaretLine;
import dev.pawl.cli.terminal.Console;
import dev.pawl.cli.terminal.Json;
import dev.pawl.cli.terminal.Line;
import dev.pawl.cli.terminal.Line.Style;
import dev.pawl.plan.document.PlanDocument;
import dev.pawl.plan.text.Position;
import java.util.List;

/** Prints what a check or a fix found, for people or as {@code pawl.consistency/1}. */
public final class ConsistencyPrinter {
  private final Console console;

  public ConsistencyPrinter(Console console) {
    this.console = console;
  }

  void json(Mode mode, List<RepoReport> reports) {
    Json.print(
        console,
        "pawl.consistency/1",
        json -> {
          json.text("mode", mode.word());
          json.objects("repos", reports, ConsistencyPrinter::repo);
          json.object(
              "summary",
              summary ->
                  summary
                      .number("fail", count(reports, Severity.FAIL))
                      .number("warn", count(reports, Severity.WARN))
                      .number("info", count(reports, Severity.INFO))
                      .number("changed", changed(reports)));
        });
  }

  static void repo(Json json, RepoReport report) {
    json.text("slug", report.slug())
        .text("path", report.path())
        .text("head", report.head())
        .text("branch", report.branch());
    json.object(
        "upstream",
        upstream ->
            upstream
                .text("state", report.upstream().state().word())
                .number("ahead", report.upstream().ahead())
                .number("behind", report.upstream().behind()));
    json.number("plans", report.plans()).number("tasks", report.tasks());
    json.objects("findings", report.findings(), ConsistencyPrinter::finding);
    json.texts("commits", report.commits()).texts("notes", report.notes());
  }

  /** Writes one finding. */
  public static void finding(Json json, Finding finding) {
    Position at = finding.at();
    json.text("code", finding.code().id())
        .text("severity", finding.severity().word())
        .text("plan", finding.plan() == null ? null : finding.plan().value())
        .text("task", finding.task() == null ? null : finding.task().value())
        .text("file", finding.file())
        .number("line", at == null ? null : Long.valueOf(at.line()))
        .number("column", at == null ? null : Long.valueOf(at.column()))
        .text("recorded", finding.recorded())
        .text("written", finding.written())
        .text("action", finding.action().word())
        .text("message", finding.message());
  }

  public void text(List<RepoReport> reports, boolean quiet) {
    for (RepoReport report : reports) {
      head(report);
      report.findings().forEach(finding -> text(report, finding));
      for (String commit : report.commits()) {
        console.print(
            new Line().add("  committed ").add(Style.YELLOW, commit).add("  (git show it)"));
      }
      if (!quiet) {
        report.notes().forEach(note -> console.print(new Line().add(Style.DIM, "  " + note)));
      }
    }
    if (!quiet) {
      summary(reports);
    }
  }

  private void head(RepoReport report) {
    Line line = new Line().add(Style.BOLD, report.slug());
    line.add("  ").add(Style.CYAN, report.branch() == null ? "(no branch)" : report.branch());
    line.add(Style.DIM, "  " + upstream(report));
    line.add(Style.DIM, "  " + counted(report.plans(), "plan"));
    line.add(Style.DIM, ", " + counted(report.tasks(), "task"));
    console.print(line);
  }

  private static String upstream(RepoReport report) {
    var upstream = report.upstream();
    return switch (upstream.state()) {
      case NONE -> "no upstream";
      case CURRENT -> "up to date";
      case AHEAD -> "ahead " + upstream.ahead();
      case BEHIND -> "behind " + upstream.behind();
      case DIVERGED -> "diverged: ahead " + upstream.ahead() + ", behind " + upstream.behind();
      case GONE -> "upstream gone";
      case UNREACHABLE -> "remote unreachable" + lastKnown(upstream);
      case NOT_CHECKED -> "remote not asked" + lastKnown(upstream);
    };
  }

  private static String lastKnown(RepoReport.UpstreamReport upstream) {
    return upstream.ahead() == 0 && upstream.behind() == 0
        ? ""
        : " (last known: ahead " + upstream.ahead() + ", behind " + upstream.behind() + ")";
  }

  private void text(RepoReport report, Finding finding) {
    Line line = new Line().add("  ");
    line.add(colour(finding.severity()), finding.code().id() + " " + finding.severity().word());
    line.pad(13 - line.width());
    if (finding.task() != null) {
      line.add(Style.BOLD, finding.task().value()).add("  ");
    }
    line.add(finding.message());
    console.print(line);
    place(report, finding);
    if (finding.action() != Action.NONE) {
      boolean done = finding.action().settles();
      console.print(
          new Line()
              .add(" ".repeat(13))
              .add(done ? Style.GREEN : Style.DIM, "→ " + finding.action().word()));
    }
  }

  /** The place, the line that stands there, and a caret under the column. */
  private void place(RepoReport report, Finding finding) {
    String file = finding.file();
    if (file == null) {
      return;
    }
    Position at = finding.at();
    String where = at == null ? file : file + ":" + at.line() + ":" + at.column();
    console.print(new Line().add(" ".repeat(13)).add(Style.BLUE, where));
    PlanDocument document = report.documents().get(file);
    if (document == null || at == null) {
      return;
    }
    CaretLine excerpt = CaretLine.of(document.line(at.line()), at.column());
    if (!excerpt.text().isBlank()) {
      console.print(new Line().add(" ".repeat(13)).add(Style.DIM, "│ ").add(excerpt.text()));
      console.print(
          new Line()
              .add(" ".repeat(13))
              .add(Style.DIM, "│ ")
              .add(" ".repeat(excerpt.caret()))
              .add(colour(finding.severity()), "^"));
    }
  }

  private void summary(List<RepoReport> reports) {
    int fail = count(reports, Severity.FAIL);
    int warn = count(reports, Severity.WARN);
    int info = count(reports, Severity.INFO);
    int changed = changed(reports);
    Line line = new Line();
    if (fail + warn + info == 0) {
      line.add(Style.GREEN, "consistent");
    } else {
      line.add(fail > 0 ? Style.RED : Style.DIM, fail + " fail")
          .add(Style.DIM, ", ")
          .add(warn > 0 ? Style.YELLOW : Style.DIM, warn + " warn")
          .add(Style.DIM, ", " + info + " info");
    }
    console.print(changed == 0 ? line : line.add(", ").add(Style.GREEN, changed + " settled"));
  }

  private static Style colour(Severity severity) {
    return switch (severity) {
      case FAIL -> Style.RED;
      case WARN -> Style.YELLOW;
      case INFO -> Style.CYAN;
    };
  }

  public static String counted(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  private static int count(List<RepoReport> reports, Severity severity) {
    return reports.stream().mapToInt(report -> report.count(severity)).sum();
  }

  private static int changed(List<RepoReport> reports) {
    return reports.stream().mapToInt(RepoReport::changed).sum();
  }
}
