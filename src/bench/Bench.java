import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Times whole processes, from their start to their end; see {@code run} beside this file. */
final class Bench {
  private static final int TASKS = 10;
  private static final List<String> STATUS = List.of("git", "status", "--porcelain");
  private static final List<String> COMMIT = List.of("git", "commit", "-q", "-a", "-m", "x");

  private final Path dist;
  private final Path root;
  private final int runs;
  private final Map<String, String> variables = new HashMap<>(System.getenv());
  private final List<String> empty;
  private final List<String> cached;
  private int task = 1;
  private int turn;

  private Bench(Path dist, int runs) throws IOException {
    this.dist = dist.toRealPath();
    this.runs = runs;
    this.root = Files.createTempDirectory("pawl-bench-").toRealPath();
    Path home = Files.createDirectory(root.resolve("home"));
    variables.keySet().removeIf(name -> name.startsWith("GIT_") || name.startsWith("PAWL_"));
    variables.put("HOME", home.toString());
    variables.put("PAWL_HOME", home.resolve("pawl").toString());
    variables.remove("XDG_CONFIG_HOME");
    Files.writeString(
        home.resolve(".gitconfig"), "[user]\n\tname = Ada\n\temail = ada@example.com\n");
    Path source = root.resolve("Empty.java");
    Files.writeString(source, "class Empty { public static void main(String[] args) {} }\n");
    ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString());
    this.empty =
        List.of(
            this.dist.resolve("runtime/bin/java").toString(),
            "@" + this.dist.resolve("lib/java.options"),
            "-cp",
            root.toString(),
            "Empty");
    this.cached = new ArrayList<>(empty);
    cached.add(1, "-XX:AOTCache=" + this.dist.resolve("lib/pawl.aot"));
  }

  public static void main(String[] args) throws Exception {
    Bench bench = new Bench(Path.of(args[0]), Integer.parseInt(args[1]));
    try {
      bench.startUp();
      for (String size : args[2].split(" ")) {
        bench.growth(Integer.parseInt(size));
      }
    } finally {
      try (Stream<Path> all = Files.walk(bench.root)) {
        all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
      }
    }
  }

  private interface Step {
    void run() throws Exception;
  }

  private void startUp() throws Exception {
    Path repo = repository("start", 3);
    head("Start-up: 3 plans of 10 tasks, nothing to do");
    row("an empty `main` with pawl's AOT cache", repo, cached, () -> {});
    row("`git status`", repo, STATUS, () -> {});
    row("`pawl --version`", repo, pawl("--version"), () -> {});
    row("`pawl check --no-fetch`", repo, pawl("check", "--no-fetch"), () -> {});
    row("`pawl task list`", repo, pawl("task", "list"), () -> {});
    row("`pawl task done`, done already", repo, pawl("task", "done", "P1-T1"), () -> {});
    row("`pawl plan list`", repo, pawl("plan", "list"), () -> {});
    List<String> report = new ArrayList<>(pawl("task", "done", ""));
    row("`pawl task done`, one reported", repo, report, () -> report.set(3, next(3)));
    backlog(3);
  }

  private void growth(int plans) throws Exception {
    Path repo = repository("grown" + plans, plans);
    head(String.format(Locale.ROOT, "Growth: %,d plans of 10 tasks", plans));
    row("`git status`", repo, STATUS, () -> {});
    Path plan = plan(repo, 2);
    for (List<String> command : List.of(pawl("check", "--no-fetch"), pawl("task", "list"))) {
      String name = "`pawl " + String.join(" ", command.subList(1, command.size())) + "`";
      row(name + ", nothing changed", repo, command, () -> {});
      row(name + ", one file changed", repo, command, () -> lengthen(plan));
      row(name + ", cold", repo, command, () -> forget(repo));
    }
    List<String> report = new ArrayList<>(pawl("task", "done", ""));
    row("`pawl task done`, nothing changed", repo, report, () -> report.set(3, next(plans)));
    row(
        "`pawl task done`, one file changed",
        repo,
        report,
        () -> {
          report.set(3, next(plans));
          lengthen(plan);
        });
    row(
        "`pawl task done`, cold",
        repo,
        report,
        () -> {
          report.set(3, next(plans));
          forget(repo);
        });
    backlog(plans);
    run(repo, COMMIT);
    run(repo, pawl("fix", "--no-fetch"));
    writeBack(repo, plans);
  }

  /** A fix beside the commit of as large a change and the start of a JVM. */
  private void writeBack(Path repo, int plans) throws Exception {
    Path plan = plan(repo, 2);
    head(String.format(Locale.ROOT, "Writing back: %,d plans of 10 tasks", plans));
    row("`git commit`, a line in 1 file", repo, COMMIT, () -> lengthen(plan));
    row(
        "`pawl fix --no-fetch`, 1 task",
        repo,
        pawl("fix", "--no-fetch"),
        () -> run(repo, pawl("task", "start", next(plans))));
    int files = 1000 / TASKS;
    if (plans < 4 * files) {
      return;
    }
    row(
        "`git commit`, a line in 100 files",
        repo,
        COMMIT,
        () -> {
          for (int i = 1; i <= files; i++) {
            lengthen(plan(repo, i));
          }
        });
    // Forth and back: the same thousand tasks are cancelled and reopened.
    List<String> tasks = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      tasks.add("P" + (plans - i / TASKS) + "-T" + (i % TASKS + 1));
    }
    List<String> statuses = List.of("start", "block", "start", "block");
    row(
        "`pawl fix --no-fetch`, 1,000 tasks in 100 files",
        repo,
        pawl("fix", "--no-fetch"),
        () -> {
          List<String> words =
              new ArrayList<>(pawl("task", statuses.get(turn++ % statuses.size())));
          words.addAll(tasks);
          run(repo, words);
        });
  }

  private static void lengthen(Path plan) throws IOException {
    Files.writeString(plan, Files.readString(plan) + "More text.\n");
  }

  private String next(int plans) {
    task++;
    return "P" + (task / TASKS % plans + 1) + "-T" + (task % TASKS + 1);
  }

  /** The index is a projection: without it the next command is a cold one. */
  private static void forget(Path repo) throws IOException {
    try (Stream<Path> own = Files.list(repo.resolve(".git/pawl"))) {
      for (Path file :
          own.filter(path -> path.getFileName().toString().startsWith("index")).toList()) {
        Files.delete(file);
      }
    }
  }

  private Path repository(String name, int plans) throws Exception {
    Path repo = root.resolve(name);
    run(root, List.of("git", "init", "-q", "-b", "main", repo.toString()));
    Files.createDirectories(repo.resolve("plans"));
    for (int p = 1; p <= plans; p++) {
      StringBuilder text = new StringBuilder();
      text.append(
          "---\nid: P%d\ntype: workplan\ntitle: Plan %d\nstatus: active\n---\n\n".formatted(p, p));
      for (int t = 1; t <= TASKS; t++) {
        text.append(
            "## Task %d\n\n```task\nid: P%d-T%d\nstatus: %s\npriority: high\n```\n\nWhat it is about.\n\n"
                .formatted(t, p, t, p == 1 && t == 1 ? "done" : "todo"));
      }
      Files.writeString(plan(repo, p), text);
    }
    run(repo, pawl("init"));
    run(repo, List.of("git", "add", "-A"));
    run(repo, List.of("git", "commit", "-q", "-m", "plans"));
    run(repo, pawl("fix", "--no-fetch"));
    Thread.sleep(1100);
    run(repo, List.of("git", "update-index", "-q", "--refresh"));
    return repo;
  }

  private static Path plan(Path repo, int number) {
    return repo.resolve("plans/plan-" + number + ".md");
  }

  private List<String> pawl(String... args) {
    List<String> command = new ArrayList<>(List.of(dist.resolve("bin/pawl").toString()));
    command.addAll(Arrays.asList(args));
    return command;
  }

  /** Backlog.md keeps a file a task; its list is the nearest to ours. */
  private void backlog(int plans) throws Exception {
    String program = System.getenv().getOrDefault("BACKLOG", "backlog");
    Path repo = root.resolve("backlog" + plans);
    try {
      run(root, List.of(program, "--version"));
    } catch (IOException e) {
      System.out.println(
          "\nBacklog.md is not installed (`npm install -g backlog.md`, or `BACKLOG=path`).");
      return;
    }
    run(root, List.of("git", "init", "-q", "-b", "main", repo.toString()));
    run(repo, List.of(program, "init", "bench", "--defaults", "--integration-mode", "none"));
    Path tasks = Files.createDirectories(repo.resolve("backlog/tasks"));
    for (int i = 1; i <= plans * TASKS; i++) {
      Files.writeString(
          tasks.resolve("task-" + i + " - Task-" + i + ".md"),
          "---\nid: task-%d\ntitle: Task %d\nstatus: To Do\nassignee: []\ncreated_date: '2026-01-01'\nlabels: []\ndependencies: []\n---\n\n## Description\n\nWhat it is about.\n"
              .formatted(i, i));
    }
    run(repo, List.of("git", "add", "-A"));
    run(repo, List.of("git", "commit", "-q", "-m", "tasks"));
    Measured list =
        measure(repo, List.of(program, "task", "list", "--plain"), () -> {}, Math.min(runs, 3));
    print("Backlog.md `task list --plain`, as many tasks", list, measure(repo, empty, () -> {}, 3));
    List<String> edit = List.of(program, "task", "edit", "1", "-s", "Done", "--plain");
    Measured one = measure(repo, edit, () -> {}, Math.min(runs, 3));
    print("Backlog.md `task edit 1 -s Done`", one, measure(repo, empty, () -> {}, 3));
  }

  private record Measured(double wall, double least, double cpu, double peak) {}

  private void head(String title) {
    System.out.printf("%n## %s%n%n", title);
    System.out.println(
        "| whole process | median ms | least ms | × empty `main` | CPU ms | peak MiB |");
    System.out.println("|---|---:|---:|---:|---:|---:|");
  }

  private void row(String what, Path folder, List<String> command, Step before) throws Exception {
    List<Double> with = new ArrayList<>();
    List<Double> without = new ArrayList<>();
    before.run();
    run(folder, command);
    // In turn, so that a machine that grows slow or fast meanwhile does so for both.
    for (int i = 0; i < runs; i++) {
      before.run();
      with.add(timed(folder, command));
      without.add(timed(folder, empty));
    }
    Measured measured = sized(folder, command, before, with);
    System.out.printf(
        Locale.ROOT,
        "| %s | %.0f | %.0f | %.1f | %s | %s |%n",
        what,
        measured.wall(),
        measured.least(),
        measured.wall() / median(without),
        number(measured.cpu()),
        number(measured.peak()));
  }

  private Measured measure(Path folder, List<String> command, Step before, int times)
      throws Exception {
    List<Double> all = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      before.run();
      all.add(timed(folder, command));
    }
    return times == 1
        ? new Measured(all.getFirst(), all.getFirst(), Double.NaN, Double.NaN)
        : sized(folder, command, before, all);
  }

  private static void print(String what, Measured measured, Measured empty) {
    System.out.printf(
        Locale.ROOT,
        "| %s | %.0f | %.0f | %.1f | %s | %s |%n",
        what,
        measured.wall(),
        measured.least(),
        measured.wall() / empty.wall(),
        number(measured.cpu()),
        number(measured.peak()));
  }

  /** CPU time and memory, by GNU time where it is installed. */
  private Measured sized(Path folder, List<String> command, Step before, List<Double> walls)
      throws Exception {
    List<Double> cpu = new ArrayList<>();
    List<Double> peak = new ArrayList<>();
    Path gnu = Path.of("/usr/bin/time");
    for (int i = 0; i < 5 && Files.isExecutable(gnu); i++) {
      Path out = root.resolve("time");
      List<String> timed =
          new ArrayList<>(List.of(gnu.toString(), "-q", "-f", "%U %S %M", "-o", out.toString()));
      before.run();
      timed.addAll(command);
      run(folder, timed);
      String[] numbers = Files.readString(out).strip().split(" ");
      cpu.add(1000 * (Double.parseDouble(numbers[0]) + Double.parseDouble(numbers[1])));
      peak.add(Double.parseDouble(numbers[2]) / 1024);
    }
    double least = walls.stream().mapToDouble(d -> d).min().orElse(Double.NaN);
    return new Measured(median(walls), least, median(cpu), median(peak));
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.0f", value);
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.isEmpty() ? Double.NaN : sorted.get(sorted.size() / 2);
  }

  private double timed(Path folder, List<String> command) throws Exception {
    long start = System.nanoTime();
    run(folder, command);
    return (System.nanoTime() - start) / 1e6;
  }

  private void run(Path folder, List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(new ArrayList<>(command)).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(variables);
    Path said = root.resolve("said");
    builder.redirectErrorStream(true).redirectOutput(said.toFile());
    int exit = builder.start().waitFor();
    if (exit != 0) {
      throw new IllegalStateException(
          command + " ended with " + exit + ": " + Files.readString(said));
    }
  }
}
