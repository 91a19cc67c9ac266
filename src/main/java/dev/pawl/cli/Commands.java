package dev.pawl.cli;

import dev.pawl.app.workspace.Surroundings;
import dev.pawl.cli.check.CloseCommand;
import dev.pawl.cli.check.ConsistencyCommand;
import dev.pawl.cli.check.ExplainCommand;
import dev.pawl.cli.cluster.ClusterStatusCommand;
import dev.pawl.cli.cluster.ClusterTasksCommand;
import dev.pawl.cli.cluster.RemoteStatusCommand;
import dev.pawl.cli.cluster.WhereCommand;
import dev.pawl.cli.plan.BoardCommand;
import dev.pawl.cli.plan.ClaimCommand;
import dev.pawl.cli.plan.ConflictsCommand;
import dev.pawl.cli.plan.PlanCommand;
import dev.pawl.cli.plan.PlanLifeCommand;
import dev.pawl.cli.plan.PlanListCommand;
import dev.pawl.cli.screen.Screen;
import dev.pawl.cli.setup.AutosyncCommand;
import dev.pawl.cli.setup.DoctorCommand;
import dev.pawl.cli.setup.GitCommand;
import dev.pawl.cli.setup.HooksCommand;
import dev.pawl.cli.setup.InitCommand;
import dev.pawl.cli.setup.MergeDriverCommand;
import dev.pawl.cli.setup.ProtocolCommand;
import dev.pawl.cli.setup.RebuildCommand;
import dev.pawl.cli.setup.SyncCommand;
import dev.pawl.cli.setup.TrustCommand;
import dev.pawl.cli.task.EditCommand;
import dev.pawl.cli.task.LogCommand;
import dev.pawl.cli.task.ReportCommand;
import dev.pawl.cli.task.TaskCommand;
import dev.pawl.cli.task.TaskListCommand;
import dev.pawl.cli.task.TaskShowCommand;
import dev.pawl.cli.task.UndoCommand;
import dev.pawl.cli.task.WriteCommand;
import dev.pawl.cli.terminal.Console;
import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.Root;
import dev.pawl.cli.usage.TokenReportCommand;
import dev.pawl.cli.usage.TokensCommand;
import dev.pawl.cli.worktree.WorktreeCommand;
import dev.pawl.cli.worktree.WorktreeTrashCommand;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * Which commands there are. Only the one that a command line names is built, because building all
 * of them takes longer than most of them run.
 */
final class Commands {
  private final Map<String, Function<Context, Object>> leaves = new LinkedHashMap<>();
  private final Map<String, Commands> groups = new LinkedHashMap<>();
  private final Map<String, String> aliases = new LinkedHashMap<>();
  private final Set<String> hidden = new HashSet<>();

  private static final Commands ALL = all();

  private Commands() {}

  private static Commands all() {
    Commands task =
        new Commands()
            .leaf("list", TaskListCommand.ListAll::new, "ls")
            .leaf("show", TaskShowCommand::new)
            .leaf("next", TaskListCommand.Next::new)
            .leaf("add", WriteCommand.AddTask::new, "new")
            .leaf("edit", EditCommand.Edit::new)
            .leaf("note", EditCommand.Note::new)
            .leaf("remove", EditCommand.Remove::new, "rm")
            .leaf("rename", EditCommand.Rename::new)
            .leaf("start", ReportCommand.Start::new)
            .leaf("block", ReportCommand.Block::new)
            .leaf("done", ReportCommand.Done::new, "complete")
            .leaf("cancel", ReportCommand.Cancel::new)
            .leaf("reopen", ReportCommand.Reopen::new);
    Commands plan =
        new Commands()
            .leaf("list", PlanListCommand.ListAll::new, "ls")
            .leaf("show", PlanListCommand.Show::new)
            .leaf("new", WriteCommand.NewPlan::new, "add")
            .leaf("status", PlanListCommand.Status::new)
            .leaf("start", PlanLifeCommand.Start::new)
            .leaf("complete", PlanLifeCommand.Complete::new, "done")
            .leaf("archive", PlanLifeCommand.Archive::new)
            .leaf("claim", ClaimCommand.Take::new)
            .leaf("release", ClaimCommand.Release::new);
    Commands worktree =
        new Commands()
            .leaf("create", WorktreeCommand.Create::new, "add", "new")
            .leaf("list", WorktreeCommand.ListAll::new, "ls")
            .leaf("path", WorktreeCommand.PathOf::new)
            .leaf("remove", WorktreeTrashCommand.Remove::new, "rm")
            .leaf("restore", WorktreeTrashCommand.Restore::new)
            .leaf("prune", WorktreeTrashCommand.Prune::new);
    Commands tokens = new Commands().leaf("add", TokensCommand.Add::new);
    Commands hooks =
        new Commands()
            .leaf("install", HooksCommand.Install::new)
            .leaf("uninstall", HooksCommand.Uninstall::new)
            .leaf("status", HooksCommand.Status::new)
            .hidden("run", HooksCommand.Run::new);
    return new Commands()
        .leaf("init", InitCommand::new)
        .leaf("demo", DemoCommand::new)
        .leaf("check", ConsistencyCommand.Check::new)
        .leaf("fix-consistency", ConsistencyCommand.Fix::new, "fix")
        .leaf("close", CloseCommand::new)
        .group("plan", context -> new PlanCommand(), plan)
        .group("task", context -> new TaskCommand(), task)
        .group("worktree", context -> new WorktreeCommand.Group(), worktree)
        .leaf("board", BoardCommand::new)
        .leaf("log", LogCommand::new)
        .leaf("undo", UndoCommand::new)
        .hidden("merge-driver", MergeDriverCommand::new)
        .leaf("sync", SyncCommand::new)
        .leaf("where", WhereCommand::new)
        .leaf("cluster-status", ClusterStatusCommand::new)
        .leaf("cluster-tasks", ClusterTasksCommand::new)
        .leaf("remote-status", RemoteStatusCommand::new)
        .leaf("autosync", AutosyncCommand::new)
        .leaf("conflicts", ConflictsCommand::new)
        .leaf("token-report", TokenReportCommand::new)
        .group("tokens", context -> new TokensCommand.Group(), tokens)
        .leaf("git", GitCommand::new)
        .leaf("doctor", DoctorCommand::new)
        .leaf("rebuild", RebuildCommand::new)
        .leaf("explain", ExplainCommand::new)
        .leaf("trust", TrustCommand::new)
        .group("hooks", context -> new HooksCommand.Group(), hooks)
        .leaf("protocol", ProtocolCommand::new)
        .leaf("completion", CompletionCommand::new)
        .hidden("complete-words", CompleteWordsCommand::new);
  }

