package dev.pawl.cli.setup;

import dev.pawl.app.setup.HookInput;
import dev.pawl.app.setup.SessionHooks;
import dev.pawl.app.workspace.Failure;
import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.Exit;
import dev.pawl.cli.terminal.Json;
import dev.pawl.cli.terminal.Line;
import dev.pawl.cli.terminal.Line.Style;
import dev.pawl.cli.terminal.OutputFormat;
import dev.pawl.cli.terminal.OwnProgram;
import dev.pawl.cli.terminal.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pawl hooks install|uninstall|status}. */
public abstract class HooksCommand implements Callable<Integer> {
  final Context context;

  @Mixin OutputFormat format = new OutputFormat();

  HooksCommand(Context context) {
    this.context = context;
  }

  abstract List<SessionHooks.Hook> run(SessionHooks hooks) throws Failure;

  @Override
  public Integer call() throws Failure {
    List<SessionHooks.Hook> hooks =
        run(new SessionHooks(context.surroundings(), OwnProgram.path()));
    if (format.json()) {
      Json.print(
          context.console(),
          "pawl.hooks/1",
          json ->
              json.objects(
                  "hooks",
                  hooks,
                  (each, hook) ->
                      each.text("name", hook.name())
                          .text("file", hook.file())
                          .text("state", hook.state().name().toLowerCase(Locale.ROOT))
                          .text("note", hook.note())));
    } else {
      text(hooks);
    }
    boolean refused = hooks.stream().anyMatch(hook -> hook.state() == SessionHooks.State.REFUSED);
    return refused ? Exit.LEFT : Exit.OK;
  }

  private void text(List<SessionHooks.Hook> hooks) {
    Table table = new Table();
    for (SessionHooks.Hook hook : hooks) {
      Style style =
          switch (hook.state()) {
            case INSTALLED, WRITTEN -> Style.GREEN;
            case ABSENT, REMOVED -> Style.DIM;
            case REFUSED -> Style.RED;
          };
      String note = hook.note();
      table.row(
          new Line().add(Style.BOLD, hook.name()),
          new Line().add(style, hook.state().name().toLowerCase(Locale.ROOT)),
          Line.of(hook.file()),
          new Line().add(Style.DIM, note == null ? "" : note));
    }
    table.print(context.console());
  }

  /** {@code pawl hooks install}. */
  @Command(
      name = "install",
      sortOptions = false,
      description = {
        "Writes hooks next to what is there: git's pre-push runs 'pawl check --no-fetch' and refuses a"
            + " push while something fails; an agent's session end runs 'pawl close' in the"
            + " background, and where the agent keeps what it used (claude, codex), that is recorded"
            + " after each answer and at the end. Can be repeated; uninstall takes them out again."
      },
      footer = {"", "Example:", "  pawl hooks install", "  pawl hooks install git claude"})
  public static final class Install extends HooksCommand {
    @Parameters(
        paramLabel = "HOOK",
        arity = "0..*",
        description = {
          "git, claude, codex, gemini or cursor; by default git, and the agents that have a folder"
              + " here."
        })
    List<String> names = new ArrayList<>();

    public Install(Context context) {
      super(context);
    }

    @Override
    List<SessionHooks.Hook> run(SessionHooks hooks) throws Failure {
      return hooks.install(names);
    }
  }

  /** {@code pawl hooks uninstall}. */
  @Command(
      name = "uninstall",
      sortOptions = false,
      description = "Takes hooks out again, and leaves every other byte of the files as it is.",
      footer = {"", "Example:", "  pawl hooks uninstall"})
  public static final class Uninstall extends HooksCommand {
    @Parameters(paramLabel = "HOOK", arity = "0..*", description = "Which; by default all.")
    List<String> names = new ArrayList<>();

    public Uninstall(Context context) {
      super(context);
    }

    @Override
    List<SessionHooks.Hook> run(SessionHooks hooks) throws Failure {
      return hooks.uninstall(names);
    }
  }

  /** {@code pawl hooks status}. */
  @Command(
      name = "status",
      sortOptions = false,
      description = "Says which hooks call pawl, and in which files.",
      footer = {"", "Example:", "  pawl hooks status"})
  public static final class Status extends HooksCommand {
    public Status(Context context) {
      super(context);
    }

    @Override
    List<SessionHooks.Hook> run(SessionHooks hooks) throws Failure {
      return hooks.status();
    }
  }

  /** {@code pawl hooks run session-end|usage}: what an agent's hook calls. */
  @Command(
      name = "run",
      hidden = true,
      sortOptions = false,
      description =
          "What an agent's hook calls; the logs are pawl/session-end.log and pawl/usage.log in git's"
              + " folder.")
  public static final class Run implements Callable<Integer> {
    private static final String END = "session-end";
    private static final String USAGE = "usage";

    private final Context context;

    @Parameters(paramLabel = "EVENT", index = "0", description = "session-end or usage")
    String event = "";

    @Parameters(
        paramLabel = "AGENT",
        index = "1",
        arity = "0..1",
        description = "Who calls, and says on standard input where it keeps the session.")
    @Nullable String agent;

    public Run(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() throws Failure {
      if (!event.equals(END) && !event.equals(USAGE)) {
        throw Failure.usage(
            "there is no event '" + event + "'", "those there are: session-end, usage");
      }
      SessionHooks hooks = new SessionHooks(context.surroundings(), OwnProgram.path());
      SessionHooks.Used used = used();
      if (event.equals(END)) {
        context.console().note("pawl: closing the session; see " + hooks.endSession(used));
      } else if (used != null) {
        hooks.recordUsage(used);
      }
      return Exit.OK;
    }

    /** What the agent kept of the session; null, and said, where it is not known. */
    private SessionHooks.@Nullable Used used() throws Failure {
      if (agent == null) {
        return null;
      }
      SessionHooks.Used.check(agent);
      Path file = HookInput.transcript(System.in);
      if (file == null) {
        context
            .console()
            .note("pawl: what was used is not recorded: %s names no transcript".formatted(agent));
        return null;
      }
      return new SessionHooks.Used(agent, file.toString());
    }
  }

  /** {@code pawl hooks}: says what it can do. */
  @Command(
      name = "hooks",
      description = "Lets git and coding agents call pawl at the right moments.",
      synopsisSubcommandLabel = "COMMAND",
      sortOptions = false,
      footer = {"", "Example:", "  pawl hooks install", "  pawl hooks status"})
  public static final class Group implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    CommandSpec spec;

    @Override
    public void run() {
      throw new ParameterException(
          new CommandLine(spec), "Missing command: one of install, uninstall, status");
    }
  }
}
