package dev.pawl.app.workspace;

import dev.pawl.journal.Actor;
import dev.pawl.machine.Host;
import dev.pawl.machine.HostId;
import dev.pawl.machine.MachineException;
import dev.pawl.machine.MachineMark;
import dev.pawl.machine.UserFolders;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who and where we are, for the record. */
public final class Machine {
  private Machine() {}

  /** This machine; {@code PAWL_HOST} overrides its name. */
  public static Host host(Surroundings surroundings) throws Failure {
    try {
      UserFolders folders = UserFolders.of(surroundings.variables(), FileSystems.getDefault());
      String set = surroundings.variables().getOrDefault("PAWL_HOST", "");
      String name = set.isEmpty() ? Host.systemName(Path.of("/proc")) : set;
      return Host.of(folders, name, mark(), surroundings.random());
    } catch (MachineException e) {
      throw Failure.of(e);
    }
  }

  /** What to know where this machine's user state came from another machine; null otherwise. */
  public static @Nullable String copied(Surroundings surroundings) throws Failure {
    try {
      UserFolders folders = UserFolders.of(surroundings.variables(), FileSystems.getDefault());
      return HostId.of(folders, mark(), surroundings.random()).copied();
    } catch (MachineException e) {
      throw Failure.of(e);
    }
  }

  private static MachineMark mark() throws MachineException {
    return MachineMark.of(Path.of("/etc"));
  }

  /**
   * Which pawl this is, for what is remembered between its runs: the jar or the runtime image that
   * its code is in, by size and time. A folder of classes is named as such.
   */
  static String program() {
    try {
      URI place = Machine.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      Path code =
          place.getScheme().equals("jrt")
              ? Path.of(System.getProperty("java.home"), "lib", "modules")
              : Path.of(place);
      return Files.isDirectory(code)
          ? "classes"
          : Files.size(code) + " " + Files.getLastModifiedTime(code).toMillis();
    } catch (URISyntaxException | IOException | SecurityException e) {
      return "unknown";
    }
  }

  /** The id of this process; asking the JVM for it starts threads. */
  static long process() {
    try {
      return Long.parseLong(Files.readSymbolicLink(Path.of("/proc/self")).toString());
    } catch (IOException | NumberFormatException | UnsupportedOperationException e) {
      return ProcessHandle.current().pid();
    }
  }

  /**
   * Who acts, in the one form of an {@link Actor}: {@code PAWL_ACTOR}; else the executor that
   * {@code PAWL_EXECUTOR} names; else the user of the system.
   */
  public static String actor(Surroundings surroundings) {
    Map<String, String> variables = surroundings.variables();
    String said = variables.getOrDefault("PAWL_ACTOR", "");
    String executor = variables.getOrDefault("PAWL_EXECUTOR", "");
    if (said.isBlank() && !executor.isBlank()) {
      return Actor.agent(executor.strip());
    }
    String user = variables.getOrDefault("USER", variables.getOrDefault("LOGNAME", ""));
    String person = user.isBlank() ? System.getProperty("user.name", "unknown") : user;
    return Actor.of(said.isBlank() ? person : said);
  }
}
