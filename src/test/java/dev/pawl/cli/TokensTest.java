package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static dev.pawl.cli.Machines.THERE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pawl.cli.screen.Screen;
import dev.pawl.cli.terminal.Line;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What agents used is recorded on one machine, and reported on all. */
final class TokensTest {
  private static final String PRICES =
      """
      repo: net
      exchange: on
      prices:
        models:
          large: {input: 3, output: 15, cache_read: 0.3}
          small: {input: 1, output: 1}
      """;

  @TempDir Path folder;
  private Machines machines;

  @BeforeEach
  void start() {
    machines = Machines.two(folder);
    for (String machine : List.of(HERE, THERE)) {
      machines.git.write(machines.at(machine), ".pawl.yaml", PRICES);
    }
  }

  private Run add(String machine, String line) {
    return machines.run(machine, ("tokens add " + line).split(" ", -1));
  }

  private Run report(String machine, String line) {
    return machines.run(machine, ("token-report " + line).strip().split(" ", -1)).exits(0);
  }

  private List<Map<String, @Nullable Object>> rows(String machine, String line) {
    return Run.objects(report(machine, "--format json " + line).json().get("rows"));
  }

  @Test
  @DisplayName("N04 recorded here, seen there with the host's name; both report the same")
  void twoMachines() {
    machines.skew(THERE, Duration.ofDays(-400));
    add(HERE, "--agent aider --model large --input 1000000 --output 2000 --task T01").exits(0);
    add(THERE, "--agent aider --model small --input 500 --output 1").exits(0);
    machines.run(HERE, "sync").exits(0);
    machines.run(THERE, "sync").exits(0);
    machines.run(HERE, "sync").exits(0);
    assertThat(rows(THERE, "--by host,task"))
        .extracting(row -> row.get("host"), row -> row.get("task"), row -> row.get("cost"))
        .containsExactly(tuple("here", "T01", "3.03"), tuple("there", null, "0.000501"));
    for (String form : List.of("text", "json", "csv")) {
      String by = " --by project,plan,task,host,agent,model,day";
      assertThat(report(HERE, "--format " + form + by).out())
          .isEqualTo(report(THERE, "--format " + form + by).out());
    }
  }

  @Test
  @DisplayName("the rows have the fields that were promised, and OpenTelemetry's")
  void fields() {
    add(HERE, "--agent aider --model large --input 90 --output 7 --cache-read 30").exits(0);
    Map<String, @Nullable Object> row = rows(HERE, "").getFirst();
    assertThat(row)
        .containsEntry("project", "net")
        .containsEntry("plan", "NET-WP-1")
        .containsEntry("host", "here")
        .containsEntry("model", "large")
        .containsEntry("day", "2026-03-22")
        .containsEntry("input", 90L)
        .containsEntry("output", 7L)
        .containsEntry("gen_ai.usage.input_tokens", 90L)
        .containsEntry("gen_ai.usage.cache_read.input_tokens", 30L)
        .containsEntry("cost", "0.000294");
  }

  @Test
  @DisplayName(
      "what is recorded twice counts once, here and there; what has no name counts each time")
  void twice() {
    String named = "--agent aider --model small --session s --run r --input 100 --output 1";
    add(HERE, named).exits(0);
    add(HERE, named).exits(0);
    add(THERE, named).exits(0);
    add(HERE, "--agent aider --model small --input 10 --output 0").exits(0);
    add(HERE, "--agent aider --model small --input 10 --output 0").exits(0);
    machines.run(THERE, "sync").exits(0);
    machines.run(HERE, "sync").exits(0);
    assertThat(rows(HERE, "--by project").getFirst()).containsEntry("input", 120L);
  }

  @Test
  @DisplayName("an agent's output is read, and the same output again changes nothing")
  void output() {
    String result =
        "{\"type\":\"thread.started\",\"thread_id\":\"t\"}\n"
            + "{\"type\":\"turn.completed\",\"usage\":{\"input_tokens\":%d,\"output_tokens\":1}}\n";
    machines.git.write(machines.at(HERE), "one.jsonl", result.formatted(100));
    machines.git.write(machines.at(THERE), "two.jsonl", result.formatted(250));
    Run recorded = add(HERE, "--agent codex --model large --from one.jsonl --format json").exits(0);
    assertThat(Run.objects(recorded.json().get("recorded")).getFirst())
        .containsEntry("session", "t")
        .containsEntry("counted", "session")
        .containsEntry("plan", "NET-WP-1")
        .containsEntry("host", "here");
    add(HERE, "--agent codex --model large --from one.jsonl").exits(0);
    add(THERE, "--agent codex --model large --from two.jsonl").exits(0);
    machines.run(HERE, "sync").exits(0);
    machines.run(THERE, "sync").exits(0);
    assertThat(rows(THERE, "--by host"))
        .extracting(row -> row.get("host"), row -> row.get("input"))
        .containsExactly(tuple("there", 150L), tuple("here", 100L));
  }

