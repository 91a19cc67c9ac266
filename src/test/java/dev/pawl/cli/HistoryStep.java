package dev.pawl.cli;

import java.util.List;

/**
 * One line that somebody types in a clone: {@code pawl …}, or a line of shell.
 *
 * @param place the folder below the root, whose first name is the machine: {@code a}, or {@code
 *     a/worktrees/plan-NET}
 */
record HistoryStep(String place, String line) {
  /** The machine that it is typed on. */
  String machine() {
    int slash = place.indexOf('/');
    return slash < 0 ? place : place.substring(0, slash);
  }

  /** True when pawl runs it. */
  boolean isPawl() {
    return line.startsWith("pawl ");
  }

  /** The words after {@code pawl}. */
  List<String> arguments() {
    return List.of(line.substring("pawl ".length()).split(" ", -1));
  }

  /** True when this word is one of the line's. */
  boolean has(String word) {
    return List.of(line.split(" ", -1)).contains(word);
  }

  /** True when it asks for commits to be delivered. */
  boolean delivers() {
    return isPawl() && (has("--remote") || has("--push")) && !has("--dry-run");
  }

  /** True when it asks only. */
  boolean onlyReads() {
    return isPawl()
        && (has("--dry-run") || has("check") || has("list") || has("show") || has("log"));
  }

  @Override
  public String toString() {
    return place + "$ " + line;
  }
}
