package dev.pawl.app.workspace;

import dev.pawl.git.BranchName;
import dev.pawl.git.GitException;
import dev.pawl.git.ref.Upstreams;
import dev.pawl.git.repo.Repo;
import dev.pawl.plan.settings.RepositorySettings;
import org.jspecify.annotations.Nullable;

/**
 * The remote that a repository exchanges with, and the branch that others start from.
 *
 * @param name null when there is none, or several and nothing says which
 * @param url null with the name
 * @param defaultBranch null before the first commit of a repository without a remote
 */
public record Remote(
    @Nullable String name, @Nullable String url, @Nullable BranchName defaultBranch) {
  static Remote of(Repo repo, RepositorySettings settings) throws GitException {
    Upstreams upstreams = new Upstreams(repo);
    String name = upstreams.remote(settings.remote(), settings.defaultBranch()).orElse(null);
    return new Remote(
        name,
        name == null ? null : upstreams.url(name).orElse(null),
        upstreams.defaultBranch(settings.remote(), settings.defaultBranch()).orElse(null));
  }

  public boolean isNone() {
    return name == null;
  }

  public String nameOr(String other) {
    return name == null ? other : name;
  }
}
