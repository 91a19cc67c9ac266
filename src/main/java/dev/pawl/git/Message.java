package dev.pawl.git;

/** The text of a commit, as {@code git commit -m} would store it. */
public final class Message {
  private Message() {}

  /**
   * What {@code --cleanup=whitespace} does: no blanks at line ends, no empty lines at the ends, one
   * between paragraphs, and a last line break, without which a hook's trailer joins the subject.
   */
  public static String clean(String raw) {
    StringBuilder text = new StringBuilder(raw.length() + 1);
    boolean gap = false;
    for (String line : raw.split("\n", -1)) {
      String trimmed = line.stripTrailing();
      if (trimmed.isEmpty()) {
        gap = !text.isEmpty();
      } else {
        text.append(gap ? "\n" : "").append(trimmed).append('\n');
        gap = false;
      }
    }
    return text.toString();
  }
}
