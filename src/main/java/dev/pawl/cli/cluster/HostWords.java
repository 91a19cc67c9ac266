package dev.pawl.cli.cluster;

import dev.pawl.app.cluster.HostRow;
import dev.pawl.cli.terminal.Json;
import dev.pawl.cli.terminal.Line;
import dev.pawl.cli.terminal.Line.Style;
import dev.pawl.cli.terminal.Table;
import dev.pawl.machine.HostRecord;
import dev.pawl.machine.Liveness;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How hosts are shown. */
final class HostWords {
  private HostWords() {}

  static Table table(List<HostRow> hosts) {
    Table table = new Table().fit(2, 3);
    for (HostRow row : hosts) {
      table.row(
          new Line().add(Style.BOLD, row.host().name()),
          liveness(row),
          doing(row),
          new Line().add(Style.DIM, seen(row)));
    }
    return table;
  }

  static Line liveness(@Nullable HostRow row) {
    return row == null
        ? new Line()
        : new Line().add(style(row.liveness()), row.liveness().toString());
  }

  private static Style style(Liveness liveness) {
    return switch (liveness) {
      case LOCAL, ALIVE -> Style.GREEN;
      case STALE -> Style.YELLOW;
      case UNREACHABLE -> Style.RED;
    };
  }

  /** For example "working NET-WP-1-T03 autosync". */
  private static Line doing(HostRow row) {
    String state = row.state();
    HostRecord record = row.record();
    Line line = new Line();
    if (state != null) {
      line.add(state.equals("stuck") ? Style.RED : Style.PLAIN, state);
    }
    if (record != null && state != null && record.doing() != null) {
      HostRecord.Doing doing = record.doing();
      String what = doing.task() == null ? doing.plan() : doing.task();
      line.add(what == null ? "" : "  " + what);
      line.add(doing.command() == null ? "" : "  " + doing.command());
      if (state.equals("stuck")) {
        line.add(Style.DIM, "  no progress for " + length(record.still()));
      }
    }
    String reason = row.reason();
    return reason == null ? line : line.add(Style.DIM, (state == null ? "" : "  ") + reason);
  }

  /** For example "beat 12 s ago". */
  static String seen(HostRow row) {
    if (row.liveness() == Liveness.LOCAL) {
      return "";
    }
    Duration age = row.age();
    if (age == null) {
      return "no beat seen";
    }
    return (row.beating() ? "beat " : "first seen ") + length(age) + " ago";
  }

  static String length(Duration age) {
    long seconds = age.toSeconds();
    if (seconds < 120) {
      return seconds + " s";
    }
    return age.toMinutes() < 120
        ? age.toMinutes() + " min"
        : age.toHours() < 48 ? age.toHours() + " h" : age.toDays() + " days";
  }

  static void json(Json json, HostRow row) {
    HostRecord record = row.record();
    HostRecord.Doing doing = record == null ? null : record.doing();
    json.text("id", row.host().id().isEmpty() ? null : row.host().id())
        .text("host", row.host().name())
        .text("liveness", row.liveness().toString())
        .text("state", row.state())
        .text("plan", doing == null ? null : doing.plan())
        .text("task", doing == null ? null : doing.task())
        .text("command", doing == null ? null : doing.command())
        .number("sequence", record == null ? null : Long.valueOf(record.sequence()))
        .number("progress", record == null ? null : Long.valueOf(record.progress()))
        .number("still_seconds", record == null ? null : Long.valueOf(record.still().toSeconds()))
        .number("seen_seconds_ago", row.age() == null ? null : Long.valueOf(row.age().toSeconds()))
        .flag("beating", row.beating())
        .text("pawl", record == null ? null : record.version())
        .text("reason", row.reason());
  }
}
