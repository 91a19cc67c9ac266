package dev.pawl.cli;

import dev.pawl.cli.Line.Style;

/** How status words look. */
final class Words {
  private Words() {}

  static Style style(String status) {
    return switch (status) {
      case "done", "archived" -> Style.GREEN;
      case "in_progress", "active" -> Style.CYAN;
      case "blocked" -> Style.RED;
      case "cancelled" -> Style.DIM;
      default -> Style.PLAIN;
    };
  }

  /** A sign that can be told apart without colours. */
  static String sign(String status) {
    return switch (status) {
      case "done", "archived" -> "✓";
      case "in_progress", "active" -> "▸";
      case "blocked" -> "■";
      case "cancelled" -> "✗";
      default -> "·";
    };
  }
}