  @Test
  @DisplayName("damaged output is refused with its line, and nothing of it is recorded")
  void damaged() {
    machines.git.write(
        machines.at(HERE),
        "run.jsonl",
        """
        {"type":"result","uuid":"1","usage":{"input_tokens":5,"output_tokens":1}}
        {"type":"result","uuid":"2","usage":{"input_tokens":-5,"output_tokens":1}}
        """);
    Run refused = add(HERE, "--agent qwen --from run.jsonl").exits(1);
    assertThat(refused.err()).contains("run.jsonl: line 2: usage.input_tokens is no counter");
    assertThat(rows(HERE, "")).isEmpty();
    machines.git.write(machines.at(HERE), "run.jsonl", "{\"type\":\"result\",\"usa");
    Run torn = add(HERE, "--agent qwen --from run.jsonl").exits(1);
    assertThat(torn.err()).contains("line 1 is not whole JSON").contains("nothing in it says");
    assertThat(add(HERE, "--agent qwen --from nowhere.jsonl").exits(3).err())
        .contains("nowhere.jsonl");
    assertThat(add(HERE, "--agent qwem --from run.jsonl").exits(2).err()).contains("qwen");
  }

  @ParameterizedTest
  @DisplayName("counters that cannot be are refused")
  @ValueSource(
      strings = {
        "--input 10",
        "--agent a",
        "--agent a --input x",
        "--agent a --input 10000000000000",
        "--agent a --input 10 --cache-read 8 --cache-write 3",
        "--agent a --input 10 --cost 1e9",
        "--agent a --input 10 --cumulative",
        "--agent codex --from x --input 10"
      })
  void counters(String line) {
    add(HERE, line).exits(2);
    assertThat(rows(HERE, "")).isEmpty();
  }

  @Test
  @DisplayName("what the agent said that it cost counts before any price")
  void said() {
    add(HERE, "--agent a --model large --input 1000000 --output 0 --cost 1.25").exits(0);
    assertThat(rows(HERE, "").getFirst()).containsEntry("cost", "1.25");
    machines.git.write(
        machines.at(HERE), ".pawl.yaml", PRICES.replace("prices:", "prices:\n  currency: EUR"));
    assertThat(rows(HERE, "").getFirst()).containsEntry("cost", 3L);
  }

  @Test
  @DisplayName("a user's own prices go before those of the repository")
  void ownPrices() throws Exception {
    add(HERE, "--agent a --model large --input 1000000 --output 0").exits(0);
    add(HERE, "--agent a --model small --input 1000000 --output 0").exits(0);
    Path own = Path.of(machines.variables(HERE).get("PAWL_HOME"), "settings.yaml");
    Files.writeString(own, "prices:\n  models: {large: {input: 7, output: 1}}\n");
    assertThat(rows(HERE, "--by model"))
        .extracting(row -> row.get("model"), row -> row.get("cost"))
        .containsExactly(tuple("large", 7L), tuple("small", 1L));
    Files.writeString(own, "prices:\n  models: {large: {input: -7, output: 1}}\n");
    assertThat(machines.run(HERE, "token-report").exits(2).err())
        .contains("settings.yaml:2:27: the price of `large`: `input` must be a number");
  }

  @Test
  @DisplayName("a model without a price has no cost, and the sum says that it is not all")
  void unpriced() {
    add(HERE, "--agent a --model large --input 1000000 --output 0").exits(0);
    add(HERE, "--agent a --model mystery --input 5 --output 0").exits(0);
    assertThat(rows(HERE, "--by model"))
        .extracting(row -> row.get("model"), row -> row.get("cost"), row -> row.get("complete"))
        .containsExactly(tuple("large", 3L, true), tuple("mystery", null, false));
    Map<String, @Nullable Object> document = report(HERE, "--format json").json();
    assertThat(Run.object(document.get("total"))).containsEntry("complete", false);
    assertThat(Run.array(document.get("unpriced"))).containsExactly("mystery");
    assertThat(report(HERE, "--by model").out())
        .containsPattern("mystery +5 +0 +–")
        .containsPattern("total .*> 3\\.0000")
        .contains("not all has a price: mystery");
  }

