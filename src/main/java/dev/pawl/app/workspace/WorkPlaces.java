package dev.pawl.app.workspace;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The work trees that one command writes in, each of them opened once. */
public final class WorkPlaces implements AutoCloseable {
  private final Surroundings surroundings;
  private final Workspace here;
  private final Map<Path, Workspace> others = new LinkedHashMap<>();

  /** Opens the one around the current folder. */
  public WorkPlaces(Surroundings surroundings) throws Failure {
    this.surroundings = surroundings;
    this.here = Workspace.openToWrite(surroundings);
  }

  /** The one around the current folder. */
  public Workspace here() {
    return here;
  }

  /** The one at this folder, its top. */
  public Workspace at(Path root) throws Failure {
    if (root.equals(here.repo().root())) {
      return here;
    }
    Workspace known = others.get(root);
    if (known == null) {
      known = Workspace.openToWrite(surroundings.in(root));
      others.put(root, known);
    }
    return known;
  }

  @Override
  public void close() {
    others.values().forEach(Workspace::close);
    here.close();
  }
}
