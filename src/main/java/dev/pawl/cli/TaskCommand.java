package dev.pawl.cli;

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
final class TaskCommand extends GroupCommand {}
