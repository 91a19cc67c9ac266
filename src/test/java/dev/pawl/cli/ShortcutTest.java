package dev.pawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.app.workspace.Surroundings;
import dev.pawl.cli.screen.Screen;
import dev.pawl.cli.task.TaskFilter;
import dev.pawl.cli.terminal.Console;
import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.Limit;
import dev.pawl.cli.terminal.OutputFormat;
import dev.pawl.cli.terminal.PlanArgument;
import dev.pawl.cli.terminal.Root;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** A line that is read the short way means what picocli says it means. */
final class ShortcutTest {
  private static final long SEED = Long.getLong("pawl.seed", 20261120L);
  private static final int ROUNDS = Integer.getInteger("pawl.rounds", 300);
  private static final List<String> ODD =
      List.of(
          "T-1",
          "a/b",
          "-1",
          "@x",
          "",
          "dir",
          "P-1",
          "json",
          "text",
          "JSON",
          "sarif",
          "bash",
          "10m",
          "--format=json",
          "--help",
          "-h",
          "--version",
          "-qv",
          "--",
          "todo",
          "\"x\"",
          "a=b",
          "check",
          "list",
          "--repo",
          "--wait",
          "--older-than",
          "7d");

  /** Every option that the table names, and what people type besides. */
  private static List<String> words(Grammar... grammars) {
    List<String> words = new ArrayList<>(ODD);
    for (Grammar grammar : grammars) {
      for (int i = 0; i < 3; i++) {
        grammar.options().forEach(option -> words.addAll(option.names()));
      }
    }
    return words;
  }

  private static Context context() {
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    Surroundings world =
        new Surroundings(Path.of("/"), Map.of(), InstantSource.system(), new Random(1), step -> {});
    return new Context(new Console(nowhere, nowhere, Screen.none(false)), world, new Root());
  }

  /** All that a line sets, by field. */
  private static Map<String, String> fields(Object command) throws IllegalAccessException {
    Map<String, String> fields = new TreeMap<>();
    fields.put("", command.getClass().getName());
    for (Class<?> type = command.getClass(); type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        field.setAccessible(true);
        @Nullable Object value = field.get(command);
        if (isMixin(value)) {
          fields(value).forEach((name, each) -> fields.put(field.getName() + "." + name, each));
        } else if (!(value instanceof Context) && !field.isSynthetic()) {
          fields.put(field.getName(), String.valueOf(value));
        }
      }
    }
    return fields;
  }

  private static boolean isMixin(@Nullable Object value) {
    return value instanceof OutputFormat
        || value instanceof PlanArgument
        || value instanceof TaskFilter
        || value instanceof Limit;
  }

  private static @Nullable Map<String, String> quick(String... line) throws Exception {
    Context context = context();
    Object command = Shortcut.of(context, line);
    if (command == null) {
      return null;
    }
    Map<String, String> all = fields(command);
    fields(context.root()).forEach((name, value) -> all.put("root." + name, value));
    return all;
  }

  private static Map<String, String> parsed(String... line) throws Exception {
    Context context = context();
    CommandLine command = Commands.build(context.root(), context, line);
    command.setCaseInsensitiveEnumValuesAllowed(true);
    ParseResult result = command.parseArgs(line);
    while (result.hasSubcommand()) {
      result = result.subcommand();
    }
    Map<String, String> all = fields(result.commandSpec().userObject());
    fields(context.root()).forEach((name, value) -> all.put("root." + name, value));
    return all;
  }

  @Test
  @DisplayName("the usual lines are read the short way")
  void usual() throws Exception {
    for (String line :
        new String[] {
          "check",
          "check --no-fetch",
          "-C dir check --strict --format json",
          "fix --remote",
          "fix-consistency --no-fetch --dry-run",
          "task list",
          "task ls",
          "task rm T-1",
          "task complete T-1 T-2",
          "plan done P-1 --push",
          "worktree rm P-1 --gone",
          "task list --plan P-1 --format json",
          "task next",
          "task start T-1",
          "task done T-1 T-2 --write -q",
          "-v task cancel T-1"
        }) {
      String[] words = line.split(" ");
      assertThat(quick(words)).as(line).isNotNull().isEqualTo(parsed(words));
    }
  }

  @Test
  @DisplayName("generated lines: read as picocli reads them, or left to picocli")
  void generated() throws Exception {
    Grammar root = Objects.requireNonNull(Grammar.of(""));
    for (String path : Commands.paths()) {
      Grammar grammar = Grammar.of(path);
      List<String> words = grammar == null ? ODD : words(root, grammar);
      int quick = 0;
      for (int round = 0; round < ROUNDS; round++) {
        Random random = new Random(SEED + round);
        List<String> line = new ArrayList<>();
        if (random.nextInt(8) == 0) {
          line.add(words.get(random.nextInt(words.size())));
        }
        line.addAll(List.of(path.split(" ", -1)));
        for (int i = random.nextInt(5); i > 0; i--) {
          line.add(words.get(random.nextInt(words.size())));
        }
        quick += alike(SEED + round, line.toArray(String[]::new)) ? 1 : 0;
      }
      if (grammar != null) {
        assertThat(quick).as(path).isPositive();
      }
    }
  }

  /** Whether it was read the short way. */
  private static boolean alike(long seed, String... words) throws Exception {
    Map<String, String> found = quick(words);
    if (found == null) {
      return false;
    }
    List<String> line = List.of(words);
    try {
      assertThat(found).as("seed %s: %s", seed, line).isEqualTo(parsed(words));
    } catch (ParameterException e) {
      throw new AssertionError(
          "seed " + seed + ": picocli refuses " + line + ": " + Objects.toString(e), e);
    }
    return true;
  }
}
