package dev.pawl.disk;

/** What was written down, here or by others, cannot be understood. */
public final class UnreadableRecord extends Exception {
  private static final long serialVersionUID = 1;

  /** With the reason, fit to follow a colon. */
  public UnreadableRecord(String why) {
    super(why);
  }
}
