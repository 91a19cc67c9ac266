package dev.pawl.git.remote;

import dev.pawl.disk.Address;
import java.util.Locale;

/**
 * Why nothing could be exchanged with a remote.
 *
 * @param cause the kind of reason
 * @param reason in the words of the engine, fit to be shown
 */
public record Unreachable(Cause cause, String reason) {
  /** The kinds of reasons. */
  public enum Cause {
    /** The time was over; all that was started has been ended. */
    TIMEOUT,
    /** The remote does not let us in, or would first want to ask a person. */
    AUTHENTICATION,
    /** There is no such repository, or no such ref in it. */
    NOT_FOUND,
    /** This engine does not speak that protocol. */
    UNSUPPORTED,
    /** Anything else: the name, the network, the server. */
    NETWORK
  }

  /** Its reason may name an address. */
  public Unreachable {
    reason = Address.shown(reason);
  }

  /** Sorts what git or JGit said, by the words that both use. */
  static Unreachable said(String reason) {
    return new Unreachable(cause(reason.toLowerCase(Locale.ROOT)), reason);
  }

  private static Cause cause(String said) {
    if (containsAny(said, "timed out", "timeout")) {
      return Cause.TIMEOUT;
    }
    if (containsAny(
        said,
        "permission denied",
        "authentication failed",
        "authentication is required",
        "not authorized",
        "could not read username",
        "could not read password",
        "terminal prompts disabled",
        "host key verification failed",
        "error: 401",
        "error: 403")) {
      return Cause.AUTHENTICATION;
    }
    if (containsAny(
        said,
        "does not appear to be a git repository",
        "does not exist",
        "not found",
        "couldn't find remote ref",
        "no such file or directory",
        "error: 404")) {
      return Cause.NOT_FOUND;
    }
    return Cause.NETWORK;
  }

  private static boolean containsAny(String said, String... words) {
    for (String word : words) {
      if (said.contains(word)) {
        return true;
      }
    }
    return false;
  }
}
