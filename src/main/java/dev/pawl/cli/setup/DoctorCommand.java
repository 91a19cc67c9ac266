package dev.pawl.cli.setup;

import dev.pawl.app.setup.Doctor;
import dev.pawl.app.setup.KnownWorkTrees;
import dev.pawl.app.workspace.Failure;
import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.Exit;
import dev.pawl.cli.terminal.Json;
import dev.pawl.cli.terminal.Line;
import dev.pawl.cli.terminal.Line.Style;
import dev.pawl.cli.terminal.OutputFormat;
import dev.pawl.cli.terminal.Table;
import dev.pawl.cli.terminal.Version;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pawl doctor}. */
@Command(
    name = "doctor",
    sortOptions = false,
    description = {
      "Says how pawl sees this repository and this machine: versions, engines, remote, journal, and"
          + " what stands in the way of writing. Changes nothing in any repository."
    },
    footer = {
      "",
      "Exit code: 1 when something is bad.",
      "",
      "Example:",
      "  pawl doctor",
      "  pawl doctor --forget ~/old-clone    # --all passes it by from now on"
    })
public final class DoctorCommand implements Callable<Integer> {
  private final Context context;

  @Option(
      names = "--forget",
      paramLabel = "DIR",
      description =
          "Forget that there was a repository in DIR, so that --all passes it by; the folder itself"
              + " is not touched.")
  @Nullable Path forget;

  @Mixin OutputFormat format = new OutputFormat();

  public DoctorCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Failure {
    if (forget != null) {
      KnownWorkTrees.forget(context.surroundings(), forget);
      if (format.json()) {
        json(List.of(new Doctor.Item("forgotten", forget.toString(), Doctor.Health.GOOD)));
      } else if (!context.quiet()) {
        context.console().print(Line.of("forgotten: " + forget));
      }
      return Exit.OK;
    }
    List<Doctor.Item> items = new Doctor(context.surroundings()).run();
    if (format.json()) {
      json(items);
    } else {
      Table table = new Table();
      table.row(Line.of("✓"), Line.of("pawl"), Line.of(Version.number()));
      for (Doctor.Item item : items) {
        table.row(sign(item.health()), Line.of(item.subject()), Line.of(item.said()));
      }
      table.print(context.console());
    }
    boolean bad = items.stream().anyMatch(item -> item.health() == Doctor.Health.BAD);
    return bad ? Exit.LEFT : Exit.OK;
  }

  private void json(List<Doctor.Item> items) {
    Json.print(
        context.console(),
        "pawl.doctor/1",
        json ->
            json.text("version", Version.number())
                .objects(
                    "items",
                    items,
                    (each, item) ->
                        each.text("subject", item.subject())
                            .text("said", item.said())
                            .text("health", item.health().name().toLowerCase(Locale.ROOT))));
  }

  private static Line sign(Doctor.Health health) {
    return switch (health) {
      case GOOD -> new Line().add(Style.GREEN, "✓");
      case NOTE -> new Line().add(Style.YELLOW, "•");
      case BAD -> new Line().add(Style.RED, "✗");
    };
  }
}
