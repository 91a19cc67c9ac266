package dev.pawl.cli.terminal;

import dev.pawl.cli.screen.Output;
import dev.pawl.cli.screen.Pager;
import dev.pawl.cli.screen.Screen;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where a command prints: data on {@code out}, everything else on {@code err}.
 *
 * @param output where {@code out} leads; null where it cannot fail
 */
public record Console(PrintWriter out, PrintWriter err, Screen screen, @Nullable Output output) {

  public Console(PrintWriter out, PrintWriter err, Screen screen) {
    this(out, err, screen, null);
  }

  public static Console of(Output out, OutputStream err, Screen screen) {
    return new Console(writer(out), writer(err), screen, out);
  }

  private static PrintWriter writer(OutputStream stream) {
    return new PrintWriter(stream, false, StandardCharsets.UTF_8);
  }

  public void print(Line line) {
    out.println(screen.shown(line.rendered(screen.colour())));
  }

  /** Prints a text on as many lines as it takes; all but the first are indented. */
  public void wrap(Line line, int indent) {
    line.wrapped(screen.columns(), indent).forEach(this::print);
  }

  public void blank() {
    out.println();
  }

  /** For messages that are not the command's data. */
  public void note(String text) {
    err.println(screen.shown(Line.clean(text)));
    err.flush();
  }

  /** What follows is for reading: on a terminal that it does not fit, a pager shows it. */
  public void page() {
    if (output != null && screen.terminal()) {
      output.hold();
    }
  }

  /** Why not all data was written; null when it was, or nobody wanted more of it. */
  public @Nullable String failure() {
    return output == null ? null : output.failure();
  }

  public void flush() {
    out.flush();
    err.flush();
  }

  /** Writes what was held back for a pager. */
  public void end(Pager pager) {
    flush();
    if (output != null) {
      output.release(text -> screen.terminal() && fills(text) && pager.show(text));
    }
  }

  /** Whether it takes more lines than there are, beside the one for what is typed next. */
  private boolean fills(byte[] text) {
    int lines = 0;
    for (byte one : text) {
      lines += one == '\n' ? 1 : 0;
    }
    return lines >= screen.rows();
  }
}
