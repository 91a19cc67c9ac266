package dev.pawl.plan;

/** Why a piece of YAML cannot be read, and the unit of the document where. */
final class UnreadableYaml extends Exception {
  private final int at;

  UnreadableYaml(int at, String reason) {
    // An expected outcome, and there may be thousands in one file: it needs no stack trace.
    super(reason, null, false, false);
    this.at = at;
  }

  int at() {
    return at;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