  /** Whether a word names a command or a group of commands, on any level. */
  static boolean isCommand(String word) {
    return ALL.names(word);
  }

  /** The full name of a command, or of a group of commands, on the first level. */
  static String name(String word) {
    return ALL.aliases.getOrDefault(word, word);
  }

  /** The full name of a command in a group, or of what is none. */
  static String name(String group, String word) {
    @Nullable Commands below = ALL.groups.get(group);
    return below == null ? word : below.aliases.getOrDefault(word, word);
  }

  /** Whether a word names a group of commands on the first level. */
  static boolean isGroup(String word) {
    return ALL.groups.containsKey(word);
  }

  /** A command by its full name, for example {@code task done}; null when there is none. */
  static @Nullable Object of(String path, Context context) {
    Commands level = ALL;
    String[] names = path.split(" ", -1);
    for (int i = 0; i < names.length - 1; i++) {
      Commands below = level.groups.get(names[i]);
      if (below == null) {
        return null;
      }
      level = below;
    }
    Function<Context, Object> command = level.leaves.get(names[names.length - 1]);
    return command == null ? null : command.apply(context);
  }

  private boolean names(String word) {
    return leaves.containsKey(word)
        || aliases.containsKey(word)
        || groups.values().stream().anyMatch(group -> group.names(word));
  }

  private Commands leaf(String name, Function<Context, Object> command, String... others) {
    leaves.put(name, command);
    for (String alias : others) {
      aliases.put(alias, name);
    }
    return this;
  }

  /** A command that other programs call, and no help names. */
  private Commands hidden(String name, Function<Context, Object> command) {
    hidden.add(name);
    return leaf(name, command);
  }

  private Commands group(String name, Function<Context, Object> command, Commands below) {
    groups.put(name, below);
    return leaf(name, command);
  }

  /** All commands, to be described and not to be run. */
  static CommandLine model() {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    Surroundings nobody =
        new Surroundings(
            Path.of(""), Map.of(), InstantSource.system(), new SplittableRandom(), step -> {});
    Root root = new Root();
    return build(
        root, new Context(new Console(nowhere, nowhere, Screen.none(false)), nobody, root));
  }

  static CommandLine build(Root root, Context context, String... arguments) {
    CommandLine line = new CommandLine(root);
    ALL.add(line, context, words(arguments));
    return line;
  }

  /** All commands by what is typed after {@code pawl}, for example {@code task done}. */
  static List<String> paths() {
    return ALL.below("");
  }

  private List<String> below(String prefix) {
    List<String> paths = new ArrayList<>();
    for (String name : leaves.keySet()) {
      if (hidden.contains(name)) {
        continue;
      }
      paths.add(prefix + name);
      @Nullable Commands group = groups.get(name);
      if (group != null) {
        paths.addAll(group.below(prefix + name + " "));
      }
    }
    return paths;
  }

  /** Adds the command that the first word names, or all when it names none. */
  private void add(CommandLine line, Context context, List<String> words) {
    String first = words.isEmpty() ? "" : aliases.getOrDefault(words.getFirst(), words.getFirst());
    boolean named = leaves.containsKey(first);
    List<String> rest = named ? words.subList(1, words.size()) : List.of();
    leaves.forEach((name, command) -> {
      if (!named || name.equals(first)) {
        CommandLine added = new CommandLine(command.apply(context));
        line.addSubcommand(name, added, others(name));
        @Nullable Commands below = groups.get(name);
        if (below != null) {
          below.add(added, context, rest);
        }
      }
    });
  }

  private String[] others(String name) {
    return aliases.entrySet().stream()
        .filter(alias -> alias.getValue().equals(name))
        .map(Map.Entry::getKey)
        .toArray(String[]::new);
  }

  /** The words that are neither options nor the value of {@code -C}. */
  private static List<String> words(String... arguments) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].equals("-C")) {
        i++;
      } else if (!arguments[i].startsWith("-")) {
        words.add(arguments[i]);
      }
    }
    return words;
  }
}
