package dev.pawl.cli.terminal;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command has. */
@Command(
    name = "pawl",
    versionProvider = Version.class,
    description =
        "Keeps task statuses in your Markdown plans correct, in git, across people, agents and machines.",
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false,
    footer = {
      "",
      "Example:",
      "  pawl check                # what is inconsistent here",
      "  pawl task done NET-T04    # report a task as done",
      "  pawl fix-consistency      # write what was reported back, as one commit",
      "",
      "'pawl help COMMAND' explains a command."
    })
public final class Root {
  @Option(
      names = "-C",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "Run as if started in DIR.")
  public @Nullable Path folder;

  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      description = "Print findings and data only.")
  public boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Say more, for example which engine did what.")
  public boolean verbose;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  boolean version;
}
