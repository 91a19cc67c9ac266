package dev.pawl.cli.task;

import dev.pawl.cli.terminal.GroupCommand;
import picocli.CommandLine.Command;

/** {@code pawl task}: says what it can do. */
@Command(
    name = "task",
    description = "Lists tasks, and reports what became of them.",
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false,
    footer = {
      "",
      "A report goes into the journal; pawl fix-consistency writes it into the plan files.",
      "",
      "Example:",
      "  pawl task next",
      "  pawl task start NET-T04",
      "  pawl task done NET-T04"
    })
public final class TaskCommand extends GroupCommand {}
