package dev.pawl.cli.setup;

import dev.pawl.app.autosync.Autosync;
import dev.pawl.app.autosync.AutosyncStatus;
import dev.pawl.app.autosync.LoginService;
import dev.pawl.app.autosync.RunningAutosync;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.UserSettingsFile;
import dev.pawl.cli.check.ConsistencyPrinter;
import dev.pawl.cli.screen.When;
import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.Exit;
import dev.pawl.cli.terminal.Json;
import dev.pawl.cli.terminal.Line;
import dev.pawl.cli.terminal.Line.Style;
import dev.pawl.cli.terminal.OutputFormat;
import dev.pawl.cli.terminal.OwnProgram;
import dev.pawl.cli.terminal.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pawl autosync}. */
@Command(
    name = "autosync",
    sortOptions = false,
    description = {
      "Exchanges journals by itself until it is ended: five seconds after the last change here, and"
          + " every minute for what others reported. A convenience: every command works as well"
          + " without it. The settings are in settings.yaml of your own folder: autosync.quiet,"
          + " .every, .config (a git repository that is pulled and pushed along) and .after (a"
          + " command to run after each exchange)."
    },
    footer = {"", "Example:", "  pawl autosync", "  pawl autosync --status"})
public final class AutosyncCommand implements Callable<Integer> {
  private final Context context;

  @ArgGroup Act act = new Act();

  @Mixin OutputFormat format = new OutputFormat();

  /** What else to do than to run. */
  static final class Act {
    @Option(names = "--status", description = "Say what the autosync of this clone does.")
    boolean status;

    @Option(names = "--stop", description = "End it, and return when it has ended.")
    boolean stop;

    @Option(
        names = "--install",
        description =
            "Write a systemd user unit (on macOS a launchd agent) that starts it at login.")
    boolean install;

    @Option(names = "--uninstall", description = "Take that file back.")
    boolean uninstall;
  }

  public AutosyncCommand(Context context) {
    this.context = context;
  }

  /** Looks every second, until the process is ended. */
  private static final class Seconds implements Autosync.Clock {
    private final CountDownLatch ended = new CountDownLatch(1);

    Seconds() {
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(ended::countDown));
    }

    @Override
    public Duration now() {
      return Duration.ofNanos(System.nanoTime());
    }

    @Override
    public boolean pause() {
      try {
        return !ended.await(1, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }

  @Override
  public Integer call() throws Failure {
    if (act.status) {
      return status();
    }
    if (act.stop) {
      boolean ended = new RunningAutosync(context.surroundings()).stop();
      return say(ended ? "autosync ended" : "no autosync runs in this clone");
    }
    if (act.install || act.uninstall) {
      return service();
    }
    if (format.json()) {
      throw Failure.usage("an autosync prints lines", "pawl autosync --status --format json");
    }
    UserSettingsFile own = UserSettingsFile.read(context.surroundings());
    own.warnings().forEach(context.console()::note);
    new Autosync(
            context.surroundings(),
            own.settings().autosync(),
            Version.number(),
            new Seconds(),
            this::tell)
        .run();
    return Exit.OK;
  }

  private void tell(String line) {
    context.console().print(Line.of(line));
    context.console().flush();
  }

  private int say(String what) {
    if (format.json()) {
      Json.print(context.console(), "pawl.autosync/1", json -> json.flag("running", false));
    } else {
      context.console().print(Line.of(what));
    }
    return Exit.OK;
  }

  private int status() throws Failure {
    RunningAutosync running = new RunningAutosync(context.surroundings());
    AutosyncStatus status = running.status();
    if (status == null) {
      return say("no autosync runs in this clone");
    }
    if (format.json()) {
      Json.print(
          context.console(),
          "pawl.autosync/1",
          json ->
              json.flag("running", true)
                  .text("state", status.state())
                  .number("pid", status.by().pid())
                  .text("since", status.since().toString())
                  .text("exchanged", instant(status))
                  .number("received", status.received())
                  .number("sent", status.sent())
                  .number("failures", status.failures())
                  .text("reason", status.reason())
                  .text("config", status.config())
                  .text("after", status.after())
                  .text("log", running.log()));
    } else {
      text(status, running.log());
    }
    return Exit.OK;
  }

  private static @Nullable String instant(AutosyncStatus status) {
    return status.exchanged() == null ? null : status.exchanged().toString();
  }

  private void text(AutosyncStatus status, String log) {
    When when = context.when();
    boolean well = status.failures() == 0;
    print(
        new Line()
            .add(well ? Style.GREEN : Style.YELLOW, status.state())
            .add(
                Style.DIM,
                "  began %s, process %d".formatted(when.said(status.since()), status.by().pid())));
    print(
        Line.of(
            "last exchange: %s; since it began %s received, %s sent"
                .formatted(
                    status.exchanged() == null ? "none yet" : when.said(status.exchanged()),
                    ConsistencyPrinter.counted(status.received(), "event"),
                    ConsistencyPrinter.counted(status.sent(), "journal"))));
    if (status.reason() != null) {
      print(
          Line.of(
              well
                  ? "not reached: " + status.reason()
                  : "failed %s: %s".formatted(times(status.failures()), status.reason())));
    }
    if (status.config() != null) {
      print(Line.of("configuration: " + status.config()));
    }
    if (status.after() != null) {
      print(Line.of(status.after()));
    }
    print(new Line().add(Style.DIM, "log: " + log));
  }

  private static String times(long number) {
    return number == 1 ? "once" : number + " times";
  }

  private void print(Line line) {
    context.console().print(line);
  }

  private int service() throws Failure {
    LoginService service =
        new LoginService(context.surroundings(), System.getProperty("os.name", ""));
    LoginService.Done done;
    if (act.install) {
      Path program = OwnProgram.path();
      if (program == null) {
        throw Failure.refused(
            "only an installed pawl can be started at login", "see docs/install.md");
      }
      done = service.install(program);
    } else {
      done = service.uninstall();
    }
    if (format.json()) {
      Json.print(
          context.console(),
          "pawl.autosync/1",
          json ->
              json.text("file", done.file().toString())
                  .flag("changed", done.changed())
                  .texts("next", done.next()));
      return Exit.OK;
    }
    String did = act.install ? "wrote " : "deleted ";
    print(Line.of(done.changed() ? did + done.file() : "nothing to do: " + done.file()));
    for (String next : done.next()) {
      print(new Line().add(Style.DIM, "  next: ").add(Style.BOLD, next));
    }
    return Exit.OK;
  }
}
