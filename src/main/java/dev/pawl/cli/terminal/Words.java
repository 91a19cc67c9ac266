package dev.pawl.cli.terminal;

import dev.pawl.cli.terminal.Line.Style;

/** How status words look. */
public final class Words {
  private Words() {}

  public static Style style(String status) {
    return switch (status) {
      case "done", "archived" -> Style.GREEN;
      case "in_progress", "active" -> Style.CYAN;
      case "blocked" -> Style.RED;
      case "cancelled" -> Style.DIM;
      default -> Style.PLAIN;
    };
  }

  /** A sign that can be told apart without colours. */
  public static String sign(String status) {
    return switch (status) {
      case "done", "archived" -> "✓";
      case "in_progress", "active" -> "▸";
      case "blocked" -> "■";
      case "cancelled" -> "✗";
      default -> "·";
    };
  }
}
