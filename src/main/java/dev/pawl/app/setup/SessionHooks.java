package dev.pawl.app.setup;

import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.git.GitException;
import dev.pawl.git.repo.HookFolder;
import dev.pawl.git.repo.PawlFolder;
import dev.pawl.plan.text.Suggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Hooks that call pawl: git's pre-push, and the answers and the end of a coding agent's session.
 * They are written next to what is there, taken out without a trace, and run pawl's own launcher
 * only (N54).
 */
public final class SessionHooks {
  /** What {@code install} means when nothing is named, and the name of git's hook. */
  public static final String GIT = "git";

  private static final String LOG = "session-end.log";
  private static final String USAGE_LOG = "usage.log";

  /**
   * The launcher, the work tree, what to do at last, and an agent with what it kept, or neither.
   */
  private static final String SCRIPT =
      """
      [ -z "$5" ] || "$1" -C "$2" tokens add --agent "$4" --from "$5"
      [ -z "$3" ] || exec "$1" -C "$2" "$3"
      """;

  private final Surroundings surroundings;
  private final @Nullable Path launcher;

  /**
   * Of this world.
   *
   * @param launcher the program that people start; null when this is not the packaged pawl
   */
  public SessionHooks(Surroundings surroundings, @Nullable Path launcher) {
    this.surroundings = surroundings;
    this.launcher = launcher;
  }

  /** The names of all hooks: git, and the agents. */
  public static List<String> names() {
    return Stream.concat(Stream.of(GIT), Arrays.stream(Agent.values()).map(Agent::word)).toList();
  }

  /** How a hook is, or what became of it. */
  public enum State {
    INSTALLED,
    ABSENT,
    WRITTEN,
    REMOVED,
    REFUSED
  }

  /**
   * One hook.
   *
   * @param file where it is: absolute for git's, relative to the repository for agents
   * @param note what a person should know; null for nothing
   */
  public record Hook(String name, String file, State state, @Nullable String note) {}

  /** How they all are; nothing is written. */
  public List<Hook> status() throws Failure {
    return each(names(), (name, there) -> there ? State.INSTALLED : State.ABSENT);
  }

  /**
   * Writes the named ones; when none is named, git's and those of agents that have a folder here.
   */
  public List<Hook> install(List<String> named) throws Failure {
    if (launcher == null) {
      throw Failure.refused(
          "hooks call the packaged pawl, and this is not it", "run bin/pawl of the package");
    }
    return each(
        named.isEmpty() ? usual() : named,
        (name, there) -> change(name, true) ? State.WRITTEN : State.INSTALLED);
  }

  /** Takes the named ones out, or all. */
  public List<Hook> uninstall(List<String> named) throws Failure {
    return each(
        named.isEmpty() ? names() : named,
        (name, there) -> change(name, false) ? State.REMOVED : State.ABSENT);
  }

  private interface Step {
    State apply(String name, boolean there) throws Failure;
  }

  private List<Hook> each(List<String> named, Step step) throws Failure {
    List<Hook> hooks = new ArrayList<>();
    for (String name : named) {
      try {
        hooks.add(hook(name, step.apply(name, installed(name)), null));
      } catch (Failure failure) {
        if (failure.kind() != Failure.Kind.REFUSED || named.size() == 1) {
          throw failure;
        }
        String why = failure.getMessage() + "; " + String.join("; ", failure.hints());
        hooks.add(hook(name, State.REFUSED, why));
      }
    }
    return List.copyOf(hooks);
  }

  private Hook hook(String name, State state, @Nullable String said) throws Failure {
    try (Workspace workspace = open()) {
      if (!name.equals(GIT)) {
        boolean asks = agent(name) == Agent.CODEX && state == State.WRITTEN;
        return new Hook(
            name, agent(name).file(), state, asks ? "Codex asks you to trust it first" : said);
      }
      HookFolder folder = HookFolder.of(workspace.repo());
      boolean seen = folder.inWorkTree() && state == State.WRITTEN;
      return new Hook(
          name,
          folder.path().resolve(PrePushHook.NAME).toString(),
          state,
          seen
              ? "it lies in the work tree: git shows it as changed, and it names a path of this machine"
              : said);
    } catch (GitException e) {
      throw Failure.of(e);
    }
  }