  @Test
  @DisplayName("by several things, since and until a day, and of one plan by its short id")
  void selected() {
    add(HERE, "--agent a --model small --input 1 --output 0").exits(0);
    machines.skew(HERE, Duration.ofDays(2));
    add(HERE, "--agent a --model small --input 10 --output 0").exits(0);
    assertThat(rows(HERE, "--by day,host"))
        .extracting(row -> row.get("day"))
        .containsExactly("2026-03-22", "2026-03-24");
    assertThat(rows(HERE, "--since 2026-03-23").getFirst()).containsEntry("input", 10L);
    assertThat(rows(HERE, "--until 2026-03-23").getFirst()).containsEntry("input", 1L);
    assertThat(rows(HERE, "--since 1d").getFirst()).containsEntry("input", 10L);
    assertThat(rows(HERE, "--plan net --by plan").getFirst()).containsEntry("input", 11L);
    assertThat(rows(HERE, "--plan other")).isEmpty();
    assertThat(machines.run(HERE, "token-report", "--by", "hots").exits(2).err())
        .contains("did you mean host?");
    machines.run(HERE, "token-report", "--since", "yesterday").exits(2);
  }

  @Test
  @DisplayName("a cumulative counter of a session counts what is new in each run")
  void cumulative() {
    String session = "--agent a --model small --session s --cumulative --output 0 --input ";
    add(HERE, session + "100").exits(0);
    add(HERE, session + "180").exits(0);
    add(HERE, session + "180").exits(0);
    assertThat(rows(HERE, "--by model").getFirst()).containsEntry("input", 180L);
  }

  @Test
  @DisplayName("bars by cost; ASCII where the terminal has no more; every width fits")
  void bars() {
    add(HERE, "--agent a --model large --input 1000000 --output 0").exits(0);
    add(HERE, "--agent a --model small --input 1100000 --output 0").exits(0);
    machines.on(new Screen(true, 80, 24, /* colour= */ false, /* unicode= */ true));
    assertThat(report(HERE, "--by model").out())
        .isEqualTo(
            """
            model     in  out     USD
            large  1.00M    0  3.0000  ████████████████████████
            small  1.10M    0  1.1000  ████████▊
            total  2.10M    0  4.1000
            """);
    machines.on(new Screen(true, 80, 24, /* colour= */ false, /* unicode= */ false));
    assertThat(report(HERE, "--by model").out())
        .contains("3.0000  ########################\n")
        .contains("1.1000  #########\n")
        .matches("\\p{ASCII}+");
    for (int columns : new int[] {20, 40, 80, 200}) {
      machines.on(new Screen(true, columns, 24, /* colour= */ false, /* unicode= */ true));
      for (String by : List.of("model", "plan,host,model,day", "task")) {
        assertThat(report(HERE, "--by " + by).out().lines())
            .allSatisfy(
                line -> assertThat(Line.columns(line)).as(line).isLessThanOrEqualTo(columns));
      }
    }
    machines.on(new Screen(true, 40, 24, /* colour= */ false, /* unicode= */ true));
    assertThat(report(HERE, "--by plan,host,model,day").out()).contains("3.0000", "1.1000");
  }

  @Test
  @DisplayName("N50 no text of a record steers a terminal, or is a formula in a spreadsheet")
  void hostile() {
    String evil = "=cmd|'/C calc'!A0,\"x\"\u001b]0;x\u0007";
    machines.run(HERE, "tokens", "add", "--agent", "a", "--model", evil, "--input", "1").exits(0);
    machines.run(HERE, "tokens", "add", "--agent", "a", "--model=-1+1", "--input", "1").exits(0);
    assertThat(report(HERE, "--format csv --by model").out())
        .contains("\r\n\"'=cmd|'/C calc'!A0,\"\"x\"\"<U+001B>]0;x<U+0007>\",1,0,0,0,,USD,false\r\n")
        .contains("\r\n'-1+1,1,")
        .endsWith("\r\n");
    for (String form : List.of("text", "json", "csv")) {
      assertThat(report(HERE, "--by model --format " + form).out())
          .doesNotContain("\u001b", "\u0007");
    }
  }

