import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Times whole processes on journals of several sizes; see {@code journals} beside this file. */
final class Journals {
  private static final int PLANS = 100;
  private static final int TASKS = 1_000;
  private static final int REPLICAS = 4;
  private static final int SEGMENT = 1_000;

  private final String pawl;
  private final Path root;
  private final int runs;
  private int turn;

  private Journals(String pawl, int runs) throws IOException {
    this.pawl = pawl;
    this.runs = runs;
    this.root = Files.createTempDirectory("pawl-journals-").toRealPath();
    Files.writeString(
        root.resolve(".gitconfig"), "[user]\n\tname = Ada\n\temail = ada@example.com\n");
  }

  public static void main(String[] args) throws Exception {
    Journals bench = new Journals(args[0], Integer.parseInt(args[1]));
    try {
      int[] sizes = Arrays.stream(args[2].split(" ")).mapToInt(Integer::parseInt).toArray();
      Map<String, List<String>> rows = new java.util.LinkedHashMap<>();
      for (int size : sizes) {
        bench
            .measure(size)
            .forEach((what, cell) -> rows.computeIfAbsent(what, _ -> new ArrayList<>()).add(cell));
      }
      String heads =
          Arrays.stream(sizes)
              .mapToObj(n -> "%,d events".formatted(n))
              .collect(Collectors.joining(" | "));
      System.out.println("| whole process, ms of wall and CPU time | " + heads + " |");
      System.out.println("|---|" + "---:|".repeat(sizes.length));
      rows.forEach((what, cells) ->
          System.out.println("| " + what + " | " + String.join(" | ", cells) + " |"));
    } finally {
      try (Stream<Path> all = Files.walk(bench.root)) {
        all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
      }
    }
  }

