package dev.pawl.app.setup;

import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Requests;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.git.GitException;
import dev.pawl.machine.MachineException;
import dev.pawl.machine.Trust;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Shows what the settings of a repository ask for, and allows it for this user (N54). */
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

  /** What a setting of the repository asks for, and whether it may be done. */
  public record Entry(String setting, String text, boolean allowed) {}

  /** Does it, and says how things are then. */
  public List<Entry> run(Choice choice) throws Failure {
    try (Workspace workspace = Workspace.open(surroundings)) {
      Trust trust = new Trust(workspace.folders());
      List<Entry> entries = new ArrayList<>();
      Requests requests = new Requests(workspace);
      for (Map.Entry<String, String> command : requests.all().entrySet()) {
        Trust.CommandLine line = requests.line(command.getKey(), command.getValue());
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
    } catch (GitException e) {
      throw Failure.of(e);
    }
  }
}
