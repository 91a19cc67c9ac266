package dev.pawl.cli.terminal;

/** Exit codes, as the contract has them. */
public final class Exit {
  /** Nothing failing is left. */
  public static final int OK = 0;

  /** A finding that fails is left, or a request was refused for a reason that is printed. */
  public static final int LEFT = 1;

  /** Wrong usage or settings. */
  public static final int USAGE = 2;

  /** The environment failed: git, the disk, a lock that was not had in time. */
  public static final int ENVIRONMENT = 3;

  /** A bug of pawl's. */
  public static final int BUG = 70;

  private Exit() {}
}
