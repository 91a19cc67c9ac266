package dev.pawl.app;

import dev.pawl.git.GitException;
import dev.pawl.git.WorkTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Sets a repository up: writes {@code .pawl.yaml} where there is none, and makes the repository
 * known on this machine. It commits nothing and can be repeated.
 */
public final class InitRepository {
  private final Surroundings surroundings;

  public InitRepository(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * What was done.
   *
   * @param written the files that were written, relative to the repository
   * @param exchange true when journals are exchanged with {@code remote}
   * @param remote what they are exchanged with; empty when there is no remote yet
   * @param plans how many plans there are already
   */
  public record Outcome(
      String slug,
      String root,
      List<String> written,
      boolean exchange,
      String remote,
      int plans,
      List<String> notes) {}

  /** Does it. */
  public Outcome run() throws Failure {
    try (Workspace workspace = Workspace.open(surroundings)) {
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
      }
      KnownWorkTrees.remember(workspace);
      return new Outcome(
          workspace.slug(),
          workspace.repo().root().toString(),
          written,
          exchange,
          workspace.remote().nameOr(""),
          PlanFiles.of(workspace).size(),
          workspace.notes());
    } catch (GitException e) {
      throw Failure.of(e);
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
