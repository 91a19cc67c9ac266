package dev.pawl.plan.settings;

import dev.pawl.plan.Vocabulary;
import dev.pawl.plan.text.Source;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code .pawl.yaml} says.
 *
 * @param repo the repository's slug; null: the remote's or folder's name
 * @param plans where plans are, as written; {@link #globs} reads them
 * @param remote the remote's name; null: that of the default branch's upstream
 * @param defaultBranch null: what the remote says
 * @param exchange whether journals are exchanged with the remote
 * @param peers remotes, by name, that journals are exchanged with besides; each clone says where
 *     they are
 * @param tasks the status words of tasks
 * @param planStatuses the status words of plans
 * @param worktrees of plans: where they are, and what they get
 * @param planIds how the id of a new plan is made
 * @param prices what models cost
 * @param commands command lines by setting; none runs before its user allowed it (N54)
 */
public record RepositorySettings(
    @Nullable String repo,
    List<String> plans,
    @Nullable String remote,
    @Nullable String defaultBranch,
    boolean exchange,
    List<String> peers,
    WritebackOn writebackOn,
    Vocabulary tasks,
    Vocabulary planStatuses,
    GitEngine gitEngine,
    WorktreeSettings worktrees,
    PlanIdPattern planIds,
    Prices prices,
    Map<String, String> commands) {
  /** The setting that holds the command to run in a new work tree. */
  public static final String SETUP = "worktrees.setup";

  /** The branch a status is written back to. */
  public enum WritebackOn {
    /** {@code plan/<id>} if it exists, else the default branch. */
    HOME,
    /** Whatever is checked out. */
    CURRENT
  }

  /** Who does git's work. */
  public enum GitEngine {
    /** JGit, except where the installed git is needed. */
    AUTO,
    /** JGit only. */
    JGIT,
    /** The installed git only. */
    NATIVE
  }

  /** Where plans are when the settings do not say. */
  public static final List<String> DEFAULT_PLANS =
      List.of("workplans/**/*.md", "docs/plans/**/*.md", "plans/**/*.md");

  /** Copies the list; rejects globs that {@link PlanGlobs#of} rejects. */
  public RepositorySettings {
    plans = List.copyOf(plans);
    peers = List.copyOf(peers);
    commands = Map.copyOf(commands);
    PlanGlobs.of(plans);
  }

  /** The settings of a repository without {@code .pawl.yaml}. */
  public static RepositorySettings defaults() {
    return new RepositorySettings(
        null,
        DEFAULT_PLANS,
        null,
        null,
        false,
        List.of(),
        WritebackOn.HOME,
        Vocabulary.tasks(),
        Vocabulary.plans(),
        GitEngine.AUTO,
        WorktreeSettings.defaults(),
        PlanIdPattern.USUAL,
        Prices.NONE,
        Map.of());
  }

  /** Reads the text of {@code .pawl.yaml}; an empty text gives the defaults. */
  public static Result parse(String yaml) {
    return new SettingsReader(new Source(yaml)).read();
  }

  /** The patterns of {@link #plans}. */
  public PlanGlobs globs() {
    return PlanGlobs.of(plans);
  }

  /**
   * What was read.
   *
   * @param settings null when one of the notes is an error
   * @param notes errors and warnings, in the order of the file
   */
  public record Result(@Nullable RepositorySettings settings, List<SettingsNote> notes) {
    /** Copies the list. */
    public Result {
      notes = List.copyOf(notes);
    }
  }
}