  private Map<String, String> measure(int events) throws Exception {
    Path here = repository("here-" + events);
    Path remote = root.resolve("remote-" + events + ".git");
    run(root, "git", "init", "-q", "--bare", "-b", "main", remote.toString());
    run(here, "git", "remote", "add", "origin", remote.toString());
    run(here, "git", "push", "-q", "-u", "origin", "main");
    journal(here.resolve(".git/pawl/journal"), events);
    Map<String, String> rows = new java.util.LinkedHashMap<>();
    rows.put("first sync, all to send (once)", cell(List.of(timed(here, "sync"))));
    Path there = root.resolve("there-" + events);
    run(root, "cp", "-r", here.toString(), there.toString());
    Path fresh = root.resolve("fresh-" + events);
    run(root, "git", "clone", "-q", remote.toString(), fresh.toString());
    rows.put("first sync of a clone, all to take in (once)", cell(List.of(timed(fresh, "sync"))));
    tenMore(here);
    tenMore(there);
    timed(here, "sync");
    timed(there, "sync");
    timed(here, "sync");
    for (Path repo : List.of(here, there)) {
      // Else it would pack a few segments by the way, each time.
      timed(repo, "rebuild");
    }
    List<Cost> check = new ArrayList<>();
    List<Cost> list = new ArrayList<>();
    List<Cost> done = new ArrayList<>();
    List<Cost> idle = new ArrayList<>();
    List<Cost> send = new ArrayList<>();
    List<Cost> receive = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      check.add(timed(here, "check", "--no-fetch"));
      list.add(timed(here, "task", "list", "--plan", "P-001"));
      done.add(timed(here, "task", "start", "T" + (++turn % TASKS + 1)));
      timed(here, "sync");
      idle.add(timed(here, "sync"));
      timed(there, "sync");
      tenMore(there);
      send.add(timed(there, "sync"));
      receive.add(timed(here, "sync"));
    }
    rows.put("`check --no-fetch`", cell(check));
    rows.put("`task list --plan`", cell(list));
    rows.put("`task start`, one reported", cell(done));
    rows.put("`sync`, nothing new", cell(idle));
    rows.put("`sync`, ten new events to send", cell(send));
    rows.put("`sync`, ten new events to take in", cell(receive));
    rows.put("journal on the disk, MiB", Long.toString(size(here.resolve(".git/pawl")) >> 20));
    return rows;
  }

  /** Starts ten tasks, or blocks them, so that each time something is new. */
  private void tenMore(Path repo) throws Exception {
    List<String> words = new ArrayList<>(List.of("task", turn++ % 2 == 0 ? "start" : "block"));
    if (words.getLast().equals("block")) {
      words.addAll(List.of("--reason", "measured"));
    }
    IntStream.range(0, 10).forEach(n -> words.add("T" + (turn * 10 + n) % TASKS));
    words.replaceAll(word -> word.equals("T0") ? "T" + TASKS : word);
    timed(repo, words.toArray(String[]::new));
  }

  private record Cost(double wall, double cpu) {}

  private static String cell(List<Cost> costs) {
    return "%.0f (%.0f)"
        .formatted(
            median(costs.stream().mapToDouble(Cost::wall)),
            median(costs.stream().mapToDouble(Cost::cpu)));
  }

  private static double median(java.util.stream.DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private Cost timed(Path repo, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("/usr/bin/time", "-f", "%U %S", pawl));
    command.addAll(List.of(words));
    long start = System.nanoTime();
    List<String> said = run(repo, command.toArray(String[]::new));
    double wall = (System.nanoTime() - start) / 1e6;
    String[] cpu = said.getLast().split(" ");
    return new Cost(wall, 1000 * (Double.parseDouble(cpu[0]) + Double.parseDouble(cpu[1])));
  }

  private List<String> run(Path folder, String... command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    Map<String, String> variables = builder.environment();
    variables.keySet().removeIf(name -> name.startsWith("GIT_") || name.startsWith("PAWL_"));
    variables.put("HOME", root.toString());
    variables.put("PAWL_HOME", root.resolve("home-" + folder.getFileName()).toString());
    Process process = builder.start();
    process.getOutputStream().close();
    List<String> said = process.inputReader().lines().toList();
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ":\n" + String.join("\n", said));
    }
    return said;
  }

  private static long size(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private Path repository(String name) throws Exception {
    Path repo = root.resolve(name);
    run(root, "git", "init", "-q", "-b", "main", repo.toString());
    Files.writeString(repo.resolve(".pawl.yaml"), "repo: bench\nexchange: on\n");
    Path plans = Files.createDirectories(repo.resolve("plans"));
    int each = TASKS / PLANS;
    for (int plan = 0; plan < PLANS; plan++) {
      String id = "P-%03d".formatted(plan + 1);
      StringBuilder text = new StringBuilder();
      text.append("---\nid: %s\ntype: plan\ntitle: %s\nstatus: active\n---\n".formatted(id, id));
      for (int task = 1; task <= each; task++) {
        text.append(
            "\n## A task\n\n```task\nid: T%d\nstatus: todo\n```\n".formatted(plan * each + task));
      }
      Files.writeString(plans.resolve(id + ".md"), text);
    }
    run(repo, "git", "add", "-A");
    run(repo, "git", "commit", "-q", "-m", "plans");
    return repo;
  }

  /** As many events as four replicas would have written; the last of each task reopens it. */
  private static void journal(Path folder, int events) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    int each = events / TASKS;
    String[] last = new String[TASKS];
    long start = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    List<StringBuilder> open = new ArrayList<>();
    int[] seq = new int[REPLICAS];
    for (int n = 0; n < REPLICAS; n++) {
      open.add(new StringBuilder());
    }
    for (int event = 0; event < events; event++) {
      int task = event % TASKS;
      int step = each - 1 - event / TASKS;
      int replica = (event / 7) % REPLICAS;
      int gen = (each + 2) / 3 - (step + 2) / 3;
      String kind = step % 3 == 0 ? "reopen" : "report";
      String status = List.of("todo", "done", "in_progress").get(step % 3);
      int rank = List.of(0, 2, 1).get(step % 3);
      String rest =
          "\"v\":1,\"replica\":\"%s\",\"seq\":%d,\"host\":\"anvil%d\",\"host_id\":\"h-%d\","
                  .formatted(name(replica), ++seq[replica], replica, replica)
              + "\"actor\":\"agent:beacon-1\",\"at\":\"%s\",\"tick\":0,\"head\":null,"
                  .formatted(stamp(start + 1000L * event))
              + "\"kind\":\"%s\",\"task\":\"T%d\",\"status\":\"%s\",\"rank\":%d,\"gen\":%d,"
                  .formatted(kind, task + 1, status, rank, gen)
              + "\"plan\":\"P-%03d\",\"epoch\":null,\"after\":[%s]}"
                  .formatted(
                      task / (TASKS / PLANS) + 1,
                      last[task] == null ? "" : "\"" + last[task] + "\"");
      byte[] hashed = digest.digest(("{" + rest).getBytes(StandardCharsets.UTF_8));
      last[task] = HexFormat.of().formatHex(hashed);
      open.get(replica)
          .append("{\"id\":\"")
          .append(last[task])
          .append("\",")
          .append(rest)
          .append('\n');
      if (seq[replica] % SEGMENT == 0) {
        write(folder, replica, seq[replica] / SEGMENT, open.get(replica));
      }
    }
    for (int n = 0; n < REPLICAS; n++) {
      if (!open.get(n).isEmpty()) {
        write(folder, n, seq[n] / SEGMENT + 1, open.get(n));
      }
    }
  }

  private static String stamp(long millis) {
    String text = Instant.ofEpochMilli(millis).toString();
    return text.contains(".") ? text : text.replace("Z", ".000Z");
  }

  private static String name(int replica) {
    return "replica%013d".formatted(replica);
  }

  private static void write(Path folder, int replica, int number, StringBuilder lines)
      throws IOException {
    Path place = Files.createDirectories(folder.resolve(name(replica)));
    try (OutputStream out =
        Files.newOutputStream(place.resolve(String.format(Locale.ROOT, "%08d.jsonl", number)))) {
      out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
    }
    lines.setLength(0);
  }
}
