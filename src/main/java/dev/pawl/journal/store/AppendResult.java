package dev.pawl.journal.store;

import dev.pawl.journal.Event;
import java.util.List;

/**
 * What was written, read back, and safe on the disk. {@code damage} and {@code notices} are what
 * was found or done on the way.
 */
public record AppendResult(List<Event> events, List<Damage> damage, List<String> notices) {
  public AppendResult {
    events = List.copyOf(events);
    damage = List.copyOf(damage);
    notices = List.copyOf(notices);
  }
}
