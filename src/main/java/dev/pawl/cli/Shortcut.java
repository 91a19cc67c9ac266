package dev.pawl.cli;

import dev.pawl.cli.check.ConsistencyCommand;
import dev.pawl.cli.setup.GitCommand;
import dev.pawl.cli.task.ReportCommand;
import dev.pawl.cli.task.TaskListCommand;
import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.OutputFormat;
import dev.pawl.cli.terminal.Root;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Reads the command lines that are typed most, because picocli takes longer to start than these
 * take to run. It understands a line exactly as picocli does or leaves it to picocli: every error,
 * every help text and every option that is not named here.
 */
final class Shortcut {
  private final Root root;
  private final List<String> words;
  private final Set<String> seen = new HashSet<>();
  private int next;

  private Shortcut(Root root, List<String> words) {
    this.root = root;
    this.words = words;
  }

  /**
   * The command that a line means, its options set, those of the root too; null to leave the line
   * to picocli. Nothing of the root is set then.
   */
  static @Nullable Callable<Integer> of(Context context, String... arguments) {
    Shortcut read = new Shortcut(new Root(), List.of(arguments));
    Callable<Integer> command = read.command(context);
    if (command != null) {
      context.root().folder = read.root.folder;
      context.root().quiet = read.root.quiet;
      context.root().verbose = read.root.verbose;
    }
    return command;
  }

  private @Nullable Callable<Integer> command(Context context) {
    int own = words.contains("--") ? words.indexOf("--") : words.size();
    if (words.subList(0, own).stream().anyMatch(word -> word.isEmpty() || word.startsWith("@"))) {
      return null;
    }
    while (next < words.size() && words.get(next).startsWith("-")) {
      if (!rootOption()) {
        return null;
      }
    }
    return switch (word()) {
      case "git" -> git(new GitCommand(context), own);
      case "check" -> check(new ConsistencyCommand.Check(context));
      case "fix", "fix-consistency" -> fix(new ConsistencyCommand.Fix(context));
      case "task" ->
          switch (word()) {
            case "list" -> list(new TaskListCommand.ListAll(context));
            case "next" -> list(new TaskListCommand.Next(context));
            case "start" -> report(new ReportCommand.Start(context));
            case "block" -> report(new ReportCommand.Block(context));
            case "done" -> report(new ReportCommand.Done(context));
            case "cancel" -> report(new ReportCommand.Cancel(context));
            default -> null;
          };
      default -> null;
    };
  }

  private String word() {
    return next < words.size() ? words.get(next++) : "";
  }

  /** What follows {@code --} is git's, to the letter. */
  private @Nullable Callable<Integer> git(GitCommand command, int own) {
    while (next < own) {
      if (!rootOption()) {
        return null;
      }
    }
    if (own + 1 >= words.size()) {
      return null;
    }
    command.arguments.addAll(words.subList(own + 1, words.size()));
    return command;
  }

  private @Nullable Callable<Integer> check(ConsistencyCommand.Check command) {
    while (next < words.size()) {
      if (!rootOption() && !consistency(command)) {
        ConsistencyCommand.Check.@Nullable Kind kind =
            named(ConsistencyCommand.Check.Kind.values());
        if (kind == null) {
          return null;
        }
        command.format = kind;
      }
    }
    return command;
  }

  private @Nullable Callable<Integer> fix(ConsistencyCommand.Fix command) {
    while (next < words.size()) {
      if (flag("--remote")) {
        command.remote = true;
      } else if (flag("--push")) {
        command.push = true;
      } else if (flag("--dry-run")) {
        command.dryRun = true;
      } else if (flag("--no-writeback")) {
        command.noWriteback = true;
      } else if (!rootOption() && !consistency(command) && !format(command.format)) {
        return null;
      }
    }
    return command;
  }

  private boolean consistency(ConsistencyCommand command) {
    if (flag("--no-fetch")) {
      command.noFetch = true;
      return true;
    }
    if (flag("--strict")) {
      command.strict = true;
      return true;
    }
    return false;
  }

  private @Nullable Callable<Integer> list(TaskListCommand command) {
    while (next < words.size()) {
      @Nullable String plan = value("--plan");
      if (plan != null) {
        command.plan = plan;
      } else if (!rootOption() && !format(command.format)) {
        return null;
      }
    }
    return command;
  }

  private @Nullable Callable<Integer> report(ReportCommand command) {
    while (next < words.size()) {
      if (flag("--write")) {
        command.write = true;
      } else if (!words.get(next).startsWith("-")) {
        command.tasks.add(word());
      } else if (!rootOption() && !format(command.format)) {
        return null;
      }
    }
    return command.tasks.isEmpty() ? null : command;
  }

  private boolean format(OutputFormat format) {
    OutputFormat.@Nullable Kind kind = named(OutputFormat.Kind.values());
    if (kind == null) {
      return false;
    }
    format.kind = kind;
    return true;
  }

  /** The value of {@code --format}; null when the next word is another, or the value is none. */
  private <E extends Enum<E>> @Nullable E named(E[] kinds) {
    @Nullable String value = value("--format");
    if (value == null) {
      return null;
    }
    for (E kind : kinds) {
      if (kind.name().equals(value)) {
        return kind;
      }
    }
    next--;
    return null;
  }

  private boolean rootOption() {
    if (flag("-q", "--quiet")) {
      root.quiet = true;
      return true;
    }
    if (flag("-v", "--verbose")) {
      root.verbose = true;
      return true;
    }
    @Nullable String folder = value("-C");
    if (folder == null) {
      return false;
    }
    try {
      root.folder = Path.of(folder);
      return true;
    } catch (InvalidPathException e) {
      // Picocli words the error.
      next--;
      return false;
    }
  }

  /** Takes an option without a value, once, by whichever of its names. */
  private boolean flag(String... names) {
    boolean there = List.of(names).contains(words.get(next)) && seen.add(names[0]);
    next += there ? 1 : 0;
    return there;
  }

  /** Takes an option and its value, once; null when it is not there, or picocli might differ. */
  private @Nullable String value(String name) {
    boolean there =
        words.get(next).equals(name) && next + 1 < words.size() && isPlain(words.get(next + 1));
    if (!there || !seen.add(name)) {
      return null;
    }
    next += 2;
    return words.get(next - 1);
  }

  /** No value that picocli could take for an option, a quoted text or a command. */
  private static boolean isPlain(String value) {
    char first = value.charAt(0);
    return (Character.isLetterOrDigit(first) || first == '.' || first == '/')
        && value.chars().noneMatch(c -> c == '"' || c == '\'' || c == '=')
        && !Commands.isCommand(value);
  }
}
