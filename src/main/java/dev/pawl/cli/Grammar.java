package dev.pawl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The options and words of a command, as they are declared for picocli: a table that is derived
 * from those declarations and travels with the program, because reading the declarations themselves
 * takes longer than most commands run. What it does not name is picocli's to read.
 *
 * <p>Each command has a section, which begins like {@code @ task done}. A line in it is an option
 * without a value ({@code flag}), one with a value, or what is typed beside the options, with how
 * many of that there are at least; then come the names, and the field that takes it. {@code !}
 * stands behind what is required, {@code *} behind what may be repeated.
 */
record Grammar(List<Option> options, List<Word> words) {
  private static final String TABLE = table();

  /**
   * An option.
   *
   * @param field that takes it, below the command, with a dot below a mixin
   */
  record Option(
      List<String> names, boolean flag, boolean required, boolean repeated, String field) {}

  /** A word, or all that are left. */
  record Word(int least, boolean repeated, String field) {}

  /** What is known of a command; null when the table does not have it. */
  static @Nullable Grammar of(String path) {
    String head = "\n@ " + path + "\n";
    int at = TABLE.indexOf(head);
    if (at < 0) {
      return null;
    }
    int end = TABLE.indexOf("\n@", at + head.length() - 1);
    List<Option> options = new ArrayList<>();
    List<Word> words = new ArrayList<>();
    String section = TABLE.substring(at + head.length(), end < 0 ? TABLE.length() : end + 1);
    for (String line : section.split("\n", -1)) {
      String[] part = line.split(" ", 3);
      if (part[0].startsWith("word")) {
        words.add(new Word(Integer.parseInt(part[1]), part[0].endsWith("*"), part[2]));
      } else if (part.length == 3) {
        options.add(
            new Option(
                List.of(part[1].split(",", -1)),
                part[0].startsWith("flag"),
                part[0].contains("!"),
                part[0].contains("*"),
                part[2]));
      }
    }
    return new Grammar(List.copyOf(options), List.copyOf(words));
  }

  /** The option of this name; null when there is none. */
  @Nullable Option option(String name) {
    for (Option option : options) {
      if (option.names().contains(name)) {
        return option;
      }
    }
    return null;
  }

  /** With a line break before each section, the first one included. */
  private static String table() {
    try (InputStream in = Grammar.class.getResourceAsStream("grammar.txt")) {
      return "\n" + new String(Objects.requireNonNull(in, "grammar.txt").readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
