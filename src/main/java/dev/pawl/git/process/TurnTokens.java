package dev.pawl.git.process;

import java.util.List;
import java.util.Map;

/**
 * Which turns of git's queue a process was started in: a variable of its environment names them, of
 * the outermost first, with colons between. A hook that runs pawl does not wait for its own
 * ancestor.
 */
public final class TurnTokens {
  /** The variable. */
  public static final String VARIABLE = "PAWL_GIT_QUEUE";

  /** One a process is enough: it is compared with a lock that is held, and the holder's number. */
  public static final String OWN =
      ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime());

  private static final int DEEPEST = 32;

  private TurnTokens() {}

  /** What a child that is started in a turn, or may be, has to have in its environment. */
  public static String passedOn(Map<String, String> variables) {
    List<String> outer = of(variables);
    String all = outer.isEmpty() ? OWN : String.join(":", outer) + ":" + OWN;
    return outer.contains(OWN) ? String.join(":", outer) : all;
  }

  /** The turns that these variables name. */
  public static List<String> of(Map<String, String> variables) {
    List<String> tokens =
        List.of(variables.getOrDefault(VARIABLE, "").split(":", -1)).stream()
            .filter(token -> token.matches("[0-9a-f-]{1,64}"))
            .toList();
    return tokens.subList(Math.max(0, tokens.size() - DEEPEST), tokens.size());
  }
}
