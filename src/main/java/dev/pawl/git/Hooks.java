package dev.pawl.git;

import java.nio.file.Files;
import java.nio.file.Path;

/** Which of a user's hooks there are. */
final class Hooks {
  private final Repo repo;

  Hooks(Repo repo) {
    this.repo = repo;
  }

  /** Whether git would run this hook here. */
  boolean has(String name) throws GitException {
    return Files.isExecutable(folder().resolve(name));
  }

  private Path folder() throws GitException {
    String named = repo.config("core.hooksPath").orElse("");
    if (named.isEmpty()) {
      return repo.commonDir().resolve("hooks");
    }
    if (named.startsWith("~/")) {
      return SystemSettings.home(repo.environment().variables())
          .orElse(Path.of("/"))
          .resolve(named.substring(2));
    }
    return repo.root().resolve(named);
  }
}
