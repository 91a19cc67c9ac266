package dev.pawl.app.workspace;

import dev.pawl.git.GitException;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at several things before anything is changed, and says all that speaks against it at once.
 */
public final class Refusals {
  private final List<Failure> found = new ArrayList<>();

  /** Something to look at, which changes nothing. */
  public interface Look {
    void at() throws GitException, Failure;
  }

  /** Looks, and keeps a refusal for the end; what fails otherwise fails at once. */
  public void look(Look look) throws GitException, Failure {
    try {
      look.at();
    } catch (Failure e) {
      if (e.kind() != Failure.Kind.REFUSED) {
        throw e;
      }
      found.add(e);
    }
  }

  /**
   * Ends it.
   *
   * @param message what is refused, where there is more than one reason
   */
  public void orFail(String message) throws Failure {
    if (found.size() == 1) {
      throw found.getFirst();
    }
    if (!found.isEmpty()) {
      throw Failure.refusedFor(message, found.stream().map(Refusals::line).toList());
    }
  }

  private static String line(Failure reason) {
    return reason.getMessage()
        + (reason.hints().isEmpty() ? "" : ": " + String.join("; ", reason.hints()));
  }
}
