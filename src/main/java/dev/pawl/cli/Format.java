package dev.pawl.cli;

import picocli.CommandLine.Option;

/** The {@code --format} of commands that print data. */
final class Format {
  enum Kind {
    text,
    json
  }

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "text (default) or json: one document, whose fields only ever grow.")
  Kind kind = Kind.text;

  boolean json() {
    return kind == Kind.json;
  }
}
