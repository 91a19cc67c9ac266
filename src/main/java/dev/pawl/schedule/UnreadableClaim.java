package dev.pawl.schedule;

/** A claim, or what this machine noted of one, that cannot be understood. */
public final class UnreadableClaim extends Exception {
  private static final long serialVersionUID = 1;

  /** With the reason, fit to follow a colon. */
  public UnreadableClaim(String why) {
    super(why);
  }
}
