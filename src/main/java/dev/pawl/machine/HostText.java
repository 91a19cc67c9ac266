package dev.pawl.machine;

import dev.pawl.disk.FlatRecord;
import dev.pawl.disk.UnreadableRecord;
import dev.pawl.machine.HostRecord.Doing;
import dev.pawl.machine.HostRecord.State;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A host record as it is stored: one JSON object. Nothing else reads or writes one. */
public final class HostText {
  private static final long VERSION = 1;
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

  /** A beat a millisecond for ages; no counter that follows it overflows. */
  private static final long HIGHEST = Long.MAX_VALUE / 4096;

  private HostText() {}

  public static byte[] write(HostRecord record) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    Doing doing = record.doing();
    members.put("v", VERSION);
    members.put("host_id", record.host().id());
    members.put("host", record.host().name());
    members.put("sequence", record.sequence());
    members.put("state", record.state().word());
    members.put("plan", doing == null ? null : doing.plan());
    members.put("task", doing == null ? null : doing.task());
    members.put("command", doing == null ? null : doing.command());
    members.put("progress", record.progress());
    members.put("still", record.still().toSeconds());
    members.put("pawl", record.version());
    members.put("replica", record.replica());
    return FlatRecord.write(members);
  }

  /**
   * Reads one that may have been written by anyone.
   *
   * @param id the host that it must be of
   * @throws UnreadableRecord when it is none, of another host, or of a later version
   */
  public static HostRecord read(byte[] text, String id) throws UnreadableRecord {
    FlatRecord members = FlatRecord.read(text);
    if (members.number("v") != VERSION) {
      throw new UnreadableRecord("it was written by a later version of pawl");
    }
    if (!isId(id) || !members.text("host_id").equals(id)) {
      throw new UnreadableRecord("it is of another host");
    }
    String name = members.text("host");
    if (name.length() > 64 || !name.equals(Host.normalise(name))) {
      throw new UnreadableRecord("its host is no name of a machine");
    }
    String plan = members.optional("plan");
    String task = members.optional("task");
    String command = members.optional("command");
    return new HostRecord(
        new Host(id, name),
        bounded(members, "sequence"),
        state(members.text("state")),
        plan == null && task == null && command == null ? null : new Doing(plan, task, command),
        bounded(members, "progress"),
        Duration.ofSeconds(bounded(members, "still")),
        members.text("pawl"),
        members.text("replica"));
  }

  /** Whether a text is the id of a host. */
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  private static State state(String word) throws UnreadableRecord {
    for (State state : State.values()) {
      if (state.word().equals(word)) {
        return state;
      }
    }
    throw new UnreadableRecord("its state is unknown");
  }

  private static long bounded(FlatRecord members, String name) throws UnreadableRecord {
    long number = members.number(name);
    if (number > HIGHEST) {
      throw new UnreadableRecord("its " + name + " is beyond all reason");
    }
    return number;
  }
}
