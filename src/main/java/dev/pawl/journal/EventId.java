package dev.pawl.journal;

/** The SHA-256 of an event's content: 64 lower-case hexadecimal digits. */
public record EventId(String hex) {
  static final int LENGTH = 64;

  public EventId {
    if (!isValid(hex)) {
      throw new IllegalArgumentException("an event id is 64 lower-case hexadecimal digits");
    }
  }

  static boolean isValid(String text) {
    if (text.length() != LENGTH) {
      return false;
    }
    for (int i = 0; i < LENGTH; i++) {
      char c = text.charAt(i);
      if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return hex;
  }
}
