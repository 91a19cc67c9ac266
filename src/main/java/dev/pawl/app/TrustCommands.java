package dev.pawl.app;

import dev.pawl.machine.MachineException;
import dev.pawl.machine.Trust;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Shows the command lines that came with a repository, and allows them for this user (N54). */
public final class TrustCommands {
  private final Surroundings surroundings;

  public TrustCommands(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** What to do with them. */
  public enum Choice {
    SHOW,
    ALLOW,
    REVOKE
  }

  /** A command line of the repository's settings, and whether it may run. */
  public record Entry(String setting, String text, boolean allowed) {}

  /** Does it, and says how things are then. */
  public List<Entry> run(Choice choice) throws Failure {
    try (Workspace workspace = Workspace.open(surroundings)) {
      Trust trust = new Trust(workspace.folders());
      List<Entry> entries = new ArrayList<>();
      for (Map.Entry<String, String> command :
          new TreeMap<>(workspace.settings().commands()).entrySet()) {
        Trust.CommandLine line =
            new Trust.CommandLine(
                workspace.repo().commonDir(), command.getKey(), command.getValue());
        switch (choice) {
          case SHOW -> {}
          case ALLOW -> trust.allow(line);
          case REVOKE -> trust.revoke(line);
        }
        entries.add(
            new Entry(command.getKey(), command.getValue(), trust.allowed(line).isPresent()));
      }
      return List.copyOf(entries);
    } catch (MachineException e) {
      throw Failure.of(e);
    }
  }
}
