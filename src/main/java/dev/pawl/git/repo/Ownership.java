package dev.pawl.git.repo;

import dev.pawl.git.GitEnvironment;
import dev.pawl.git.GitException;
import dev.pawl.git.layout.Layout;
import dev.pawl.git.layout.SystemSettings;
import dev.pawl.git.process.NativeGit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/** Git's question whether a repository's owner may be trusted ({@code safe.directory}). */
public final class Ownership {
  private Ownership() {}

  public static void check(Layout layout, GitEnvironment environment)
      throws GitException, IOException {
    Optional<Path> foreign = foreign(layout, environment.variables());
    if (foreign.isEmpty() || allowed(layout, environment)) {
      return;
    }
    throw new GitException(
        GitException.Kind.UNTRUSTED,
        foreign.get().toString(),
        "belongs to another user, and git does not trust such a repository",
        "if you do: git config --global --add safe.directory '" + layout.found() + "'");
  }

  private static Optional<Path> foreign(Layout layout, Map<String, String> variables)
      throws IOException {
    String me = me();
    for (Path part : parts(layout)) {
      String owner = Files.getAttribute(part, "unix:uid").toString();
      // Git too lets root work for the user that it was called by.
      boolean invoker = me.equals("0") && owner.equals(variables.getOrDefault("SUDO_UID", ""));
      if (!owner.equals(me) && !invoker) {
        return Optional.of(part);
      }
    }
    return Optional.empty();
  }

  /** The process's user, by the owner of a file that it makes where there is no {@code /proc}. */
  static String me() throws IOException {
    Path self = Path.of("/proc/self");
    if (Files.exists(self)) {
      return Files.getAttribute(self, "unix:uid").toString();
    }
    Path made = Files.createTempFile("pawl", null);
    try {
      return Files.getAttribute(made, "unix:uid").toString();
    } finally {
      Files.delete(made);
    }
  }

  private static List<Path> parts(Layout layout) {
    return Stream.<@Nullable Path>of(layout.gitFile(), layout.workTree(), layout.gitDir())
        .flatMap(Stream::ofNullable)
        .toList();
  }

  /** Git judges where it is installed; else the user's and the system's own files do. */
  private static boolean allowed(Layout layout, GitEnvironment environment)
      throws GitException, IOException {
    Optional<NativeGit> git = NativeGit.find(environment);
    if (git.isPresent()) {
      return git.get()
          .run(layout.found(), List.of("rev-parse", "--git-dir"), git.get().local())
          .ok();
    }
    SystemSettings.use(environment.variables());
    try {
      Config user = SystemReader.getInstance().getUserConfig();
      boolean allowed = false;
      for (@Nullable String entry : user.getStringList("safe", null, "directory")) {
        if (entry == null || entry.isEmpty()) {
          allowed = false;
        } else {
          allowed |= entry.equals("*") || entry.equals(layout.found().toString());
        }
      }
      return allowed;
    } catch (ConfigInvalidException e) {
      throw GitException.failed("the user's git configuration", e);
    }
  }
}
