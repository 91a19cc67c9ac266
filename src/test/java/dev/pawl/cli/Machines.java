package dev.pawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.app.workspace.Surroundings;
import dev.pawl.cli.screen.Screen;
import dev.pawl.cli.terminal.Console;
import dev.pawl.git.FolderImage;
import dev.pawl.git.GitSandbox;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;

/**
 * A remote, and clones of it that are machines: each with its own {@code PAWL_HOME} and name.
 *
 * <pre>
 * root/origin.git        main: .pawl.yaml, plans/net.md with T01, T02, T03, all todo
 * root/here, root/there  clones of it
 * root/pawl-NAME         PAWL_HOME of NAME
 * </pre>
 */
public final class Machines {
  public static final String HERE = "here";
  static final String THERE = "there";
  public static final String PLAN = "plans/net.md";
  static final String SUBJECT = "chore(consistency): sync task status from DB [auto]";
  private static final Instant START = Instant.parse("2026-03-22T10:00:00Z");

  private static final AtomicReference<FolderImage> ORIGIN = new AtomicReference<>();

  public final GitSandbox git;
  private final Path origin;
  private final List<Path> clones = new ArrayList<>();
  private final AtomicLong ticks = new AtomicLong();
  private final RandomGenerator random = new Random(20_260_322);
  private final Map<String, Duration> skew = new TreeMap<>();

  private Screen screen = Screen.none(/* colour= */ false);

  private Machines(GitSandbox git) {
    this.git = git;
    this.origin = git.root().resolve("origin.git");
  }

  /** Machines whose remote and clones are put into this folder by others. */
  static Machines prepared(Path folder) {
    return new Machines(GitSandbox.create(folder));
  }

  /** The remote with its plan, and nothing else; made once, and copied from then on. */
  static Machines none(Path folder) {
    Machines machines = prepared(folder);
    FolderImage made = ORIGIN.get();
    if (made == null) {
      machines.publish();
      ORIGIN.set(new FolderImage(machines.origin));
    } else {
      made.writeTo(machines.origin);
    }
    return machines;
  }

  private void publish() {
    git.bare("origin");
    Path seed = git.clone(origin, "seed");
    git.write(seed, ".pawl.yaml", "repo: net\nexchange: on\n");
    git.write(seed, PLAN, plan("NET-WP-1", "T01", "T02", "T03"));
    git.commitAll(seed, "plan: the network");
    git.run(seed, "push", "-q", "origin", "main");
  }

  /** One machine. */
  public static Machines one(Path folder) {
    Machines machines = none(folder);
    machines.clone(HERE);
    return machines;
  }

  /** Two machines. */
  static Machines two(Path folder) {
    Machines machines = one(folder);
    machines.clone(THERE);
    return machines;
  }

  /** A plan with these tasks, all of them todo. */
  public static String plan(String id, String... tasks) {
    StringBuilder text = new StringBuilder();
    text.append("---\nid: %s\ntype: plan\ntitle: Plan %s\nstatus: active\n---\n".formatted(id, id));
    for (String task : tasks) {
      text.append(block(task, "todo"));
    }
    return text.toString();
  }

  /** One task with its heading. */
  static String block(String task, String status) {
    return "\n## Task %1$s\n\n```task\nid: %1$s\nstatus: %2$s   # by hand\npriority: high\n```\n"
        .formatted(task, status);
  }

  /** Another clone of the remote. */
  Path clone(String name) {
    Path clone = git.clone(origin, name);
    clones.add(clone);
    return clone;
  }

  Path origin() {
    return origin;
  }

  public Path at(String machine) {
    return git.root().resolve(machine);
  }

  /** Lets pawl print on a screen from now on. */
  void on(Screen seen) {
    screen = seen;
  }

  /** Lets a machine's clock be wrong. */
  void skew(String machine, Duration by) {
    skew.put(machine, by);
  }

  /** The variables of a machine. */
  public Map<String, String> variables(String machine) {
    Map<String, String> variables = new TreeMap<>(git.env());
    variables.put("PAWL_HOME", git.root().resolve("pawl-" + machine).toString());
    variables.put("PAWL_HOST", machine);
    variables.put("PAWL_ACTOR", "zoe");
    return variables;
  }

