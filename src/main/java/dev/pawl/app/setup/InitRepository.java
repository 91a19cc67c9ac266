package dev.pawl.app.setup;

import dev.pawl.app.snapshot.PlanFiles;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.git.GitException;
import dev.pawl.git.files.WorkTree;
import dev.pawl.plan.settings.RepositorySettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sets a repository up: writes {@code .pawl.yaml} where there is none, switches the exchange of
 * journals on where that file does not mention it, installs the merge driver, and makes the
 * repository known on this machine. It commits nothing and can be repeated.
 */
public final class InitRepository {
  private final Surroundings surroundings;
  private final @Nullable Path launcher;

  /**
   * Around the current folder.
   *
   * @param launcher the file that starts this pawl; null when that is not known
   */
  public InitRepository(Surroundings surroundings, @Nullable Path launcher) {
    this.surroundings = surroundings;
    this.launcher = launcher;
  }

  /**
   * What was done.
   *
   * @param written the files that were written, relative to the repository
   * @param exchange true when journals are exchanged with {@code remote}
   * @param remote what they are exchanged with; empty when there is no remote yet
   * @param plans how many plans there are already
   * @param globs where plans are, as the settings say it
   */
  public record Outcome(
      String slug,
      String root,
      List<String> written,
      boolean exchange,
      String remote,
      int plans,
      String globs,
      List<String> notes) {}

  /** Does it. */
  public Outcome run() throws Failure {
    try (Workspace workspace = Workspace.openToWrite(surroundings)) {
      if (workspace.repo().isBare()) {
        throw Failure.refused(
            "a bare repository has no work tree to keep plans in", "run it in a clone");
      }
      List<String> written = new ArrayList<>();
      boolean exchange = workspace.settings().exchange();
      if (!workspace.initialised()) {
        byte[] text = settings(workspace.slug()).getBytes(StandardCharsets.UTF_8);
        new WorkTree(workspace.repo()).create(Workspace.SETTINGS_FILE, text);
        written.add(Workspace.SETTINGS_FILE);
        exchange = true;
      } else if (switchedOn(workspace)) {
        written.add(Workspace.SETTINGS_FILE);
        exchange = true;
      }
      written.addAll(mergeDriver());
      KnownWorkTrees.remember(workspace);
      return new Outcome(
          workspace.slug(),
          workspace.repo().root().toString(),
          written,
          exchange,
          workspace.remote().nameOr(""),
          PlanFiles.of(workspace).size(),
          String.join(", ", workspace.settings().plans()),
          workspace.notes());
    } catch (GitException e) {
      throw Failure.of(e);
    }
  }

  /**
   * Adds {@code exchange: on} to settings that do not mention it. Where it is mentioned, the
   * addition would not be readable, and the file stays as it is.
   */
  private static boolean switchedOn(Workspace workspace) throws GitException {
    WorkTree tree = new WorkTree(workspace.repo());
    byte[] before = tree.read(Workspace.SETTINGS_FILE).orElse(new byte[0]);
    String text = new String(before, StandardCharsets.UTF_8);
    String after = text + (text.isEmpty() || text.endsWith("\n") ? "" : "\n") + "exchange: on\n";
    RepositorySettings settings = RepositorySettings.parse(after).settings();
    boolean added =
        !workspace.settings().exchange()
            && settings != null
            && settings.exchange()
            && settings.plans().equals(workspace.settings().plans())
            && settings.tasks().equals(workspace.settings().tasks());
    return added
        && tree.replace(Workspace.SETTINGS_FILE, before, after.getBytes(StandardCharsets.UTF_8));
  }

  /** With the settings as they are now: they say where plans are. */
  private List<String> mergeDriver() throws Failure, GitException {
    try (Workspace workspace = Workspace.openToWrite(surroundings)) {
      return new MergeDriver(workspace).install(launcher);
    }
  }

  private static String settings(String slug) {
    String quoted = "\"" + slug.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    return """
    # Settings of pawl for this repository; commit this file.
    repo: %s

    # Where plans are.
    plans:
      - workplans/**/*.md
      - docs/plans/**/*.md
      - plans/**/*.md

    # What was reported (task ids, statuses, reasons, host and user names, times) is exchanged with
    # the remote as refs/pawl/*, so that other machines know of it. "off" keeps it on this clone.
    exchange: on
    """
        .formatted(quoted);
  }
}
