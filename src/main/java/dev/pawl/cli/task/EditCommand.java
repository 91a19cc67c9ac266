package dev.pawl.cli.task;

import dev.pawl.app.edit.EditTask;
import dev.pawl.app.edit.Editor;
import dev.pawl.app.edit.RenameTask;
import dev.pawl.app.edit.Written;
import dev.pawl.app.workspace.Failure;
import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.Exit;
import dev.pawl.cli.terminal.Json;
import dev.pawl.cli.terminal.OutputFormat;
import dev.pawl.plan.document.TaskField;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pawl task edit|note|remove|rename}: change a task in its file, and commit nothing. */
public abstract class EditCommand implements Callable<Integer> {
  final Context context;

  @Parameters(index = "0", paramLabel = "TASK", description = "Its id.")
  String task = "";

  @Option(names = "--plan", paramLabel = "PLAN", description = "The plan it must be in.")
  @Nullable String plan;

  @Mixin OutputFormat format = new OutputFormat();

  EditCommand(Context context) {
    this.context = context;
  }

  final EditTask tasks() {
    return new EditTask(context.surroundings());
  }

  final int said(Written written, String what) {
    return new WrittenPrinter(context.console(), format.json()).print(written, what);
  }

  /** {@code pawl task edit}. */
  @Command(
      name = "edit",
      sortOptions = false,
      description = {
        "Changes fields of a task in its plan file. No other byte changes, and nothing is"
            + " committed. An empty value takes the field out."
      },
      footer = {
        "",
        "A status is not edited: it is reported (pawl task done).",
        "",
        "Example:",
        "  pawl task edit NET-T04 --priority high --depends-on NET-T01,NET-T02",
        "  pawl task edit NET-T04 --phase \"\"",
        "  pawl task edit NET-T04 --editor"
      })
  public static final class Edit extends EditCommand {
    @Option(names = "--title", paramLabel = "TEXT", description = "What is to be done.")
    @Nullable String title;

    @Option(
        names = "--priority",
        paramLabel = "WORD",
        description = "critical, urgent, high, medium or low.")
    @Nullable String priority;

    @Option(names = "--phase", paramLabel = "PHASE", description = "The phase it belongs to.")
    @Nullable String phase;

    @Option(
        names = "--depends-on",
        paramLabel = "TASK",
        split = ",",
        description = "What must be settled first; replaces the whole list.")
    List<String> dependsOn = new ArrayList<>();

    @Option(
        names = "--file",
        paramLabel = "PATH",
        description = "What it will touch; replaces the whole list; may be given several times.")
    List<String> files = new ArrayList<>();

    @Option(
        names = "--editor",
        description = "Open the file at the task, in the editor that git uses.")
    boolean editor;

    public Edit(Context context) {
      super(context);
    }

    @Override
    public Integer call() throws Failure {
      Map<TaskField, List<String>> fields = new EnumMap<>(TaskField.class);
      one(fields, TaskField.TITLE, title);
      one(fields, TaskField.PRIORITY, priority);
      one(fields, TaskField.PHASE, phase);
      many(fields, TaskField.DEPENDS_ON, dependsOn);
      many(fields, TaskField.FILES, files);
      if (fields.isEmpty() && !editor) {
        throw Failure.usage(
            "nothing to change",
            "say --title, --priority, --phase, --depends-on, --file or --editor");
      }
      Written written = tasks().set(task, plan, fields);
      if (editor) {
        new Editor(context.surroundings()).open(written.file(), written.line());
      }
      return said(
          written,
          written.changed().isEmpty() ? "unchanged" : String.join(", ", written.changed()));
    }

    private static void one(
        Map<TaskField, List<String>> fields, TaskField field, @Nullable String value) {
      if (value != null) {
        fields.put(field, List.of(value));
      }
    }

    private static void many(
        Map<TaskField, List<String>> fields, TaskField field, List<String> values) {
      if (!values.isEmpty()) {
        fields.put(field, values);
      }
    }
  }

  /** {@code pawl task note}. */
  @Command(
      name = "note",
      sortOptions = false,
      description = {
        "Adds a line to the text below a task in its plan file, with the date and who wrote it."
            + " Nothing is committed."
      },
      footer = {"", "Example:", "  pawl task note NET-T04 \"the switch comes on Friday\""})
  public static final class Note extends EditCommand {
    @Parameters(index = "1", paramLabel = "TEXT", description = "What is to be noted.")
    String text = "";

    public Note(Context context) {
      super(context);
    }

    @Override
    public Integer call() throws Failure {
      return said(tasks().note(task, plan, text), "noted");
    }
  }

  /** {@code pawl task remove}. */
  @Command(
      name = "remove",
      sortOptions = false,
      description = {
        "Takes a task out of its plan file: its block, and its heading and text where they are about"
            + " nothing else. Refused while another task depends on it. Nothing is committed; what was"
            + " reported stays in the journal."
      },
      footer = {
        "",
        "To say that a task is not to be done any more, cancel it: pawl task cancel.",
        "",
        "Example:",
        "  pawl task remove NET-T04"
      })
  public static final class Remove extends EditCommand {
    public Remove(Context context) {
      super(context);
    }

    @Override
    public Integer call() throws Failure {
      return said(tasks().remove(task, plan), "removed");
    }
  }

  /** {@code pawl task rename}. */
  @Command(
      name = "rename",
      sortOptions = false,
      description = {
        "Gives a task another id: in its block, and wherever another task depends on it. What was"
            + " reported goes along: it is reported of the new id, and written into the file. Nothing"
            + " is committed."
      },
      footer = {
        "",
        "If the block of the old id is gone (C-09), what was reported moves to the task that has"
            + " the new id.",
        "",
        "Example:",
        "  pawl task rename NET-T04 NET-T40"
      })
  public static final class Rename extends EditCommand {
    @Parameters(index = "1", paramLabel = "ID", description = "The new id, in full.")
    String to = "";

    public Rename(Context context) {
      super(context);
    }

    @Override
    public Integer call() throws Failure {
      RenameTask.Renamed renamed = new RenameTask(context.surroundings()).run(task, to, plan);
      if (!format.json()) {
        return said(renamed.task(), "was " + renamed.was());
      }
      Json.print(
          context.console(),
          "pawl.written/1",
          json ->
              WrittenPrinter.json(json, renamed.task())
                  .text("was", renamed.was())
                  .texts("dependents", renamed.dependents())
                  .text("recorded", renamed.recorded()));
      return Exit.OK;
    }
  }
}