  /** Runs pawl on a machine, in its clone. */
  public Run run(String machine, String... arguments) {
    return in(at(machine), variables(machine), machine, arguments);
  }

  /** Runs pawl on a machine, in some folder. */
  Run in(Path folder, String machine, String... arguments) {
    return in(folder, variables(machine), machine, arguments);
  }

  /** Runs pawl somewhere with these variables; its clock ticks a second a look. */
  Run in(Path folder, Map<String, String> variables, String machine, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Duration wrong = skew.getOrDefault(machine, Duration.ZERO);
    Surroundings surroundings =
        new Surroundings(
            folder,
            variables,
            () -> START.plusSeconds(ticks.incrementAndGet()).plus(wrong),
            random,
            step -> {});
    Console console = new Console(new PrintWriter(out), new PrintWriter(err), screen);
    int exit = new Pawl(console, surroundings).run(arguments);
    return new Run(List.of(arguments), exit, out.toString(), err.toString());
  }

  /** A fix, with its findings as data. */
  Run fix(String machine, String... options) {
    return run(machine, and(options, "fix-consistency", "--format", "json"));
  }

  /** A check, with its findings as data. */
  public Run check(String machine, String... options) {
    return run(machine, and(options, "check", "--format", "json"));
  }

  private static String[] and(String[] options, String... command) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of(options));
    return all.toArray(String[]::new);
  }

  /** Reports, and expects that it is accepted. */
  public void report(String machine, String kind, String... tasks) {
    run(machine, and(tasks, "task", kind)).exits(0);
  }

  /** Sets a status by hand. */
  public void edit(String machine, String task, String from, String to) {
    String text = git.read(at(machine), PLAN);
    String old = "id: " + task + "\nstatus: " + from + " ";
    assertThat(text).contains(old);
    git.write(at(machine), PLAN, text.replace(old, "id: " + task + "\nstatus: " + to + " "));
  }

  /** Sets a status by hand and commits it. */
  String set(String machine, String task, String from, String to) {
    edit(machine, task, from, to);
    return git.commitAll(at(machine), "plan: " + task + " " + to).hex();
  }

  /** What the plan file of a clone says of its tasks, in order. */
  List<String> written(String machine) {
    return git.read(at(machine), PLAN)
        .lines()
        .filter(line -> line.startsWith("status: ") && line.endsWith("# by hand"))
        .map(line -> line.replace("status: ", "").replace("# by hand", "").strip())
        .toList();
  }

  /** What counts for a task. */
  String counts(String machine, String task) {
    return Run.objects(
            run(machine, "task", "list", "--format", "json").exits(0).json().get("tasks"))
        .stream()
        .filter(row -> task.equals(row.get("id")))
        .map(row -> String.valueOf(row.get("status")))
        .findFirst()
        .orElse("no such task");
  }

  String head(String machine) {
    return git.head(at(machine)).hex();
  }

  public void push(String machine, String... options) {
    git.run(at(machine), and(options, "push", "-q", "origin", "main"));
  }

  void pull(String machine) {
    git.run(at(machine), "pull", "-q", "--ff-only");
  }

  /** Exactly one commit upon {@code before}: this message, and the plan file alone. */
  void oneCommitOf(String machine, String before, String... lines) {
    Path clone = at(machine);
    assertThat(git.run(clone, "rev-parse", "HEAD^")).isEqualTo(before);
    assertThat(git.run(clone, "log", "-1", "--format=%B"))
        .isEqualTo(
            SUBJECT
                + "\n\nUpdated by fix-consistency on 2026-03-22:\n- "
                + String.join("\n- ", lines));
    assertThat(git.run(clone, "diff", "--name-status", "HEAD^", "HEAD")).isEqualTo("M\t" + PLAN);
  }

  /** Every repository is whole, and no clone shows a change that nobody made. */
  void sound() {
    git.run(origin, "fsck", "--strict", "--no-dangling");
    for (Path clone : clones) {
      GitSandbox.Outcome fsck = git.attempt(clone, "fsck", "--strict", "--no-dangling");
      assertThat(fsck.exit()).as(clone + fsck.out() + fsck.err()).isZero();
      assertThat(git.run(clone, "status", "--porcelain")).as("%s", clone).isEmpty();
    }
  }
}
