package dev.pawl.app.claim;

import dev.pawl.app.remote.ClaimRefs;
import dev.pawl.app.workspace.Failure;
import dev.pawl.plan.PlanId;
import dev.pawl.schedule.Ask;
import dev.pawl.schedule.Claim;
import dev.pawl.schedule.ClaimEnd;
import dev.pawl.schedule.Claimant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what a request about a claim came to, and what is safe to do next. */
final class ClaimWords {
  private final PlanId plan;
  private final Ask ask;
  private final Claimant me;
  private final boolean release;
  private final List<String> hints = new ArrayList<>();

  private ClaimWords(PlanId plan, Ask ask, Claimant me) {
    this.plan = plan;
    this.ask = ask;
    this.me = me;
    this.release = ask instanceof Ask.Release;
  }

  static ClaimOutcome of(PlanId plan, Ask ask, Claimant me, ClaimEnd end, List<String> notes) {
    ClaimWords words = new ClaimWords(plan, ask, me);
    String message = words.message(end);
    return new ClaimOutcome(plan, end, message, words.hints, notes);
  }

  /** That a clone does not own a plan any more. */
  static String lost(PlanId plan, Claim own, @Nullable Claim stands) {
    return "this clone does not own "
        + plan
        + " any more (epoch "
        + own.epoch()
        + ")"
        + (stands == null ? "" : "; " + standing(plan, stands, own.owner()));
  }

  /** That a report would come too late. */
  static Failure late(PlanId plan, Claim own, @Nullable Claim stands) {
    boolean here = stands != null && stands.owner().sameClone(own.owner());
    return Failure.refused(
        here
            ? standing(plan, own, own.owner()) + "; another executor's report would not count"
            : lost(plan, own, stands) + "; a report made for it here would come too late",
        "stop working on this plan here, and tell its owner what is done",
        here
            ? "its executor may be followed by another: pawl plan claim --help"
            : "a person who wants to report all the same first says so: pawl plan release " + plan);
  }

  private String message(ClaimEnd end) {
    return switch (end) {
      case ClaimEnd.Claimed(Claim claim) -> claimed(claim);
      case ClaimEnd.Already(Claim claim) -> already(claim);
      case ClaimEnd.Offered(Claim claim) -> plan + " is offered to " + claim.forHost();
      case ClaimEnd.Released(Claim was) ->
          plan + (was == null ? " is not claimed provisionally any more" : " is released");
      case ClaimEnd.Unclaimed() -> plan + " was not claimed by anyone";
      case ClaimEnd.Acknowledged(Claim stands) ->
          plan + " is not this clone's any more; " + standing(stands);
      case ClaimEnd.Provisional(Claim _, String reason) ->
          plan + " is claimed provisionally, and not decided: " + reason;
      case ClaimEnd.Unconfirmed(Claim claim, String reason) ->
          plan + " is this clone's as far as is known (epoch " + claim.epoch() + "): " + reason;
      case ClaimEnd.Refused refused -> refused(refused);
      case ClaimEnd.Undecided(String reason) -> undecided(reason);
      case ClaimEnd.Denied(String reason) -> {
        hints.add("whoever keeps the remote must allow pushes to " + ClaimRefs.FOLDER + "*");
        yield "the remote does not take the claim of " + plan + ": " + reason;
      }
      case ClaimEnd.Unknown(String reason) -> {
        hints.add("the same command again tells, and changes nothing if it was");
        yield "whether "
            + plan
            + (release ? " was released" : " was claimed")
            + " is not known: "
            + reason;
      }
      case ClaimEnd.Busy(String held) -> busy(held);
    };
  }

  private String busy(@Nullable String held) {
    hints.add("try again");
    if (held == null) {
      return "others are changing the claim of " + plan + " all the time; nothing was changed";
    }
    hints.add(
        "if it stays so, whoever keeps the remote sees whether "
            + ClaimRefs.name(plan)
            + ".lock there is older than any git that runs");
    return "the remote does not change the claim of " + plan + ": " + held;
  }

  private String claimed(Claim claim) {
    Claim.TakenFrom from = claim.takenFrom();
    return plan
        + " is "
        + (claim.owner().executor() == null ? "this clone's" : claim.owner().executor() + "'s")
        + " now (epoch "
        + claim.epoch()
        + (from == null ? "" : ", taken over from " + from.host())
        + ")";
  }

  private String already(Claim claim) {
    if (claim.state() == Claim.State.OFFERED) {
      return plan + " is offered to " + claim.forHost() + " already";
    }
    String executor = claim.owner().executor();
    return plan
        + " is "
        + (executor == null ? "this clone's" : "this clone's, by " + executor)
        + (claim.renewals() > 0 ? "; the lease is renewed" : " already")
        + " (epoch "
        + claim.epoch()
        + ")";
  }

  private String undecided(String reason) {
    if (ask instanceof Ask.Take) {
      hints.add("try again when the remote can be reached");
      hints.add(
          "or go on provisionally, settled at the next contact: pawl plan claim "
              + plan
              + " --offline");
    } else {
      hints.add("try again when the remote can be reached");
    }
    return "who owns "
        + plan
        + " cannot be decided now, nothing was changed: the remote could not be reached: "
        + reason;
  }

  private String refused(ClaimEnd.Refused refused) {
    Claim stands = refused.stands();
    Duration left = refused.left();
    String dropped = refused.dropped() ? "; the provisional claim of this clone is dropped" : "";
    switch (refused.why()) {
      case HELD -> {
        hints.add("another plan: pawl plan list --open");
        if (left != null) {
          hints.add("it is free when its lease is not renewed for " + words(left) + " from now");
        }
        hints.add("whether that owner is gone is for a person to say: pawl plan claim --help");
      }
      case HELD_BY_EXECUTOR -> {
        hints.add(
            left == null
                ? "stop that executor, or let it release the plan"
                : "stop that executor; the plan is free when its lease is not renewed for "
                    + words(left)
                    + " from now");
      }
      case OFFERED -> {
        hints.add("another plan: pawl plan list --open");
        hints.add(
            stands.owner().sameClone(me)
                ? "to take the offer back: pawl plan release " + plan
                : stands.owner().host() + " takes the offer back with: pawl plan release " + plan);
        hints.add(
            "when "
                + stands.forHost()
                + " will not take it, a person may: pawl plan claim "
                + plan
                + " --force --reason \"…\"");
      }
      case NOT_YOURS -> hints.add("only its owner gives it up; tasks may be reported by anyone");
    }
    return standing(stands) + dropped;
  }

  private String standing(Claim stands) {
    return standing(plan, stands, me);
  }

  /** For example "NET-WP-1 is owned by coulombcore, ann, since epoch 3". */
  private static String standing(PlanId plan, Claim stands, Claimant me) {
    boolean beside = stands.owner().host().equals(me.host()) && !stands.owner().sameClone(me);
    String owner =
        stands.owner().host()
            + (beside ? " in another clone" : "")
            + (stands.owner().executor() == null ? "" : " (" + stands.owner().executor() + ")");
    return switch (stands.state()) {
      case HELD ->
          plan
              + " is owned by "
              + owner
              + ", "
              + stands.owner().actor()
              + ", since epoch "
              + stands.epoch()
              + (stands.reason() == null ? "" : ": " + stands.reason());
      case OFFERED -> plan + " is offered to " + stands.forHost() + " by " + owner;
      case RELEASED -> plan + " is not owned by anyone";
    };
  }

  private static String words(Duration left) {
    long seconds = Math.max(1, left.toSeconds());
    return seconds < 120 ? seconds + " s" : seconds / 60 + " min";
  }
}
