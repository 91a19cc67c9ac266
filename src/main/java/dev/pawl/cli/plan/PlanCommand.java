package dev.pawl.cli.plan;

import dev.pawl.cli.terminal.GroupCommand;
import picocli.CommandLine.Command;

/** {@code pawl plan}: says what it can do. */
@Command(
    name = "plan",
    description =
        "Lists plans, writes new ones, and takes them from their start to their completion.",
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false,
    footer = {"", "Example:", "  pawl plan list", "  pawl plan status NET-WP-1"})
public final class PlanCommand extends GroupCommand {}
