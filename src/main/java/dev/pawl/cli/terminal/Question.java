package dev.pawl.cli.terminal;

import java.util.Optional;

/** A question to the person at the terminal. */
public final class Question {
  private Question() {}

  /** Asks the person at the terminal; where there is none, the answer is no. */
  public static boolean agrees(Console asking, String question) {
    // What it is about has to be seen first.
    asking.flush();
    return Optional.ofNullable(System.console())
        .filter(java.io.Console::isTerminal)
        .map(console -> console.readLine("%s [y/N] ", question))
        .filter(answer -> answer.strip().matches("(?i)y|yes"))
        .isPresent();
  }
}
