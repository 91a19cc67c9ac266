package dev.pawl.cli;

/** Where the process starts. */
public final class Main {
  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    System.exit(0);
  }
}
