package dev.pawl.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pawl.journal.Cases;
import dev.pawl.journal.usage.AgentRun;
import dev.pawl.journal.usage.Span;
import dev.pawl.journal.usage.Tokens;
import dev.pawl.journal.usage.Usage;
import dev.pawl.journal.usage.UsageRecord;
import dev.pawl.plan.PlanId;
import dev.pawl.plan.settings.Prices;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a set of records comes to. */
final class LedgerTest {
  private static final long DAY = 86_400_000L;

  private static UsageRecord record(
      long at, String host, AgentRun by, Span counted, long input, @Nullable String cost) {
    Usage usage =
        new Usage(
            by,
            counted,
            new Tokens(input, input / 10, input / 2, 0),
            cost == null ? null : new BigDecimal(cost),
            "net",
            null);
    return new UsageRecord(at, at * 31 + input, host, "id-" + host, new PlanId("P-1"), usage);
  }

  private static AgentRun run(String session, String run) {
    return new AgentRun("codex", session, run, "m");
  }

  private static long input(List<UsageRecord> records) {
    return Ledger.of(records, Map.of()).stream().mapToLong(entry -> entry.tokens().input()).sum();
  }

  @Test
  @DisplayName("what was recorded twice counts once, and the highest of it")
  void once() {
    List<UsageRecord> records =
        List.of(
            record(5, "a", run("s", "r"), Span.RUN, 70, null),
            record(9, "b", run("s", "r"), Span.RUN, 100, null),
            record(9, "b", run("s", "r"), Span.RUN, 100, null),
            record(9, "b", run("s", "other"), Span.RUN, 1, null),
            record(9, "b", new AgentRun("claude", "s", "r", "m"), Span.RUN, 1_000, null));
    assertThat(input(records)).isEqualTo(1_101);
  }

  @Test
  @DisplayName("of counters that go on, a resumed session counts only what is new")
  void resumed() {
    List<UsageRecord> records =
        List.of(
            // The clock of b is years behind: the counters say what came first.
            record(9 * DAY, "a", run("s", "1"), Span.SESSION, 100, "1.00"),
            record(DAY, "b", run("s", "2"), Span.SESSION, 250, "2.50"),
            record(9 * DAY, "a", run("t", "1"), Span.SESSION, 30, null));
    List<Ledger.Entry> entries = Ledger.of(records, Map.of());
    TokenSums byHost = TokenSums.of(entries, List.of(Dimension.HOST), Prices.NONE);
    assertThat(byHost.total().tokens().input()).isEqualTo(280);
    assertThat(byHost.rows())
        .extracting(
            row -> row.values().getFirst(), row -> row.tokens().input(), TokenSums.Row::cost)
        .containsExactly(
            tuple("b", 150L, new BigDecimal("1.50")), tuple("a", 130L, new BigDecimal("1.00")));
    assertThat(byHost.rows().getLast().complete()).isFalse();
  }

  @Test
  @DisplayName("models of one session count apart where the agent counts them apart")
  void models() {
    List<UsageRecord> records =
        List.of(
            record(1, "a", new AgentRun("claude", "s", "1 x", "x"), Span.MODEL, 100, null),
            record(1, "a", new AgentRun("claude", "s", "1 y", "y"), Span.MODEL, 10, null),
            record(2, "a", new AgentRun("claude", "s", "2 x", "x"), Span.MODEL, 150, null),
            record(2, "a", new AgentRun("claude", "s", "2 y", "y"), Span.MODEL, 15, null));
    assertThat(input(records)).isEqualTo(165);
  }

  @Test
  @DisplayName("a host that was renamed keeps what it used, under its present name")
  void renamed() {
    UsageRecord before = record(1, "old", run("s", "1"), Span.RUN, 100, null);
    UsageRecord after =
        new UsageRecord(
            2,
            7,
            "new",
            before.hostId(),
            null,
            record(2, "x", run("s", "2"), Span.RUN, 1, null).usage());
    assertThat(Ledger.of(List.of(after, before), Map.of()))
        .extracting(Ledger.Entry::host)
        .containsExactly("new", "new");
    assertThat(Ledger.of(List.of(after, before), Map.of(before.hostId(), "newest")))
        .extracting(Ledger.Entry::host)
        .containsExactly("newest", "newest");
  }

  @Test
  @DisplayName("N04 in whatever order and how often records come, the report is the same")
  void anyOrder() throws Exception {
    Cases.play(
        300,
        random -> {
          List<UsageRecord> records = records(random);
          List<Dimension> by = List.of(Dimension.HOST, Dimension.MODEL, Dimension.DAY);
          Prices prices =
              new Prices("USD", Map.of("m0", new Prices.Price(one(), one(), one(), null)));
          TokenSums sums = TokenSums.of(Ledger.of(records, Map.of()), by, prices);
          List<UsageRecord> again = new ArrayList<>(records);
          again.addAll(records.subList(0, random.nextInt(records.size())));
          Collections.shuffle(again, new Random(random.nextLong()));
          assertThat(TokenSums.of(Ledger.of(again, Map.of()), by, prices)).isEqualTo(sums);
        });
  }

  private static BigDecimal one() {
    return BigDecimal.ONE;
  }

  private static List<UsageRecord> records(RandomGenerator random) {
    List<UsageRecord> records = new ArrayList<>();
    for (int i = random.nextInt(1, 30); i > 0; i--) {
      AgentRun by =
          new AgentRun(
              "a" + random.nextInt(2),
              "s" + random.nextInt(3),
              "r" + random.nextInt(5),
              "m" + random.nextInt(2));
      records.add(
          record(
              random.nextLong(3 * DAY),
              "h" + random.nextInt(3),
              by,
              List.of(Span.values()).get(random.nextInt(3)),
              random.nextInt(40),
              random.nextBoolean() ? null : "0." + random.nextInt(1, 9)));
    }
    return records;
  }

  @Test
  @DisplayName("the cache has prices of its own; what has none is named, and never guessed")
  void prices() {
    Prices prices =
        new Prices(
            "USD",
            Map.of(
                "gpt-*", price("2", "10", "0.5", null),
                "gpt-5-mini*", price("1", "1", "1", "1")));
    assertThat(prices.of("gpt-5")).isEqualTo(prices.models().get("gpt-*"));
    assertThat(prices.of("gpt-5-mini-2026")).isEqualTo(prices.models().get("gpt-5-mini*"));
    assertThat(prices.of("other")).isNull();
    assertThat(sum(prices, "gpt-5", new Tokens(1_000_000, 100_000, 400_000, 0)).cost())
        .isEqualByComparingTo("2.4");
    // Of what goes into the cache it is not said what it costs.
    TokenSums.Row unknown = sum(prices, "gpt-5", new Tokens(1_000_000, 0, 0, 1));
    assertThat(unknown.cost()).isNull();
    assertThat(unknown.complete()).isFalse();
  }

  private static TokenSums.Row sum(Prices prices, String model, Tokens tokens) {
    Usage usage =
        new Usage(new AgentRun("a", "s", "r", model), Span.RUN, tokens, null, "net", null);
    UsageRecord record = new UsageRecord(1, 1, "a", "1", null, usage);
    return TokenSums.of(Ledger.of(List.of(record), Map.of()), List.of(Dimension.MODEL), prices)
        .total();
  }

  private static Prices.Price price(
      String input, String output, String read, @Nullable String write) {
    return new Prices.Price(
        new BigDecimal(input),
        new BigDecimal(output),
        new BigDecimal(read),
        write == null ? null : new BigDecimal(write));
  }
}
