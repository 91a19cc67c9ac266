package dev.pawl.app;

import dev.pawl.machine.Host;
import dev.pawl.machine.MachineException;
import dev.pawl.machine.UserFolders;
import java.nio.file.FileSystems;
import java.nio.file.Path;

/** Who and where we are, for the record. */
final class Machine {
  private Machine() {}

  /** This machine; {@code PAWL_HOST} overrides its name. */
  static Host host(Surroundings surroundings) throws Failure {
    try {
      UserFolders folders = UserFolders.of(surroundings.variables(), FileSystems.getDefault());
      String set = surroundings.variables().getOrDefault("PAWL_HOST", "");
      String name = set.isEmpty() ? Host.systemName(Path.of("/proc")) : set;
      return Host.of(folders, name, surroundings.random());
    } catch (MachineException e) {
      throw Failure.of(e);
    }
  }

  /** Who acts: {@code PAWL_ACTOR} (an agent names itself there), else the user of the system. */
  static String actor(Surroundings surroundings) {
    for (String variable : new String[] {"PAWL_ACTOR", "USER", "LOGNAME"}) {
      String actor = surroundings.variables().getOrDefault(variable, "");
      if (!actor.isBlank()) {
        return actor;
      }
    }
    return System.getProperty("user.name", "unknown");
  }
}
