package dev.pawl.cli.task;

import dev.pawl.app.edit.Written;
import dev.pawl.cli.terminal.Console;
import dev.pawl.cli.terminal.Exit;
import dev.pawl.cli.terminal.Json;
import dev.pawl.cli.terminal.Line;
import dev.pawl.cli.terminal.Line.Style;

/** Says what was written into a plan file. */
record WrittenPrinter(Console console, boolean json) {
  /**
   * Says it.
   *
   * @param what in a word or two; empty for what is new
   */
  int print(Written written, String what) {
    if (json) {
      Json.print(console, "pawl.written/1", document -> json(document, written));
      return Exit.OK;
    }
    Line line = new Line().add(Style.BOLD, written.id()).add("  " + written.title() + "  ");
    if (!what.isEmpty()) {
      line.add(what + "  ");
    }
    line.add(Style.BLUE, written.file() + ":" + written.line());
    if (what.isEmpty() || !written.changed().isEmpty()) {
      line.add(Style.DIM, "  (not committed)");
    }
    console.print(line);
    return Exit.OK;
  }

  static Json json(Json json, Written written) {
    return json.text("id", written.id())
        .text("title", written.title())
        .text("file", written.file())
        .number("line", written.line())
        .texts("changed", written.changed());
  }
}
