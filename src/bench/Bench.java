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
import java.util.TreeMap;
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
  private final Map<Integer, Path> grown = new TreeMap<>();
  private int task = 1;
  private int turn;

  private Bench(Path dist, int runs) throws Exception {
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
    Path image = emptyImage();
    this.empty =
        List.of(
            image.resolve("bin/java").toString(),
            "@" + root.resolve("empty.options"),
            "-m",
            "empty/empty.Main");
    Path cache = root.resolve("empty.aot");
    List<String> training = new ArrayList<>(empty);
    training.add(1, "-XX:AOTCacheOutput=" + cache);
    run(root, training);
    this.cached = new ArrayList<>(empty);
    cached.add(1, "-XX:AOTCache=" + cache);
    // A cache that the JVM refuses would be measured as an empty main that takes longer.
    List<String> strict = new ArrayList<>(cached);
    strict.add(1, "-XX:AOTMode=on");
    run(root, strict);
  }

  /** A runtime like pawl's, with its options, and a module with nothing but an empty main. */
  private Path emptyImage() throws IOException {
    Path source = Files.createDirectories(root.resolve("source/empty"));
    Files.writeString(source.resolveSibling("module-info.java"), "module empty {}\n");
    Files.writeString(
        source.resolve("Main.java"),
        "package empty;\nclass Main { public static void main(String[] args) {} }\n");
    Path classes = root.resolve("classes");
    ToolProvider.getSystemJavaCompiler()
        .run(
            null,
            null,
            null,
            "-d",
            classes.toString(),
            source.resolveSibling("module-info.java").toString(),
            source.resolve("Main.java").toString());
    String modules =
        Files.readAllLines(dist.resolve("runtime/release")).stream()
            .filter(line -> line.startsWith("MODULES="))
            .findFirst()
            .orElseThrow()
            .replaceAll("MODULES=|\"", "")
            .strip()
            .replace(' ', ',')
            .replace("dev.pawl", "empty");
    Path image = root.resolve("image");
    int exit =
        java.util.spi.ToolProvider.findFirst("jlink")
            .orElseThrow()
            .run(
                System.err,
                System.err,
                "--module-path",
                classes.toString(),
                "--add-modules",
                modules,
                "--strip-debug",
                "--generate-cds-archive",
                "--output",
                image.toString());
    if (exit != 0) {
      throw new IOException("jlink made no runtime for the empty main");
    }
    List<String> options =
        Files.readAllLines(dist.resolve("lib/java.options")).stream()
            .filter(line -> !line.startsWith("--enable-native-access"))
            .toList();
    Files.write(root.resolve("empty.options"), options);
    return image;
  }

  public static void main(String[] args) throws Exception {
    Bench bench = new Bench(Path.of(args[0]), Integer.parseInt(args[1]));
    try {
      bench.startUp();
      for (String size : args[2].split(" ")) {
        bench.growth(Integer.parseInt(size));
      }
      bench.tokens(100_000);
      if (!args[2].strip().equals("100")) {
        bench.tokens(1_000_000);
      }
      bench.sides();
      for (Map.Entry<Integer, Path> repo : bench.grown.entrySet()) {
        bench.writeBack(repo.getValue(), repo.getKey());
      }
      bench.sideBySide();
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
    row("an empty `main` with an AOT cache of its own", repo, cached, () -> {});
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
    grown.put(plans, repo);
  }

  /** A report over what agents used, and a command that asks for nothing of it. */
  private void tokens(int records) throws Exception {
    Path repo = repository("tokens" + records, 3);
    UsageJournal.write(repo, records);
    run(repo, pawl("token-report"));
    run(repo, pawl("token-report"));
    head(String.format(Locale.ROOT, "Usage: %,d records", records));
    row("`pawl token-report`, nothing new", repo, pawl("token-report"), () -> {});
    row(
        "`pawl token-report`, one record new",
        repo,
        pawl("token-report"),
        () -> run(repo, pawl("tokens", "add", "--agent", "a", "--input", "1")));
    row("`pawl task list`", repo, pawl("task", "list"), () -> {});
  }

  /** A fix beside the commit of as large a change. */
  private void writeBack(Path repo, int plans) throws Exception {
    List<String> fix = pawl("fix", "--no-fetch");
    Path plan = plan(repo, 2);
    beside(
        "`fix`, 1 task of " + plans * TASKS,
        "`commit` of 1 line",
        repo,
        new Side(fix, () -> run(repo, pawl("task", "start", next(plans)))),
        new Side(COMMIT, () -> lengthen(plan)),
        runs);
    int files = 1000 / TASKS;
    if (plans < 4 * files) {
      return;
    }
    List<String> tasks = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      tasks.add("P" + (plans - i / TASKS) + "-T" + (i % TASKS + 1));
    }
    List<String> statuses = List.of("start", "block");
    beside(
        "`fix`, 1,000 tasks in 100 files of " + plans,
        "`commit` of 100 files",
        repo,
        new Side(
            fix,
            () -> {
              List<String> words =
                  new ArrayList<>(pawl("task", statuses.get(turn++ % statuses.size())));
              words.addAll(tasks);
              run(repo, words);
            }),
        new Side(
            COMMIT,
            () -> {
              for (int i = 1; i <= files; i++) {
                lengthen(plan(repo, i));
              }
            }),
        Math.min(runs, 2));
  }

  /** Worktrees, trial merges and the queue; the checkout of 30,000 files counts. */
  private void sideBySide() throws Exception {
    Path queue = repository("queue", 3);
    beside(
        "`git -- status`",
        "`status`",
        queue,
        new Side(pawl("git", "--", "status", "--porcelain"), () -> {}),
        new Side(STATUS, () -> {}),
        runs);
    for (int i = 1; i <= 20; i++) {
      run(queue, List.of("git", "switch", "-q", "-c", "plan/P" + i, "main"));
      Files.writeString(queue.resolve("shared-" + i % 5), "of " + i + "\n");
      run(queue, List.of("git", "add", "-A"));
      run(queue, List.of("git", "commit", "-q", "-m", "work"));
    }
    run(queue, List.of("git", "switch", "-q", "main"));
    for (int i = 4; i <= 20; i++) {
      Files.writeString(plan(queue, i), plan(i));
    }
    List<String> pairs = new ArrayList<>(List.of("sh", "-c"));
    pairs.add(
        "for a in $(seq 1 20); do for b in $(seq $a 20); do"
            + " git merge-tree --write-tree plan/P$a plan/P$b >/dev/null; done; done; true");
    beside(
        "`conflicts`, 20 plan branches",
        "`merge-tree` of each pair",
        queue,
        new Side(pawl("conflicts"), () -> {}),
        new Side(pairs, () -> {}),
        Math.min(runs, 5));
    worktrees();
  }

  private void worktrees() throws Exception {
    Path repo = repository("trees", 60);
    for (int i = 0; i < 30_000; i++) {
      Path file = repo.resolve("src/" + i / 100 + "/" + i + ".txt");
      Files.createDirectories(file.getParent());
      Files.writeString(file, "Line " + i + "\n");
    }
    run(repo, List.of("git", "add", "-A"));
    run(repo, List.of("git", "commit", "-q", "-m", "files"));
    List<String> ours = new ArrayList<>(pawl("worktree", "create", ""));
    List<String> theirs = new ArrayList<>(List.of("git", "worktree", "add", "-q", "-b", "", ""));
    beside(
        "`worktree create`, 30,000 files",
        "`worktree add`",
        repo,
        new Side(ours, () -> ours.set(3, "P" + ++turn)),
        new Side(
            theirs,
            () -> {
              theirs.set(5, "side" + ++turn);
              theirs.set(6, root.resolve("side" + turn).toString());
            }),
        Math.min(runs, 3));
    Path many = repository("many", 50);
    for (int i = 1; i <= 50; i++) {
      run(many, pawl("worktree", "create", "P" + i));
    }
    beside(
        "`worktree list`, 50",
        "`worktree list`",
        many,
        new Side(pawl("worktree", "list"), () -> {}),
        new Side(List.of("git", "worktree", "list"), () -> {}),
        Math.min(runs, 5));
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
      Files.writeString(plan(repo, p), plan(p));
    }
    run(repo, pawl("init"));
    run(repo, List.of("git", "add", "-A"));
    run(repo, List.of("git", "commit", "-q", "-m", "plans"));
    run(repo, pawl("fix", "--no-fetch"));
    Thread.sleep(1100);
    run(repo, List.of("git", "update-index", "-q", "--refresh"));
    return repo;
  }

  private static String plan(int p) {
    StringBuilder text = new StringBuilder();
    text.append(
        "---\nid: P%d\ntype: workplan\ntitle: Plan %d\nstatus: active\n---\n\n".formatted(p, p));
    for (int t = 1; t <= TASKS; t++) {
      String status = p == 1 && t == 1 ? "done" : "todo";
      text.append("## Task %d\n\n```task\nid: P%d-T%d\n".formatted(t, p, t));
      text.append("status: %s\npriority: high\n```\n\nWhat it is about.\n\n".formatted(status));
    }
    return text.toString();
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
    row(
        "Backlog.md `task list --plain`",
        repo,
        List.of(program, "task", "list", "--plain"),
        () -> {});
    List<String> edit = new ArrayList<>(List.of(program, "task", "edit", "1", "-s", "", "--plain"));
    row(
        "Backlog.md `task edit 1 -s …`",
        repo,
        edit,
        () -> edit.set(5, edit.get(5).equals("Done") ? "To Do" : "Done"));
  }

  private record Measured(double cpu, double peak) {}

  private void head(String title) {
    System.out.printf("%n## %s%n%n", title);
    System.out.println(
        "| whole process | median ms | × empty | × empty, cache | CPU ms | peak MiB |");
    System.out.println("|---|---:|---:|---:|---:|---:|");
  }

  private void row(String what, Path folder, List<String> command, Step before) throws Exception {
    List<Double> walls = new ArrayList<>();
    List<Double> bare = new ArrayList<>();
    List<Double> warm = new ArrayList<>();
    before.run();
    run(folder, command);
    // In turn, so that a machine that grows slow or fast meanwhile does so for all.
    for (int i = 0; i < runs; i++) {
      before.run();
      double wall = timed(folder, command);
      walls.add(wall);
      bare.add(wall / timed(folder, empty));
      warm.add(wall / timed(folder, cached));
    }
    Measured measured = sized(folder, command, before);
    System.out.printf(
        Locale.ROOT,
        "| %s | %.0f | %.1f | %.1f | %s | %s |%n",
        what,
        median(walls),
        median(bare),
        median(warm),
        number(measured.cpu()),
        number(measured.peak()));
  }

  /** One of pawl's commands beside what git does of it, each prepared by its own step. */
  private record Side(List<String> command, Step before) {}

  private void sides() {
    System.out.printf("%n## Beside git%n%n");
    System.out.println("| pawl | git | pawl ms | git ms | pawl ÷ git | pawl ÷ (git + empty) |");
    System.out.println("|---|---|---:|---:|---:|---:|");
  }

  private void beside(String what, String other, Path folder, Side ours, Side theirs, int times)
      throws Exception {
    List<Double> our = new ArrayList<>();
    List<Double> their = new ArrayList<>();
    List<Double> ratio = new ArrayList<>();
    List<Double> withStart = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      ours.before().run();
      our.add(timed(folder, ours.command()));
      theirs.before().run();
      their.add(timed(folder, theirs.command()));
      ratio.add(our.getLast() / their.getLast());
      withStart.add(our.getLast() / (their.getLast() + timed(folder, empty)));
    }
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %.0f | %.0f | %.1f | %.1f |%n",
        what,
        other,
        median(our),
        median(their),
        median(ratio),
        median(withStart));
  }

  /** CPU time and memory, by GNU time where it is installed. */
  private Measured sized(Path folder, List<String> command, Step before) throws Exception {
    List<Double> cpu = new ArrayList<>();
    List<Double> peak = new ArrayList<>();
    Path gnu = Path.of("/usr/bin/time");
    for (int i = 0; i < 3 && Files.isExecutable(gnu); i++) {
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
    return new Measured(median(cpu), median(peak));
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
