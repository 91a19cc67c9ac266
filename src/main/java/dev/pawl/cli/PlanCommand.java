package dev.pawl.cli;

import picocli.CommandLine.Command;

/** {@code pawl plan}: says what it can do. */
@Command(
    name = "plan",
    description = "Lists plans, and starts new ones.",
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false,
    footer = {"", "Example:", "  pawl plan list", "  pawl plan status NET-WP-1"})
final class PlanCommand extends GroupCommand {}