  private boolean installed(String name) throws Failure {
    try (Workspace workspace = open()) {
      return name.equals(GIT)
          ? new PrePushHook(HookFolder.of(workspace.repo())).installed()
          : new AgentHook(agent(name), workspace).installed();
    } catch (GitException e) {
      throw Failure.of(e);
    }
  }

  private boolean change(String name, boolean add) throws Failure {
    try (Workspace workspace = checked(Workspace.openToWrite(surroundings))) {
      if (!name.equals(GIT)) {
        AgentHook hook = new AgentHook(agent(name), workspace);
        return add ? hook.install() : hook.uninstall();
      }
      HookFolder folder = HookFolder.of(workspace.repo());
      if (add && !folder.own()) {
        throw Failure.refused(
            "core.hooksPath is "
                + folder.path()
                + ", where hooks of other repositories are as well",
            "call 'pawl check --no-fetch' from a hook of your own there");
      }
      PrePushHook hook = new PrePushHook(folder);
      return (add && launcher != null) ? hook.install(launcher) : hook.uninstall();
    } catch (GitException e) {
      throw Failure.of(e);
    }
  }

  private Workspace open() throws Failure {
    return checked(Workspace.open(surroundings));
  }

  private static Workspace checked(Workspace workspace) throws Failure {
    if (workspace.repo().isBare()) {
      workspace.close();
      throw Failure.usage("a bare repository has no sessions to close", "run it in a clone");
    }
    return workspace;
  }

  private List<String> usual() throws Failure {
    try (Workspace workspace = open()) {
      List<String> names = new ArrayList<>(List.of(GIT));
      for (Agent agent : Agent.values()) {
        if (new AgentHook(agent, workspace).used()) {
          names.add(agent.word());
        }
      }
      return names;
    }
  }

  private static Agent agent(String name) throws Failure {
    return Arrays.stream(Agent.values())
        .filter(agent -> agent.word().equals(name))
        .findFirst()
        .orElseThrow(() ->
            Failure.usage(
                    "there is no hook '" + name + "'",
                    "the hooks are " + String.join(", ", names()))
                .meaning(Suggestion.nearest(name, names()).stream().toList()));
  }

  /**
   * What an agent's hook calls: starts {@code pawl close} and does not wait for it, because agents
   * end what takes longer than a moment. Its output goes to the log.
   *
   * @param used what the agent kept of the session, which is recorded first; null for nothing
   * @return the log
   */
  public Path endSession(@Nullable Used used) throws Failure {
    return start(
        LOG, used == null ? List.of("close") : List.of("close", used.agent(), used.file()));
  }

  /** The same after an answer: only what was used is recorded. */
  public Path recordUsage(Used used) throws Failure {
    return start(USAGE_LOG, List.of("", used.agent(), used.file()));
  }

  /**
   * What an agent kept of a session.
   *
   * @param file an absolute path
   */
  public record Used(String agent, String file) {
    /** Refuses an agent whose files pawl cannot read. */
    public static void check(String agent) throws Failure {
      if (!SessionHooks.agent(agent).keepsUsage()) {
        throw Failure.usage("pawl does not read what " + agent + " keeps of a session");
      }
    }
  }

  private Path start(String name, List<String> what) throws Failure {
    if (launcher == null) {
      throw Failure.refused("hooks call the packaged pawl, and this is not it");
    }
    try (Workspace workspace = open()) {
      Path folder = PawlFolder.make(workspace.repo().commonDir());
      Path log = folder.resolve(name);
      List<String> command = new ArrayList<>(detaching());
      command.addAll(List.of("/bin/sh", "-c", SCRIPT, "pawl", launcher.toString()));
      command.add(workspace.repo().workTree().toString());
      command.addAll(what);
      ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
      builder.environment().clear();
      builder.environment().putAll(surroundings.variables());
      builder.redirectOutput(log.toFile()).redirectErrorStream(true);
      builder.start().getOutputStream().close();
      return log;
    } catch (IOException e) {
      throw Failure.of("what follows a session could not be started", e);
    }
  }

  /** So that it outlives the agent and its terminal. */
  private static List<String> detaching() {
    for (String program : List.of("/usr/bin/setsid", "/usr/bin/nohup", "/bin/nohup")) {
      if (Files.isExecutable(Path.of(program))) {
        return List.of(program);
      }
    }
    return List.of();
  }
}
