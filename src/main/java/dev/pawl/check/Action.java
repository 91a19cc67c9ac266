package dev.pawl.check;

import java.util.Locale;

/** What was done, or would be done, about a finding. */
public enum Action {
  NONE,
  RECORDED,
  WRITTEN_BACK,
  SKIPPED,
  WOULD_RECORD,
  WOULD_WRITE_BACK;

  /** The word of the contract. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** True when nothing of the finding is left to do. */
  public boolean settles() {
    return this == RECORDED || this == WRITTEN_BACK;
  }
}
