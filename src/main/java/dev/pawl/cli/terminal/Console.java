package dev.pawl.cli.terminal;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a command prints: data on {@code out}, everything else on {@code err}.
 *
 * @param colour whether escape sequences for colours are wanted on {@code out}
 * @param output where {@code out} leads; null where it cannot fail
 */
public record Console(PrintWriter out, PrintWriter err, boolean colour, @Nullable Output output) {

  public Console(PrintWriter out, PrintWriter err, boolean colour) {
    this(out, err, colour, null);
  }

  public static Console of(
      Output out, OutputStream err, Map<String, String> variables, boolean terminal) {
    return new Console(writer(out), writer(err), colour(variables, terminal), out);
  }

  /** NO_COLOR (no-color.org) beats CLICOLOR_FORCE (bixense.com/clicolors), that beats the rest. */
  static boolean colour(Map<String, String> variables, boolean terminal) {
    if (!variables.getOrDefault("NO_COLOR", "").isEmpty()) {
      return false;
    }
    String force = variables.getOrDefault("CLICOLOR_FORCE", "");
    if (!force.isEmpty() && !force.equals("0")) {
      return true;
    }
    return terminal && !"dumb".equals(variables.get("TERM"));
  }

  private static PrintWriter writer(OutputStream stream) {
    return new PrintWriter(stream, false, StandardCharsets.UTF_8);
  }

  public void print(Line line) {
    out.println(line.rendered(colour));
  }

  public void blank() {
    out.println();
  }

  /** For messages that are not the command's data. */
  public void note(String text) {
    err.println(Line.clean(text));
    err.flush();
  }

  /** Why not all data was written; null when it was, or nobody wanted more of it. */
  public @Nullable String failure() {
    return output == null ? null : output.failure();
  }

  public void flush() {
    out.flush();
    err.flush();
  }
}
