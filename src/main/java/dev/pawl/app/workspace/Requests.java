package dev.pawl.app.workspace;

import dev.pawl.git.GitException;
import dev.pawl.machine.MachineException;
import dev.pawl.machine.Trust;
import dev.pawl.plan.settings.RepositorySettings;
import dev.pawl.plan.settings.WorktreeSettings;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the settings of a repository ask for and this user has to allow first, by its exact text:
 * command lines, and copies of files that git does not track to a place outside the repository.
 * Settings come with a fetch, so what they ask for is not done for the asking (N54).
 */
public final class Requests {
  public static final String COPY = "worktrees.copy";

  private final Workspace workspace;
  private final Trust trust;

  public Requests(Workspace workspace) throws Failure {
    this.workspace = workspace;
    this.trust = new Trust(workspace.folders());
  }

  /** All of them: the setting, and what it asks for. */
  public Map<String, String> all() throws GitException {
    RepositorySettings settings = workspace.settings();
    Map<String, String> all = new TreeMap<>(settings.commands());
    WorktreeSettings worktrees = settings.worktrees();
    if (worktrees.isBeside() && !worktrees.copy().isEmpty()) {
      all.put(COPY, String.join(" ", worktrees.copy()) + " into " + worktrees.root());
    }
    return all;
  }

  /** The proof that it is allowed; empty when it is not, or there is no such request. */
  public Optional<Trust.Allowed> allowed(String setting) throws GitException, Failure {
    @Nullable String text = all().get(setting);
    try {
      return text == null ? Optional.empty() : trust.allowed(line(setting, text));
    } catch (MachineException e) {
      throw Failure.of(e);
    }
  }

  public Trust.CommandLine line(String setting, String text) {
    return new Trust.CommandLine(workspace.repo().commonDir(), setting, text);
  }
}
