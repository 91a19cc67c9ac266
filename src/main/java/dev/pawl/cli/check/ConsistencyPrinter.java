package dev.pawl.cli.check;

import dev.pawl.app.reconcile.RepoReport;
import dev.pawl.check.Code;
import dev.pawl.check.Finding;
import dev.pawl.check.Mode;
import dev.pawl.check.Severity;
import dev.pawl.cli.screen.When;
import dev.pawl.cli.terminal.CaretLine;
import dev.pawl.cli.terminal.Console;
import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.Json;
import dev.pawl.cli.terminal.Line;
import dev.pawl.cli.terminal.Line.Style;
import dev.pawl.cli.terminal.Table;
import dev.pawl.cli.terminal.Words;
import dev.pawl.plan.document.PlanDocument;
import dev.pawl.plan.text.Position;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Prints what a check or a fix found, for people or as {@code pawl.consistency/1}. */
public final class ConsistencyPrinter {
  /** How many changes, and how many notes of one code, are shown before the rest is counted. */
  private static final int CHANGES = 20;

  private static final int NOTES = 3;

  /** What is about something that cannot be read, which is shown then. */
  private static final Set<Code> UNREADABLE = EnumSet.of(Code.UNREADABLE, Code.UNKNOWN_STATUS);

  /** How much is said. */
  private enum Detail {
    DATA,
    USUAL,
    ALL
  }

  private final Console console;
  private final Detail detail;
  private final When when;

  public ConsistencyPrinter(Context context) {
    console = context.console();
    when = context.when();
    detail = context.verbose() ? Detail.ALL : context.quiet() ? Detail.DATA : Detail.USUAL;
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

  /** What was done a line a task, then what is left, and a last line that counts. */
  public void text(List<RepoReport> reports) {
    for (RepoReport report : reports) {
      done(report);
      findings(report);
    }
    if (detail != Detail.DATA) {
      summary(reports);
    }
  }

  /** What a run did: the tasks that it settled, its commits, and what it says besides. */
  void done(RepoReport report) {
    head(report);
    List<Finding> changes =
        report.findings().stream().filter(finding -> !said(finding).isEmpty()).toList();
    int shown = shown(changes.size(), CHANGES);
    Table table = new Table().fit(2, 2);
    changes.stream().limit(shown).forEach(finding -> table.row(change(finding)));
    table.print(console);
    more(changes.size() - shown, "");
    for (String commit : report.commits()) {
      console.print(new Line().add("  committed ").commit(commit));
    }
    if (detail != Detail.DATA) {
      report
          .notes()
          .forEach(note -> console.wrap(new Line().add(Style.DIM, "  " + when.said(note)), 2));
    } else if (report.end() == RepoReport.End.LOCKED) {
      console.note("pawl: " + when.said(report.notes().getLast()));
    }
  }

  /** What is left, some of each code. */
  void findings(RepoReport report) {
    Map<Code, List<Finding>> byCode = new LinkedHashMap<>();
    for (Finding finding : report.findings()) {
      if (said(finding).isEmpty()) {
        byCode.computeIfAbsent(finding.code(), _ -> new ArrayList<>()).add(finding);
      }
    }
    byCode.forEach((code, found) -> {
      boolean news = found.stream().anyMatch(each -> each.severity() != Severity.INFO);
      int shown = shown(found.size(), news ? CHANGES : NOTES);
      found.stream().limit(shown).forEach(finding -> text(report, finding));
      more(found.size() - shown, code.id() + " ");
    });
  }

  private int shown(int all, int most) {
    return detail == Detail.ALL || all <= most + 1 ? all : most;
  }

  private void more(int rest, String code) {
    if (rest > 0) {
      console.print(
          new Line().add(Style.DIM, "  … and %d more %s(-v shows all)".formatted(rest, code)));
    }
  }

  /** What became of a finding that was settled, or would be; empty for any other. */
  private static String said(Finding finding) {
    String file = finding.file();
    String place = finding.at() == null ? file : "%s:%d".formatted(file, finding.at().line());
    return switch (finding.action()) {
      case WRITTEN_BACK -> String.valueOf(place);
      case RECORDED -> "recorded from " + place;
      case WOULD_WRITE_BACK -> "would be written to " + place;
      case WOULD_RECORD -> "would be recorded from " + place;
      case NONE, SKIPPED -> "";
    };
  }

  private static Line[] change(Finding finding) {
    boolean forward = finding.code() == Code.FILE_AHEAD;
    String from = forward ? finding.recorded() : finding.written();
    String to = String.valueOf(forward ? finding.written() : finding.recorded());
    Line step = new Line();
    if (from != null) {
      step.add(Style.DIM, from).add(" ");
    }
    return new Line[] {
      new Line()
          .add(Style.GREEN, finding.left() ? "  · " : "  ✓ ")
          .add(Style.BOLD, String.valueOf(finding.task())),
      step.add("→ ").add(Words.style(to), to),
      new Line().add(Style.DIM, said(finding))
    };
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
      case DIVERGED ->
          "diverged: ahead %d, behind %d".formatted(upstream.ahead(), upstream.behind());
      case GONE -> "upstream gone";
      case UNREACHABLE -> "remote unreachable" + lastKnown(upstream);
      case NOT_CHECKED -> "remote not asked" + lastKnown(upstream);
    };
  }

