package dev.pawl.plan.yaml;

/** Why a piece of YAML cannot be read, and the unit of the document where. */
public final class UnreadableYaml extends Exception {
  private final int at;

  public UnreadableYaml(int at, String reason) {
    // An expected outcome, and there may be thousands in one file: it needs no stack trace.
    super(reason, null, false, false);
    this.at = at;
  }

  public int at() {
    return at;
  }

  public String reason() {
    return String.valueOf(getMessage());
  }
}
