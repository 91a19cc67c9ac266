package dev.pawl.cli.check;

import dev.pawl.app.reconcile.RepoReport;
import dev.pawl.check.Finding;
import dev.pawl.check.Severity;
import dev.pawl.cli.terminal.Console;
import dev.pawl.cli.terminal.Line;
import dev.pawl.plan.text.Position;
import java.util.List;

/**
 * Findings as workflow commands of GitHub Actions, a line each: {@code ::error file=…::message}.
 * What a repository says cannot end a line or a field: the characters that could are escaped as the
 * runner expects it (N50).
 */
final class WorkflowCommands {
  private final Console console;

  WorkflowCommands(Console console) {
    this.console = console;
  }

  void print(List<RepoReport> reports) {
    for (RepoReport report : reports) {
      for (Finding finding : report.findings()) {
        console.out().println(line(finding));
      }
      for (String note : report.notes()) {
        console.out().println("::notice title=pawl::" + data(note));
      }
    }
  }

  static String line(Finding finding) {
    StringBuilder line = new StringBuilder("::").append(level(finding.severity())).append(' ');
    if (finding.file() != null) {
      line.append("file=").append(property(finding.file())).append(',');
      Position at = finding.at();
      if (at != null) {
        line.append("line=").append(at.line()).append(",col=").append(at.column()).append(',');
      }
    }
    String task = finding.task() == null ? "" : " " + finding.task().value();
    line.append("title=").append(property(finding.code().id() + task));
    return line.append("::").append(data(finding.message())).toString();
  }

  private static String level(Severity severity) {
    return switch (severity) {
      case FAIL -> "error";
      case WARN -> "warning";
      case INFO -> "notice";
    };
  }

  private static String data(String text) {
    return Line.clean(text).replace("%", "%25");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }
}
