package dev.pawl.cli;

import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.Root;
import java.lang.reflect.Field;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Reads a command line by the {@link Grammar}, because picocli takes longer to start than most
 * commands take to run. It understands a line exactly as picocli does or leaves it to picocli:
 * every error, every help text, and every way of writing options but the plain one.
 */
final class Shortcut {
  /** What a field is to be set to; {@code true} for an option without a value. */
  private record Setting(String field, Object value) {}

  private final List<String> words;
  private final Grammar root = Objects.requireNonNull(Grammar.of(""), "the options of all");
  private final Set<String> seen = new HashSet<>();
  private final List<Setting> ofRoot = new ArrayList<>();
  private final List<Setting> settings = new ArrayList<>();
  private int next;

  private Shortcut(List<String> words) {
    this.words = words;
  }

  /**
   * The command that a line means, its options set, those of the root too; null to leave the line
   * to picocli. Nothing of the root is set then.
   */
  static @Nullable Callable<Integer> of(Context context, String... arguments) {
    List<String> words = List.of(arguments);
    int own = words.contains("--") ? words.indexOf("--") : words.size();
    boolean odd =
        words.subList(0, own).stream().anyMatch(word -> word.isEmpty() || word.startsWith("@"));
    return odd ? null : new Shortcut(words).command(context);
  }

  private @Nullable Callable<Integer> command(Context context) {
    Grammar none = new Grammar(List.of(), List.of());
    while (next < words.size() && words.get(next).startsWith("-")) {
      if (!option(none)) {
        return null;
      }
    }
    String path = path();
    Grammar grammar = path.isEmpty() ? null : Grammar.of(path);
    if (grammar == null || !read(grammar)) {
      return null;
    }
    Object command = Commands.of(path, context);
    Root read = new Root();
    if (!(command instanceof Callable<?>) || !set(command, settings) || !set(read, ofRoot)) {
      return null;
    }
    context.root().folder = read.folder;
    context.root().quiet = read.quiet;
    context.root().verbose = read.verbose;
    @SuppressWarnings("unchecked") // every command says its exit code
    Callable<Integer> found = (Callable<Integer>) command;
    return found;
  }

  private String path() {
    String first = next < words.size() ? Commands.name(words.get(next++)) : "";
    return Commands.isGroup(first) && next < words.size()
        ? first + " " + Commands.name(first, words.get(next++))
        : first;
  }

  /** Reads the rest of the line. */
  private boolean read(Grammar grammar) {
    List<String> given = new ArrayList<>();
    while (next < words.size()) {
      String word = words.get(next);
      if (word.equals("--")) {
        given.addAll(words.subList(next + 1, words.size()));
        next = words.size();
      } else if (!word.startsWith("-")) {
        given.add(word);
        next++;
      } else if (!option(grammar)) {
        return false;
      }
    }
    boolean whole =
        grammar.options().stream()
            .allMatch(option -> !option.required() || seen.contains(option.names().getFirst()));
    return whole && take(grammar.words(), given);
  }

  /** Gives each word to the field that takes it. */
  private boolean take(List<Grammar.Word> fields, List<String> given) {
    int taken = 0;
    for (Grammar.Word field : fields) {
      int most = field.repeated() ? given.size() : Math.min(given.size(), taken + 1);
      if (most - taken < field.least()) {
        return false;
      }
      for (; taken < most; taken++) {
        settings.add(new Setting(field.field(), given.get(taken)));
      }
    }
    return taken == given.size();
  }

  /** Takes an option, of the command or of all; false when picocli might differ. */
  private boolean option(Grammar grammar) {
    String name = words.get(next);
    Grammar.Option own = grammar.option(name);
    Grammar.Option option = own == null ? root.option(name) : own;
    if (option == null || (!seen.add(option.names().getFirst()) && !option.repeated())) {
      return false;
    }
    List<Setting> target = own == null ? ofRoot : settings;
    if (option.flag()) {
      target.add(new Setting(option.field(), true));
      next++;
      return true;
    }
    if (next + 1 == words.size() || !isPlain(words.get(next + 1))) {
      return false;
    }
    target.add(new Setting(option.field(), words.get(next + 1)));
    next += 2;
    return true;
  }

  /** No value that picocli could take for an option, a quoted text or a command. */
  private static boolean isPlain(String value) {
    char first = value.charAt(0);
    return (Character.isLetterOrDigit(first) || first == '.' || first == '/')
        && value.chars().noneMatch(c -> c == '"' || c == '\'' || c == '=')
        && !Commands.isCommand(value);
  }

  /** Sets fields; false when a value is none for its field, which picocli words. */
  private static boolean set(Object command, List<Setting> settings) {
    try {
      for (Setting setting : settings) {
        Object owner = command;
        String name = setting.field();
        int dot = name.indexOf('.');
        if (dot > 0) {
          owner = Objects.requireNonNull(field(owner, name.substring(0, dot)).get(owner));
          name = name.substring(dot + 1);
        }
        if (!set(owner, field(owner, name), setting.value())) {
          return false;
        }
      }
      return true;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("grammar.txt does not fit the commands", e);
    }
  }

  private static boolean set(Object owner, Field field, Object value)
      throws IllegalAccessException {
    Class<?> type = field.getType();
    if (type == List.class) {
      @SuppressWarnings("unchecked") // the table has lists of texts only
      List<Object> list = (List<Object>) Objects.requireNonNull(field.get(owner));
      list.add(value);
    } else if (type == Path.class) {
      try {
        field.set(owner, Path.of((String) value));
      } catch (InvalidPathException e) {
        return false;
      }
    } else if (type.isEnum()) {
      for (Object constant : type.getEnumConstants()) {
        if (((Enum<?>) constant).name().equals(value)) {
          field.set(owner, constant);
          return true;
        }
      }
      return false;
    } else {
      field.set(owner, value);
    }
    return true;
  }

  private static Field field(Object owner, String name) throws NoSuchFieldException {
    for (Class<?> type = owner.getClass(); type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (field.getName().equals(name)) {
          field.setAccessible(true);
          return field;
        }
      }
    }
    throw new NoSuchFieldException(owner.getClass() + " " + name);
  }
}
