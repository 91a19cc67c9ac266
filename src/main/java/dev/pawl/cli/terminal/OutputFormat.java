package dev.pawl.cli.terminal;

import picocli.CommandLine.Option;

/** The {@code --format} of commands that print data. */
public final class OutputFormat {
  public enum Kind {
    text,
    json
  }

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "text (default) or json: one document; its fields stay, and more may be added.")
  public Kind kind = Kind.text;

  public boolean json() {
    return kind == Kind.json;
  }
}
