package dev.pawl.cli.screen;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Standard output: notes what could not be written, because a printer keeps quiet about it. */
public final class Output extends OutputStream {
  private final OutputStream to;
  private final Path link;
  private @Nullable IOException failure;

  /** What waits for the end, to be shown by a pager. */
  private @Nullable ByteArrayOutputStream held;

  /**
   * Writes there.
   *
   * @param link leads to what is written to, where the system says it: {@code /proc/self/fd/1}
   */
  public Output(OutputStream to, Path link) {
    this.to = to;
    this.link = link;
  }

  /** Keeps back what is written from now on. */
  public void hold() {
    if (held == null) {
      held = new ByteArrayOutputStream();
    }
  }

  /** Writes what was kept back, unless somebody else shows it. */
  public void release(Predicate<byte[]> elsewhere) {
    ByteArrayOutputStream kept = held;
    held = null;
    if (kept != null && !elsewhere.test(kept.toByteArray())) {
      try {
        write(kept.toByteArray(), 0, kept.size());
        flush();
      } catch (IOException e) {
        // Noted: whoever asks for the failure is told.
        return;
      }
    }
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    if (held != null) {
      held.write(bytes, from, length);
      return;
    }
    try {
      to.write(bytes, from, length);
    } catch (IOException e) {
      throw noted(e);
    }
  }

  @Override
  public void flush() throws IOException {
    if (held != null) {
      return;
    }
    try {
      to.flush();
    } catch (IOException e) {
      throw noted(e);
    }
  }

  private IOException noted(IOException e) {
    if (failure == null) {
      failure = e;
    }
    return e;
  }

  /** Why not all of it was written; null when it was, or its reader went away having had enough. */
  public @Nullable String failure() {
    IOException first = failure;
    return first == null || isReaderGone(first) ? null : String.valueOf(first.getMessage());
  }

  /** The words depend on the language of the system; a pipe only fails when nobody reads it. */
  private boolean isReaderGone(IOException first) {
    String words = String.valueOf(first.getMessage()).toLowerCase(Locale.ROOT);
    return words.contains("pipe") || isPipe();
  }

  private boolean isPipe() {
    try {
      return Files.readSymbolicLink(link).toString().matches("(pipe|socket):.*");
    } catch (IOException | UnsupportedOperationException e) {
      // No such link here: the words have to do.
      return false;
    }
  }
}
