package dev.pawl.plan;

/** Why a piece of YAML cannot be read, and the unit of the document where. */
final class UnreadableYaml extends Exception {
  private final int at;

  UnreadableYaml(int at, String reason) {
    super(reason);
    this.at = at;
  }

  int at() {
    return at;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
