package dev.pawl.usage.agent;

/** What an agent said of its usage cannot be so; nothing of it is to be believed. */
public final class UnfitOutput extends Exception {
  private static final long serialVersionUID = 1;

  UnfitOutput(String why) {
    super(why, null, false, false);
  }

  UnfitOutput in(long line) {
    return new UnfitOutput("line " + line + ": " + getMessage());
  }
}
