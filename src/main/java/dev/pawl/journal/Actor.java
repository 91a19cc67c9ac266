package dev.pawl.journal;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who acts, in its one form: {@code agent:<executor>} or {@code human:<name>}. What was written in
 * another form, by an earlier version for one, means a person of that name; it is read so, and
 * never rewritten.
 */
public final class Actor {
  private static final String AGENT = "agent:";

  private static final Pattern FORM =
      Pattern.compile("(agent|human):\\s*(.*\\S)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private Actor() {}

  /** The one form of what was said; nothing stays nothing. */
  public static String of(String said) {
    String text = said.strip();
    Matcher form = FORM.matcher(text);
    if (form.matches()) {
      return form.group(1).toLowerCase(Locale.ROOT) + ":" + form.group(2);
    }
    return text.isEmpty() ? "" : "human:" + text;
  }

  /** The agent that an executor is. */
  public static String agent(String executor) {
    return isAgent(executor) ? executor : AGENT + executor;
  }

  /** Whether it is an agent, and no person. */
  public static boolean isAgent(String actor) {
    return actor.startsWith(AGENT);
  }
}
