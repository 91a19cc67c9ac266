package dev.pawl.plan.settings;

import java.time.Duration;
import java.util.Map;

/**
 * How other machines are looked at.
 *
 * @param alive how long after its last beat was seen a host is taken to be alive
 * @param stuck how long something may be under way without progress before it is stuck
 * @param ssh where hosts can be asked, by name or id: {@code [user@]host[:folder]}
 */
public record MachineSettings(Duration alive, Duration stuck, Map<String, SshAddress> ssh) {
  static final String ALIVE = "machines.alive";
  static final String STUCK = "machines.stuck";
  static final String SSH = "machines.ssh";

  static final MachineSettings USUAL =
      new MachineSettings(Duration.ofMinutes(5), Duration.ofMinutes(30), Map.of());

  public MachineSettings {
    ssh = Map.copyOf(ssh);
  }
}
