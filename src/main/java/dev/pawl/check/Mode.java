package dev.pawl.check;

/** What a run may do. */
public enum Mode {
  CHECK("check"),
  FIX("fix"),
  DRY_RUN("dry-run");

  private final String word;

  Mode(String word) {
    this.word = word;
  }

  /** The word of the contract. */
  public String word() {
    return word;
  }

  /** True for a fix and for its rehearsal: both judge as a fix does. */
  public boolean judgesAsFix() {
    return this != CHECK;
  }
}
