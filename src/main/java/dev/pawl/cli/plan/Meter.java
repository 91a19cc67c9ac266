package dev.pawl.cli.plan;

import dev.pawl.cli.terminal.Line;
import dev.pawl.cli.terminal.Line.Style;

/** How far something is, as a bar and in numbers. */
public final class Meter {
  private static final int WIDTH = 10;

  private Meter() {}

  public static Line of(int settled, int all) {
    int full = all == 0 ? 0 : settled * WIDTH / all;
    return new Line()
        .add(Style.GREEN, "█".repeat(full))
        .add(Style.DIM, "░".repeat(WIDTH - full))
        .add(" " + settled + "/" + all);
  }
}
