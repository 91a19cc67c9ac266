package dev.pawl.git;

import dev.pawl.disk.Address;
import dev.pawl.disk.IoReason;
import org.jspecify.annotations.Nullable;

/** What kept the repository from being read or written: where, why, and what is safe to do next. */
public final class GitException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What a caller may want to tell apart. */
  public enum Kind {
    /** There is no repository here. */
    NOT_A_REPOSITORY,
    /** The repository uses something that pawl does not read. */
    UNSUPPORTED,
    /** Git itself would refuse, because the repository belongs to somebody else. */
    UNTRUSTED,
    /** What was asked for makes no sense: a name, a path, a setting. */
    INVALID,
    /** Something is not there, or is not what it should be. */
    DAMAGED,
    /** Git, the disk or a lock failed, or a bound was reached. */
    ENVIRONMENT
  }

  private final Kind kind;
  private final String place;
  private final String reason;
  private final String nextStep;

  public GitException(
      Kind kind, String place, String reason, String nextStep, @Nullable Throwable cause) {
    super(Address.shown(place + ": " + reason + " - " + nextStep), cause);
    this.kind = kind;
    this.place = Address.shown(place);
    this.reason = Address.shown(reason);
    this.nextStep = Address.shown(nextStep);
  }

  public GitException(Kind kind, String place, String reason, String nextStep) {
    this(kind, place, reason, nextStep, null);
  }

  /** The file system or the object store said no. */
  public static GitException failed(String place, Exception cause) {
    return new GitException(
        Kind.ENVIRONMENT,
        place,
        IoReason.at(place, cause),
        "look at the repository with 'git status' and 'git fsck'",
        cause);
  }

  /** What kind of failure this is. */
  public Kind kind() {
    return kind;
  }

  /** The path, ref or setting it is about. */
  public String place() {
    return place;
  }

  /** Why. */
  public String reason() {
    return reason;
  }

  /** What is safe to do next. */
  public String nextStep() {
    return nextStep;
  }
}
