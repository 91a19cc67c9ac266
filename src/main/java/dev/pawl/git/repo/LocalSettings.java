package dev.pawl.git.repo;

import dev.pawl.git.GitException;
import dev.pawl.git.process.NativeGit;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.StoredConfig;

/** Sets values in this clone's own configuration, which is never shared. */
public final class LocalSettings {
  private LocalSettings() {}

  /**
   * Sets {@code section.subsection.name}, in place of the value that is there.
   *
   * @throws GitException also when git holds the file's lock
   */
  public static void set(Repo repo, String key, String value) throws GitException {
    Optional<NativeGit> git = repo.installed();
    if (git.isPresent()) {
      git.get()
          .must(
              repo.root(),
              List.of("config", "--local", "--replace-all", key, value),
              git.get().local());
      return;
    }
    int first = key.indexOf('.');
    int last = key.lastIndexOf('.');
    StoredConfig config = repo.jgit().getConfig();
    try {
      config.load();
      config.setString(
          key.substring(0, first), key.substring(first + 1, last), key.substring(last + 1), value);
      config.save();
    } catch (IOException | ConfigInvalidException e) {
      throw GitException.failed(repo.commonDir().resolve("config").toString(), e);
    }
  }
}