  private static String lastKnown(RepoReport.UpstreamReport upstream) {
    return upstream.ahead() == 0 && upstream.behind() == 0
        ? ""
        : " (last known: ahead %d, behind %d)".formatted(upstream.ahead(), upstream.behind());
  }

  private void text(RepoReport report, Finding finding) {
    Line line = new Line().add("  ");
    line.add(colour(finding.severity()), finding.code().id() + " " + finding.severity().word());
    line.pad(13 - line.width());
    if (finding.task() != null) {
      line.add(Style.BOLD, finding.task().value()).add("  ");
    }
    line.add(when.said(finding.message()));
    console.wrap(line, 13);
    place(report, finding);
  }

  /** The place; what cannot be read there is shown, with a caret under the column. */
  private void place(RepoReport report, Finding finding) {
    String file = finding.file();
    if (file == null) {
      return;
    }
    Position at = finding.at();
    String where = at == null ? file : "%s:%d:%d".formatted(file, at.line(), at.column());
    console.print(new Line().add(" ".repeat(13)).add(Style.BLUE, where));
    PlanDocument document = report.documents().get(file);
    if (document == null || at == null || !UNREADABLE.contains(finding.code())) {
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
    int fixed = changed(reports);
    int planned = count(reports, finding -> finding.left() && !said(finding).isEmpty());
    int fail = left(reports, Severity.FAIL);
    int warn = left(reports, Severity.WARN);
    int info = left(reports, Severity.INFO);
    List<String> parts = new ArrayList<>();
    boolean locked = reports.stream().anyMatch(each -> each.end() == RepoReport.End.LOCKED);
    add(parts, locked ? 1 : 0, "nothing was written");
    add(parts, fixed, fixed + " fixed");
    add(parts, planned, planned + " would be fixed");
    if (fail + warn + info == 0 && !locked) {
      parts.add(parts.isEmpty() ? "consistent" : "nothing left");
    }
    add(parts, fail, counted(fail, "failure"));
    add(parts, warn, counted(warn, "warning"));
    add(parts, info, counted(info, "note"));
    String said = String.join(", ", parts);
    boolean well = fail + warn == 0 && !locked;
    console.print(
        well
            ? new Line().add(Style.GREEN, "✓ " + said)
            : new Line()
                .add(
                    fail > 0 || locked ? Style.RED : Style.YELLOW,
                    (fail > 0 || locked ? "✗ " : "! ") + said)
                .add(fail + warn + info == 0 ? "" : " left"));
  }

  private static void add(List<String> parts, int number, String said) {
    if (number > 0) {
      parts.add(said);
    }
  }

  private static Style colour(Severity severity) {
    return switch (severity) {
      case FAIL -> Style.RED;
      case WARN -> Style.YELLOW;
      case INFO -> Style.CYAN;
    };
  }

  public static String counted(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  private static int count(List<RepoReport> reports, Severity severity) {
    return count(reports, finding -> finding.severity() == severity);
  }

  private static int left(List<RepoReport> reports, Severity severity) {
    return count(reports, finding -> finding.severity() == severity && said(finding).isEmpty());
  }

  private static int count(List<RepoReport> reports, Predicate<Finding> which) {
    return (int)
        reports.stream().flatMap(report -> report.findings().stream()).filter(which).count();
  }

  private static int changed(List<RepoReport> reports) {
    return reports.stream().mapToInt(RepoReport::changed).sum();
  }
}
