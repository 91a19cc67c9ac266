package dev.pawl.index;

import dev.pawl.journal.usage.UsageMemory;
import dev.pawl.journal.usage.UsageRecord;
import dev.pawl.plan.PlanId;
import dev.pawl.plan.TaskId;
import java.sql.PreparedStatement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the segments of the journal say of usage, a row each. */
final class UsageTable implements UsageMemory {
  private final Database database;
  private final String program;

  /** Names stand in many records, and are held once. */
  private final Map<String, String> names = new HashMap<>();

  private final Map<String, PlanId> plans = new HashMap<>();
  private final Map<String, TaskId> tasks = new HashMap<>();

  UsageTable(Database database, String program) {
    this.database = database;
    this.program = program;
  }

  @Override
  public @Nullable List<UsageRecord> recall(Part part) {
    byte[] sealed = database.bytes("SELECT row FROM usage WHERE segment = ?", part.segment());
    byte[] row = Seal.open(key(part), sealed);
    if (row == null) {
      return null;
    }
    try {
      Unpacker in = new Unpacker(row);
      return in.all(() -> record(in));
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      // Not what was written: as if it were not there.
      return null;
    }
  }

  private UsageRecord record(Unpacker in) {
    return new UsageRecord(
        in.number(),
        in.number(),
        held(in.must()),
        held(in.must()),
        plan(in.text()),
        UsageCodec.usage(in, this::held, this::task));
  }

  private @Nullable PlanId plan(@Nullable String text) {
    return text == null ? null : plans.computeIfAbsent(text, PlanId::new);
  }

  private @Nullable TaskId task(@Nullable String text) {
    return text == null ? null : tasks.computeIfAbsent(text, TaskId::new);
  }

  private String held(String name) {
    return names.computeIfAbsent(name, same -> same);
  }

  @Override
  public void remember(Map<Part, List<UsageRecord>> fresh) {
    database.write(connection -> {
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT OR REPLACE INTO usage VALUES (?, ?)")) {
        for (Map.Entry<Part, List<UsageRecord>> segment : fresh.entrySet()) {
          byte[] row = packed(segment.getValue());
          Database.run(insert, segment.getKey().segment(), Seal.put(key(segment.getKey()), row));
        }
      }
      return null;
    });
  }

  private static byte[] packed(List<UsageRecord> records) {
    Packer out = new Packer();
    out.all(
        records,
        record -> {
          PlanId plan = record.plan();
          out.number(record.at()).number(record.mark());
          out.text(record.host()).text(record.hostId());
          out.text(plan == null ? null : plan.value());
          UsageCodec.pack(out, record.usage());
        });
    return out.toBytes();
  }

  /** What it says is that of these bytes alone, as this pawl reads them. */
  private String key(Part part) {
    return program + " " + part.segment() + " " + part.content();
  }
}
