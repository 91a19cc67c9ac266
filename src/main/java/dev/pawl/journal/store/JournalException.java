package dev.pawl.journal.store;

import java.io.IOException;

/** The journal cannot be used now; the message names the place, the reason and a safe next step. */
public final class JournalException extends IOException {
  private static final long serialVersionUID = 1;

  JournalException(String message) {
    super(message);
  }

  JournalException(String message, Throwable cause) {
    super(message, cause);
  }
}
