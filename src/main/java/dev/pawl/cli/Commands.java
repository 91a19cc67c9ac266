package dev.pawl.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;

/**
 * Which commands there are. Only the one that a command line names is built, because building all
 * of them takes longer than most of them run.
 */
final class Commands {
  private static final Map<String, Function<Context, Object>> COMMANDS = new LinkedHashMap<>();
  private static final Map<String, String> ALIASES = Map.of("fix", "fix-consistency");

  static {
    COMMANDS.put("check", ConsistencyCommand.Check::new);
    COMMANDS.put("fix-consistency", ConsistencyCommand.Fix::new);
  }

  private Commands() {}

  static CommandLine build(Root root, Context context, String... arguments) {
    CommandLine line = new CommandLine(root);
    String named = named(arguments);
    Function<Context, Object> command = named == null ? null : COMMANDS.get(named);
    if (command != null) {
      line.addSubcommand(command.apply(context));
    } else {
      COMMANDS.values().forEach(each -> line.addSubcommand(each.apply(context)));
    }
    return line;
  }

  /** The first word that is neither an option nor the value of {@code -C}. */
  private static @org.jspecify.annotations.Nullable String named(String... arguments) {
    List<String> words = List.of(arguments);
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals("-C")) {
        i++;
      } else if (!word.startsWith("-")) {
        return ALIASES.getOrDefault(word, word);
      }
    }
    return null;
  }
}
