package dev.pawl.cli;

import dev.pawl.app.plan.Overview;
import dev.pawl.app.snapshot.ShortIds;
import dev.pawl.app.workspace.Failure;
import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.Exit;
import dev.pawl.cli.terminal.Line;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code pawl complete-words}: what completion scripts ask; a line each, a tab before the title.
 */
@Command(
    name = "complete-words",
    hidden = true,
    sortOptions = false,
    description = "Prints the words of this repository, for completion scripts.",
    footer = {"", "Example:", "  pawl complete-words tasks"})
public final class CompleteWordsCommand implements Callable<Integer> {
  public enum Kind {
    tasks,
    plans,
    statuses
  }

  private final Context context;

  @Parameters(index = "0", paramLabel = "KIND", description = "tasks, plans or statuses.")
  Kind kind = Kind.tasks;

  @Parameters(
      index = "1",
      paramLabel = "TYPED",
      arity = "0..1",
      description = "Only words that begin with this; where none does, what it is short for.")
  String typed = "";

  public CompleteWordsCommand(Context context) {
    this.context = context;
  }

  private Collection<String> meant(Collection<String> words) {
    List<String> beginning = words.stream().filter(word -> word.startsWith(typed)).toList();
    if (!beginning.isEmpty() || kind == Kind.statuses) {
      return beginning;
    }
    List<String> ending = ShortIds.endingIn(typed, words);
    return ending.isEmpty() ? ShortIds.beginningWith(typed, words) : ending;
  }

  @Override
  public Integer call() throws Failure {
    Overview overview = Overview.of(context.surroundings());
    Map<String, String> words = new LinkedHashMap<>();
    switch (kind) {
      case tasks -> overview.tasks(null).forEach(task -> words.put(task.id(), task.title()));
      case plans -> {
        for (Overview.PlanRow plan : overview.plans(null)) {
          String id = plan.id();
          words.put(id == null ? plan.file() : id, plan.title());
        }
      }
      case statuses -> overview.statusWords().forEach(word -> words.put(word, ""));
    }
    Set<String> meant = Set.copyOf(meant(words.keySet()));
    PrintWriter out = context.console().out();
    words.forEach((word, title) -> {
      if (!meant.contains(word)) {
        return;
      }
      // A word that would have to be shown otherwise than it is typed is of no use here.
      if (word.equals(Line.clean(word))) {
        out.println(title.isEmpty() ? word : word + "\t" + Line.clean(title));
      }
    });
    return Exit.OK;
  }
}
