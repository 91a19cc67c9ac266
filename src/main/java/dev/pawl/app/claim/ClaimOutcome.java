package dev.pawl.app.claim;

import dev.pawl.app.workspace.Failure;
import dev.pawl.plan.PlanId;
import dev.pawl.schedule.Claim;
import dev.pawl.schedule.ClaimEnd;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request about a plan's claim came to.
 *
 * @param end what it is, to decide by
 * @param message one sentence for people
 * @param hints safe next steps
 * @param notes what a person should be told besides
 */
public record ClaimOutcome(
    PlanId plan, ClaimEnd end, String message, List<String> hints, List<String> notes) {
  /** How much of what was asked for came about. */
  public enum Success {
    /** All of it. */
    DONE,
    /** Nothing, for a reason that is known. */
    REFUSED,
    /** That is not known. */
    UNKNOWN
  }

  public ClaimOutcome {
    hints = List.copyOf(hints);
    notes = List.copyOf(notes);
  }

  /** How much of what was asked for came about. */
  public Success success() {
    return switch (end) {
      case ClaimEnd.Claimed _,
          ClaimEnd.Already _,
          ClaimEnd.Offered _,
          ClaimEnd.Released _,
          ClaimEnd.Unclaimed _,
          ClaimEnd.Acknowledged _,
          ClaimEnd.Provisional _,
          ClaimEnd.Unconfirmed _ ->
          Success.DONE;
      case ClaimEnd.Refused _, ClaimEnd.Undecided _, ClaimEnd.Denied _, ClaimEnd.Busy _ ->
          Success.REFUSED;
      case ClaimEnd.Unknown _ -> Success.UNKNOWN;
    };
  }

  /**
   * The claim that stands now, or was taken provisionally; null when there is none, or not known.
   */
  public @Nullable Claim claim() {
    return switch (end) {
      case ClaimEnd.Claimed(Claim claim) -> claim;
      case ClaimEnd.Already(Claim claim) -> claim;
      case ClaimEnd.Offered(Claim claim) -> claim;
      case ClaimEnd.Acknowledged(Claim stands) -> stands;
      case ClaimEnd.Provisional provisional -> provisional.claim();
      case ClaimEnd.Unconfirmed unconfirmed -> unconfirmed.claim();
      case ClaimEnd.Refused refused -> refused.stands();
      default -> null;
    };
  }

  /**
   * The same, where all of it came about.
   *
   * @throws Failure otherwise: refused, or of the environment where that is not known
   */
  public ClaimOutcome orFail() throws Failure {
    return switch (success()) {
      case DONE -> this;
      case REFUSED -> throw Failure.refused(message, hints.toArray(String[]::new));
      case UNKNOWN -> throw Failure.environment(message, hints.toArray(String[]::new));
    };
  }
}
