package dev.pawl.check;

import java.util.Locale;

/** How much a finding matters: {@code FAIL} fails a check, {@code WARN} fails a strict one. */
public enum Severity {
  FAIL,
  WARN,
  INFO;

  /** The word of the contract, in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