  @Test
  @DisplayName("N43 a damaged journal is named, and what is whole counts")
  void damagedJournal() throws Exception {
    add(HERE, "--agent a --model small --input 1 --output 0").exits(0);
    add(HERE, "--agent a --model small --input 10 --output 0").exits(0);
    try (Stream<Path> files = Files.walk(machines.at(HERE).resolve(".git/pawl/journal"))) {
      Path segment = files.filter(file -> file.toString().endsWith(".jsonl")).findFirst().get();
      try (OutputStream out = Files.newOutputStream(segment, StandardOpenOption.APPEND)) {
        out.write("{\"id\":\"torn".getBytes(UTF_8));
      }
    }
    Run report = report(HERE, "--format json --by model");
    assertThat(report.err()).contains("damaged, and not counted");
    assertThat(Run.objects(report.json().get("rows")).getFirst()).containsEntry("input", 11L);
  }

  @Test
  @DisplayName("N43 without the index, or with a damaged one, the report is the same")
  void index() throws Exception {
    add(HERE, "--agent a --model small --input 1 --output 0 --task T01").exits(0);
    add(HERE, "--agent b --input 10 --output 0 --cost 0.5").exits(0);
    String whole = "--format csv --by project,plan,task,host,agent,model,day";
    String first = report(HERE, whole).out();
    assertThat(report(HERE, whole).out()).isEqualTo(first);
    Path index = machines.at(HERE).resolve(".git/pawl/index.db");
    byte[] bytes = Files.readAllBytes(index);
    for (int i = 0; i < bytes.length; i += 97) {
      byte[] damaged = bytes.clone();
      Arrays.fill(damaged, i, Math.min(bytes.length, i + 40), (byte) i);
      if (i % 970 == 0) {
        Files.write(index, damaged);
        assertThat(report(HERE, whole).out()).as("damaged at %d", i).isEqualTo(first);
      }
    }
    Files.deleteIfExists(index);
    assertThat(report(HERE, whole).out()).isEqualTo(first);
    add(HERE, "--agent c --input 10 --output 0").exits(0);
    assertThat(report(HERE, whole).out().lines()).hasSize(4);
  }

  @Test
  @DisplayName("N44 what is exchanged names the host, and no path, process or file of this machine")
  void shared() {
    machines.git.write(
        machines.at(HERE),
        "run.jsonl",
        "{\"type\":\"result\",\"uuid\":\"1\",\"usage\":{\"input_tokens\":5}}\n");
    add(HERE, "--agent qwen --from run.jsonl").exits(0);
    machines.run(HERE, "sync").exits(0);
    String refs = machines.git.run(machines.origin(), "for-each-ref", "--format=%(refname)");
    String ref = refs.lines().filter(each -> each.contains("journal")).findFirst().orElseThrow();
    String sent = machines.git.run(machines.origin(), "show", ref + ":00000001.jsonl");
    assertThat(sent).contains("\"kind\":\"usage\"", "\"host\":\"here\"");
    assertThat(sent).doesNotContain("run.jsonl", folder.toString(), "pid");
  }

  @Test
  @DisplayName("usage is no word about a task, and nothing to take back")
  void apart() {
    machines.report(HERE, "start", "T01");
    String before = machines.run(HERE, "task", "list", "--format", "json").exits(0).out();
    add(HERE, "--agent a --input 10 --output 0 --task T01").exits(0);
    assertThat(machines.run(HERE, "task", "list", "--format", "json").out()).isEqualTo(before);
    assertThat(machines.run(HERE, "log", "T01").exits(0).out()).doesNotContain("10");
    assertThat(machines.run(HERE, "undo", "--dry-run").exits(0).out()).contains("T01");
  }

  @Test
  @DisplayName("of several open plans none is meant; the named one is, and the bound one")
  void plans() {
    machines.git.write(machines.at(HERE), "plans/b.md", Machines.plan("B-WP-1", "B01"));
    assertThat(add(HERE, "--agent a --input 1").exits(0).out()).doesNotContain("WP");
    assertThat(add(HERE, "--agent a --input 1 --plan b").exits(0).out()).contains("B-WP-1");
    assertThat(add(HERE, "--agent a --input 1 --task B01").exits(0).out()).contains("B01");
    add(HERE, "--agent a --input 1 --plan nowhere").exits(1);
    assertThat(rows(HERE, "--by plan,task"))
        .extracting(row -> row.get("plan"), row -> row.get("task"))
        .containsExactlyInAnyOrder(
            tuple(null, null), tuple("B-WP-1", null), tuple("B-WP-1", "B01"));
  }
}
