package dev.pawl.app.setup;

import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitEnvironment;
import dev.pawl.git.GitException;
import dev.pawl.git.remote.PushOutcome;
import dev.pawl.git.remote.RefPush;
import dev.pawl.git.remote.RemoteAccess;
import dev.pawl.git.repo.NewRepository;
import dev.pawl.git.repo.Repo;
import dev.pawl.plan.PlanId;
import dev.pawl.plan.document.NewPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A sandbox for the demo: a bare remote, and two clones that stand for two machines.
 *
 * <pre>
 * DIR/remote.git      what both share
 * DIR/workstation     a clone; its pawl calls itself "workstation"
 * DIR/coulombcore     a clone; its pawl calls itself "coulombcore"
 * DIR/home-…          what pawl remembers on each
 * </pre>
 */
public final class DemoSandbox {
  /** The two machines of the story. */
  public static final String WORKSTATION = "workstation";

  public static final String COULOMBCORE = "coulombcore";

  private static final BranchName MAIN = new BranchName("main");
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String PLAN_FILE = "workplans/NET-WP-1.md";

  private final Surroundings surroundings;
  private final Path folder;

  private DemoSandbox(Surroundings surroundings, Path folder) {
    this.surroundings = surroundings;
    this.folder = folder;
  }

  /**
   * Builds it in a folder that is empty or does not exist.
   *
   * @throws Failure when there is something in the folder: nothing of anybody's is touched
   */
  public static DemoSandbox build(Surroundings surroundings, Path folder) throws Failure {
    try {
      if (Files.exists(folder)) {
        try (Stream<Path> entries = Files.list(folder)) {
          if (entries.findAny().isPresent()) {
            throw Failure.refused(
                folder + " is not empty", "name a folder that does not exist: pawl demo DIR");
          }
        }
      }
      Files.createDirectories(folder);
      DemoSandbox sandbox = new DemoSandbox(surroundings, folder.toRealPath());
      sandbox.fill();
      return sandbox;
    } catch (IOException e) {
      throw Failure.of("the sandbox could not be built in " + folder, e);
    } catch (GitException e) {
      throw Failure.of(e);
    }
  }

  private void fill() throws GitException, IOException {
    Path remote = folder.resolve("remote.git");
    NewRepository.bare(remote, MAIN);
    Path first = clone(remote, WORKSTATION);
    write(first.resolve(".pawl.yaml"), "repo: net-kingdom\nexchange: on\n");
    write(first.resolve(PLAN_FILE), plan());
    CommitId commit =
        NewRepository.commit(first, List.of(".pawl.yaml", PLAN_FILE), "plan: the new network\n");
    push(WORKSTATION, null, commit);
    clone(remote, COULOMBCORE);
  }

  private void push(String machine, @Nullable CommitId before, CommitId commit)
      throws GitException, IOException {
    try (Repo repo = Repo.open(clone(machine), GitEnvironment.of(variables(machine)))) {
      RefPush push = new RefPush(MAIN.ref(), before, commit);
      PushOutcome pushed = new RemoteAccess(repo).push("origin", List.of(push), LIMIT);
      if (!pushed.accepted()) {
        throw new IOException("the push of " + machine + " was not accepted: " + pushed);
      }
    }
  }

  private @Nullable CommitId head(String machine) throws GitException {
    try (Repo repo = Repo.open(clone(machine), GitEnvironment.of(variables(machine)))) {
      return repo.head();
    }
  }

  private Path clone(Path remote, String machine) throws GitException {
    Path into = folder.resolve(machine);
    NewRepository.clone(remote, into, MAIN, "ann on " + machine, "ann@" + machine + ".example");
    return into;
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.resolveSibling("."));
    Files.write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  private static String plan() {
    PlanId id = PlanId.of("NET-WP-1").orElseThrow();
    return new NewPlan(id, "workplan", "A network for the kingdom", "active", "net-kingdom").text()
        + task("NET-T01", "Survey the castle", "high")
        + task("NET-T02", "Lay the cables", "high")
        + task("NET-T03", "Configure the switch", "medium");
  }

  private static String task(String id, String title, String priority) {
    return "\n## %s\n\n```task\nid: %s\nstatus: todo    # one word of the ladder\npriority: %s\n```\n"
        .formatted(title, id, priority);
  }

  /** The sandbox's own folder. */
  public Path folder() {
    return folder;
  }

  /** The folder of a machine's clone. */
  public Path clone(String machine) {
    return folder.resolve(machine);
  }

  /** The world as one of the two machines sees it. */
  public Surroundings on(String machine) {
    return new Surroundings(
        clone(machine),
        variables(machine),
        surroundings.clock(),
        surroundings.random(),
        surroundings.progress());
  }

  /** What a person types to be that machine. */
  public String typed(String machine) {
    return "PAWL_HOME=%s PAWL_HOST=%s".formatted(folder.resolve("home-" + machine), machine);
  }

  private Map<String, String> variables(String machine) {
    Map<String, String> variables = new HashMap<>(surroundings.variables());
    variables.put("PAWL_HOME", folder.resolve("home-" + machine).toString());
    variables.put("PAWL_HOST", machine);
    variables.remove("PAWL_PLAN");
    return variables;
  }

  /** Changes a status word by hand, commits it and pushes it, as a person would. */
  public void edit(String machine, String task, String from, String to) throws Failure {
    try {
      Path file = clone(machine).resolve(PLAN_FILE);
      String text = Files.readString(file);
      String block = "id: " + task + "\nstatus: ";
      if (!text.contains(block + from)) {
        throw new IllegalStateException("the story expects " + task + " to be " + from);
      }
      Files.writeString(file, text.replace(block + from, block + to));
      CommitId before = head(machine);
      String message = "plan: " + task + " is " + to + " again\n";
      push(machine, before, NewRepository.commit(clone(machine), List.of(PLAN_FILE), message));
    } catch (IOException e) {
      throw Failure.of("the plan of the sandbox could not be changed", e);
    } catch (GitException e) {
      throw Failure.of(e);
    }
  }
}
