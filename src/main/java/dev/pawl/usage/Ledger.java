package dev.pawl.usage;

import dev.pawl.journal.usage.AgentRun;
import dev.pawl.journal.usage.Span;
import dev.pawl.journal.usage.Tokens;
import dev.pawl.journal.usage.Usage;
import dev.pawl.journal.usage.UsageRecord;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was used, each thing once. A function of the set of records: in which order and over which
 * way they came does not matter (N04). Of what was recorded twice the highest counts. Counters that
 * go on from run to run are put in the order in which they grew, whatever clocks say, and each
 * counts what it has beyond those before it.
 */
public final class Ledger {
  private static final Comparator<UsageRecord> HIGHEST_FIRST =
      Comparator.<UsageRecord>comparingLong(record -> -record.usage().tokens().total())
          .thenComparing(record -> record.usage().costUsd() == null)
          .thenComparing(UsageRecord.BY_TIME);

  private static final Comparator<UsageRecord> LOWEST_FIRST =
      Comparator.<UsageRecord>comparingLong(record -> record.usage().tokens().total())
          .thenComparing(record -> record.usage().costUsd() == null)
          .thenComparing(UsageRecord.BY_TIME);

  /** One thing that was used: a run, or a session as far as this record goes. */
  private record Thing(String agent, String session, @Nullable String name, Span counted) {}

  /**
   * What a record adds.
   *
   * @param host the name that its host has now
   * @param costUsd what the agent said that it cost; null when it did not
   */
  public record Entry(
      UsageRecord record, String host, Tokens tokens, @Nullable BigDecimal costUsd) {}

  private Ledger() {}

  /**
   * What these records come to.
   *
   * @param names of hosts, by id; any other one goes by the name of its latest record
   */
  public static List<Entry> of(Collection<UsageRecord> records, Map<String, String> names) {
    Map<String, String> hosts = hosts(records);
    hosts.putAll(names);
    Map<Thing, UsageRecord> once = HashMap.newHashMap(records.size());
    for (UsageRecord record : records) {
      AgentRun by = record.usage().by();
      Thing run = new Thing(by.agent(), by.session(), by.run(), Span.RUN);
      UsageRecord known = once.put(run, record);
      if (known != null && HIGHEST_FIRST.compare(known, record) <= 0) {
        once.put(run, known);
      }
    }
    List<Entry> entries = new ArrayList<>(once.size());
    Map<Thing, List<UsageRecord>> growing = new HashMap<>();
    for (UsageRecord record : once.values()) {
      Usage usage = record.usage();
      if (usage.counted() == Span.RUN) {
        entries.add(new Entry(record, host(record, hosts), usage.tokens(), usage.costUsd()));
      } else {
        growing.computeIfAbsent(series(usage), _ -> new ArrayList<>()).add(record);
      }
    }
    growing.values().forEach(series -> takeOff(series, hosts, entries));
    return entries;
  }

  private static Thing series(Usage usage) {
    AgentRun by = usage.by();
    String model = usage.counted() == Span.MODEL ? by.model() : null;
    return new Thing(by.agent(), by.session(), model, usage.counted());
  }

  /** Adds what each record of one series counts beyond those before it. */
  private static void takeOff(
      List<UsageRecord> series, Map<String, String> hosts, List<Entry> entries) {
    series.sort(LOWEST_FIRST);
    Tokens before = Tokens.NONE;
    // What it had cost until then; null once that is not known.
    @Nullable BigDecimal paid = BigDecimal.ZERO;
    for (UsageRecord record : series) {
      Tokens more = record.usage().tokens().beyond(before);
      @Nullable BigDecimal cost = record.usage().costUsd();
      if (!more.equals(Tokens.NONE)) {
        BigDecimal own =
            cost == null || paid == null ? null : cost.subtract(paid).max(BigDecimal.ZERO);
        entries.add(new Entry(record, host(record, hosts), more, own));
        paid = cost;
      }
      before = before.highest(record.usage().tokens());
    }
  }

  /** The latest name of each host. */
  private static Map<String, String> hosts(Collection<UsageRecord> records) {
    Map<String, UsageRecord> latest = new HashMap<>();
    for (UsageRecord record : records) {
      UsageRecord known = latest.get(record.hostId());
      if (known == null || UsageRecord.BY_TIME.compare(known, record) < 0) {
        latest.put(record.hostId(), record);
      }
    }
    Map<String, String> names = new HashMap<>();
    latest.forEach((id, record) -> names.put(id, record.host()));
    return names;
  }

  private static String host(UsageRecord record, Map<String, String> hosts) {
    String id = record.hostId();
    return id.isEmpty() ? record.host() : hosts.getOrDefault(id, record.host());
  }
}
