package dev.pawl.app.remote;

import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.git.GitEnvironment;
import dev.pawl.git.GitException;
import dev.pawl.git.ref.Upstreams;
import dev.pawl.git.remote.RemoteAccess;
import dev.pawl.git.repo.Repo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whom this clone exchanges journals with: what was typed, else its remote and the {@code peers} of
 * the settings, in their order.
 *
 * @param peers remotes' names, URLs, or absolute paths
 * @param notes what of the settings does not apply here
 */
public record PeerNames(List<String> peers, List<String> notes) {
  /** What git would take for a path though a folder of this name is not there. */
  private static final Pattern RELATIVE = Pattern.compile("\\.\\.?(/.*)?");

  /** Of this clone; what is typed wrongly is refused before anything is exchanged. */
  public static PeerNames of(Workspace workspace, List<String> typed) throws Failure, GitException {
    return typed.isEmpty() ? settings(workspace) : typed(workspace, typed);
  }

  private static PeerNames settings(Workspace workspace) throws Failure, GitException {
    String remote = workspace.remote().name();
    List<String> listed = workspace.settings().peers();
    List<String> known = new Upstreams(workspace.repo()).remotes();
    if (remote == null && listed.stream().noneMatch(known::contains)) {
      throw Failure.usage(
          "there is no remote to exchange with",
          "name one: pawl sync REMOTE, or set 'remote' in " + Workspace.SETTINGS_FILE);
    }
    if (!workspace.settings().exchange()) {
      throw Failure.refused(
          "this repository does not exchange journals (exchange: off)",
          "pawl init switches it on in a repository without " + Workspace.SETTINGS_FILE,
          "or name the remote: pawl sync " + (remote == null ? listed.getFirst() : remote));
    }
    Set<String> peers = new LinkedHashSet<>();
    List<String> notes = new ArrayList<>();
    if (remote != null && !listed.contains(remote)) {
      peers.add(remote);
    }
    for (String name : listed) {
      if (known.contains(name)) {
        peers.add(name);
      } else {
        notes.add(
            "'%s' of the peers in %s is no remote of this clone, and was left out; git remote add %s URL"
                .formatted(name, Workspace.SETTINGS_FILE, name));
      }
    }
    return new PeerNames(List.copyOf(peers), notes);
  }

  private static PeerNames typed(Workspace workspace, List<String> typed)
      throws Failure, GitException {
    List<String> known = new Upstreams(workspace.repo()).remotes();
    Set<String> peers = new LinkedHashSet<>();
    for (String name : typed) {
      Path path = known.contains(name) ? null : path(workspace, name);
      if (path == null) {
        new RemoteAccess(workspace.repo()).check(name);
        peers.add(name);
      } else if (isItself(workspace, path)) {
        throw Failure.usage(
            name + " is this clone itself, which has nothing to exchange with itself",
            "name another clone, or a remote: git remote -v");
      } else {
        peers.add(path.toString());
      }
    }
    return new PeerNames(List.copyOf(peers), List.of());
  }

  /** A path, taken from where the user stands; null when it is a URL, or no folder is there. */
  private static @Nullable Path path(Workspace workspace, String name) {
    try {
      Path path = workspace.surroundings().directory().resolve(name).normalize();
      return RELATIVE.matcher(name).matches() || Files.isDirectory(path) ? path : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static boolean isItself(Workspace workspace, Path path) throws GitException {
    try (Repo other = Repo.open(path, GitEnvironment.of(workspace.surroundings().variables()))) {
      return Files.isSameFile(other.commonDir(), workspace.repo().commonDir());
    } catch (GitException | IOException e) {
      // Whatever it is, it is not this clone; the exchange says what is wrong with it.
      return false;
    }
  }
}
