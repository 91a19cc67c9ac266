package dev.pawl.app.cluster;

import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.app.workspace.Uptime;
import dev.pawl.app.workspace.UserSettingsFile;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.git.GitException;
import dev.pawl.git.process.SecureShell;
import dev.pawl.git.process.ShellCommand;
import dev.pawl.machine.Host;
import dev.pawl.plan.settings.SshAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a host says when it is asked; where that cannot be, what is known of it here, with its age.
 *
 * @param host as it looks from here
 * @param answer the lines that it printed; empty when it did not answer
 * @param reason why it did not; null when it did
 */
public record RemoteStatus(HostRow host, List<String> answer, @Nullable String reason) {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /**
   * Asks it by ssh for its own {@code cluster-status}.
   *
   * @param typed its name or id
   * @param arguments more words for that command
   */
  public static RemoteStatus of(Surroundings surroundings, String typed, List<String> arguments)
      throws Failure {
    try (Workspace workspace = Workspace.open(surroundings)) {
      Hosts hosts = Hosts.of(workspace, Uptime.system());
      UserSettingsFile.read(surroundings).settings().machines().ssh().keySet().stream()
          .filter(name -> Host.normalise(name).equals(Host.normalise(typed)))
          .forEach(name -> addUnlessKnown(hosts, Host.normalise(name)));
      hosts.look(/* probe= */ false);
      HostRow row = one(hosts.rows(), typed);
      SshAddress address = hosts.address(row.host());
      if (address == null) {
        return new RemoteStatus(
            row,
            List.of(),
            "the user's settings do not say how to reach it: machines.ssh in "
                + UserSettingsFile.NAME);
      }
      return asked(surroundings, row, address, command(address, workspace.slug(), arguments));
    } catch (GitException e) {
      throw Failure.of(e);
    }
  }

  /** A host that never said anything can be asked all the same. */
  private static void addUnlessKnown(Hosts hosts, String name) {
    if (!hosts.knows(name)) {
      hosts.add("", name);
    }
  }

  private static HostRow one(List<HostRow> rows, String typed) throws Failure {
    String name = Host.normalise(typed);
    List<HostRow> found =
        rows.stream()
            .filter(row -> row.host().id().equals(typed) || row.host().name().equals(name))
            .toList();
    if (found.isEmpty()) {
      throw Failure.refused(
          "no host called '" + typed + "' is known here",
          "known: " + String.join(", ", rows.stream().map(row -> row.host().name()).toList()),
          "pawl sync brings those that others know");
    }
    if (found.size() > 1) {
      throw Failure.ambiguous(
          "several hosts are called '" + typed + "'",
          found.stream().map(row -> row.host().id()).toList(),
          "name one by its id");
    }
    return found.getFirst();
  }

  private static List<String> command(SshAddress address, String slug, List<String> arguments) {
    String folder = address.folder();
    List<String> command = new ArrayList<>(List.of("pawl"));
    if (folder != null) {
      command.addAll(List.of("-C", folder));
    }
    command.add("cluster-status");
    if (folder == null) {
      command.addAll(List.of("--repo", slug));
    }
    command.add("--no-fetch");
    command.addAll(arguments);
    return command;
  }

  private static RemoteStatus asked(
      Surroundings surroundings, HostRow row, SshAddress address, List<String> command)
      throws GitException {
    surroundings.progress().accept("asking " + row.host().name() + " by ssh: " + address.host());
    List<String> said = new ArrayList<>();
    ShellCommand.Outcome outcome =
        new SecureShell(surroundings.variables()).run(address.host(), command, LIMIT, said::add);
    String failure = Hosts.failure(outcome, said, LIMIT);
    if (failure.isEmpty() && !outcome.ok()) {
      failure =
          "it answered, and pawl there ended with exit code %d: %s"
              .formatted(outcome.exit(), said.isEmpty() ? "nothing was said" : said.getLast());
    }
    return failure.isEmpty()
        ? new RemoteStatus(row, List.copyOf(said), null)
        : new RemoteStatus(row, List.of(), failure);
  }
}
