package dev.pawl.plan.settings;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a machine can be asked by ssh. It is one word of a command line, so what could be an option
 * there, or anything but a host and its user, is none (N50).
 *
 * @param host {@code [user@]host}, as ssh takes it
 * @param folder of the clone on that machine; null for the one that it knows by the repository's
 *     name
 */
public record SshAddress(String host, @Nullable String folder) {
  private static final Pattern FORM =
      Pattern.compile(
          "((?:[A-Za-z0-9_][A-Za-z0-9_.-]*@)?[A-Za-z0-9][A-Za-z0-9_.-]*)(?::([^\\p{Cntrl}]{1,500}))?");

  /** What was written, if it is one. */
  public static Optional<SshAddress> of(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches() || (form.group(2) != null && form.group(2).startsWith("-"))) {
      return Optional.empty();
    }
    return Optional.of(new SshAddress(form.group(1), form.group(2)));
  }
}
