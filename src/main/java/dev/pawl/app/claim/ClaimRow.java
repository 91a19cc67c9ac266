package dev.pawl.app.claim;

import dev.pawl.machine.Host;
import dev.pawl.schedule.Claim;
import dev.pawl.schedule.ClaimNote;
import org.jspecify.annotations.Nullable;

/**
 * Who owns a plan, as far as is known here without asking anyone.
 *
 * @param host of its owner; of an offered one the host that may own it next
 * @param hostId its persistent id; null of an offered one that names no more than a name
 * @param state {@code held}, {@code offered}, or {@code provisional}: this clone's, not decided;
 *     {@code unreadable}
 * @param executor the process that does the work; null for a person
 * @param yours whether this clone is the owner
 * @param offeredHere whether it is offered to this machine, which may own it next
 */
public record ClaimRow(
    String host,
    @Nullable String hostId,
    long epoch,
    String state,
    @Nullable String executor,
    boolean yours,
    boolean offeredHere) {

  /** What stands cannot be understood. */
  static final ClaimRow UNREADABLE = new ClaimRow("?", null, 0, "unreadable", null, false, false);

  /**
   * Null when nobody owns it.
   *
   * @param here this machine
   */
  static @Nullable ClaimRow of(@Nullable Claim stands, ClaimNote mine, Host here) {
    Claim own = mine.claim();
    if (mine.mine() == ClaimNote.Mine.PROVISIONAL && own != null) {
      return new ClaimRow(
          own.owner().host(),
          own.owner().hostId(),
          own.epoch(),
          "provisional",
          own.owner().executor(),
          true,
          false);
    }
    if (stands == null || stands.state() == Claim.State.RELEASED) {
      return null;
    }
    String offered = stands.forHost();
    return new ClaimRow(
        offered == null ? stands.owner().host() : offered,
        offered == null ? stands.owner().hostId() : stands.forHostId(),
        stands.epoch(),
        stands.state().word(),
        offered == null ? stands.owner().executor() : null,
        mine.held() != null,
        offered != null && stands.isOfferedTo(here.id(), here.name()));
  }
}
