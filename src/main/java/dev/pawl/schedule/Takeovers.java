package dev.pawl.schedule;

import dev.pawl.journal.Body;
import dev.pawl.journal.Event;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What the claims of a plan tell of owners who did not give it up. */
public final class Takeovers {
  private Takeovers() {}

  /**
   * The takeovers that are to be recorded still: one that was cut off after its claim was accepted
   * and before that is made good by whoever owns the plan next.
   *
   * @param claims those that ever stood, in any order
   * @param recorded the takeovers that the journal has
   */
  public static List<Body.Takeover> missing(Collection<Claim> claims, Collection<Event> recorded) {
    Set<Body.Takeover> missing = new LinkedHashSet<>();
    for (Claim claim : claims) {
      Claim.TakenFrom from = claim.takenFrom();
      if (from != null) {
        missing.add(
            new Body.Takeover(
                claim.plan(), from.replica(), from.epoch(), claim.epoch(), from.last()));
      }
    }
    recorded.forEach(event -> missing.remove(event.body()));
    return List.copyOf(missing);
  }
}
