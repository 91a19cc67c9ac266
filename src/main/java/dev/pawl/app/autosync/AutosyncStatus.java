package dev.pawl.app.autosync;

import dev.pawl.disk.FlatRecord;
import dev.pawl.disk.ProcessMark;
import dev.pawl.disk.UnreadableRecord;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an autosync says of itself.
 *
 * @param by the process that it runs in
 * @param since when it began
 * @param exchanged when all was exchanged last; null: never yet
 * @param received events that came since it began
 * @param sent journals that were published since it began
 * @param failures how often no peer answered since one did
 * @param reason why it failed last, or which peers did not answer; null when all did
 * @param config what became of the configuration repository; null when none is set, or not yet
 * @param after what came of the command that runs after each exchange; null when it went well, or
 *     none is set
 */
public record AutosyncStatus(
    ProcessMark by,
    Instant since,
    @Nullable Instant exchanged,
    long received,
    long sent,
    long failures,
    @Nullable String reason,
    @Nullable String config,
    @Nullable String after) {

  static AutosyncStatus begun(ProcessMark by, Instant now) {
    return new AutosyncStatus(by, now, null, 0, 0, 0, null, null, null);
  }

  /** What it does now: {@code watching}, or {@code retrying} where no peer answered. */
  public String state() {
    return failures == 0 ? "watching" : "retrying";
  }

  AutosyncStatus exchanged(Instant now, long came, long went, @Nullable String silent) {
    return new AutosyncStatus(
        by, since, now, received + came, sent + went, 0, silent, config, after);
  }

  AutosyncStatus failed(int times, String why) {
    return new AutosyncStatus(by, since, exchanged, received, sent, times, why, config, after);
  }

  AutosyncStatus afterwards(@Nullable String configNow, @Nullable String afterNow) {
    return new AutosyncStatus(
        by, since, exchanged, received, sent, failures, reason, configNow, afterNow);
  }

  Map<String, @Nullable Object> members() {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("pid", by.pid());
    members.put("started", by.started());
    members.put("host", by.host());
    members.put("boot", by.boot());
    members.put("space", by.space());
    members.put("since", since.toString());
    members.put("exchanged", exchanged == null ? null : exchanged.toString());
    members.put("received", received);
    members.put("sent", sent);
    members.put("failures", failures);
    members.put("reason", reason);
    members.put("config", config);
    members.put("after", after);
    return members;
  }

  static AutosyncStatus of(FlatRecord record) throws UnreadableRecord {
    ProcessMark by =
        new ProcessMark(
            record.number("pid"),
            record.text("started"),
            record.text("host"),
            record.text("boot"),
            record.text("space"));
    Instant since = time("since", record.text("since"));
    String exchanged = record.optional("exchanged");
    return new AutosyncStatus(
        by,
        since,
        exchanged == null ? null : time("exchanged", exchanged),
        record.number("received"),
        record.number("sent"),
        record.number("failures"),
        record.optional("reason"),
        record.optional("config"),
        record.optional("after"));
  }

  private static Instant time(String name, String text) throws UnreadableRecord {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new UnreadableRecord("its " + name + " is not a time");
    }
  }
}
