package dev.pawl.machine;

/**
 * This user's own state cannot be read or written; the message names file, reason and next step.
 */
public final class MachineException extends Exception {
  private static final long serialVersionUID = 1;

  MachineException(String message) {
    super(message);
  }

  MachineException(String message, Throwable cause) {
    super(message, cause);
  }
}
