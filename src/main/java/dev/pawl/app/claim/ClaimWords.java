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
    String now = stands == null ? "" : "; " + standing(plan, stands, own.owner());
    return "this clone no longer owns %s (epoch %d)%s".formatted(plan, own.epoch(), now);
  }

  /** That a report would come too late. */
  static Failure late(PlanId plan, Claim own, @Nullable Claim stands) {
    boolean here = stands != null && stands.owner().sameClone(own.owner());
    return Failure.refused(
        here
            ? "%s; a report by another executor would not count"
                .formatted(standing(plan, own, own.owner()))
            : "%s; a report made for it here would come too late"
                .formatted(lost(plan, own, stands)),
        "stop working on this plan here, and tell its owner what is done",
        here
            ? "another executor may follow it: pawl plan claim --help"
            : "a person may report all the same, after: pawl plan release " + plan);
  }

  private String message(ClaimEnd end) {
    return switch (end) {
      case ClaimEnd.Claimed(Claim claim) -> claimed(claim);
      case ClaimEnd.Already(Claim claim) -> already(claim);
      case ClaimEnd.Offered(Claim claim) -> "%s is offered to %s".formatted(plan, claim.forHost());
      case ClaimEnd.Released(Claim was) ->
          was == null
              ? "the provisional claim of %s is dropped".formatted(plan)
              : "%s is released".formatted(plan);
      case ClaimEnd.Unclaimed() -> "nobody had claimed %s".formatted(plan);
      case ClaimEnd.Acknowledged(Claim stands) ->
          "this clone no longer owns %s; %s".formatted(plan, standing(stands));
      case ClaimEnd.Provisional(Claim _, String reason) ->
          "%s is claimed provisionally; the remote has not decided: %s".formatted(plan, reason);
      case ClaimEnd.Unconfirmed(Claim claim, String reason) ->
          "%s is claimed by this clone, as far as is known (epoch %d): %s"
              .formatted(plan, claim.epoch(), reason);
      case ClaimEnd.Refused refused -> refused(refused);
      case ClaimEnd.Undecided(String reason) -> undecided(reason);
      case ClaimEnd.Denied(String reason) -> {
        hints.add("whoever runs the remote must allow pushes to %s*".formatted(ClaimRefs.FOLDER));
        yield "the remote refused the claim of %s: %s".formatted(plan, reason);
      }
      case ClaimEnd.Unknown(String reason) -> {
        hints.add("run the same command again: it says so, and changes nothing that is done");
        yield "it is not known whether %s was %s: %s"
            .formatted(plan, release ? "released" : "claimed", reason);
      }
      case ClaimEnd.Busy(String held) -> busy(held);
    };
  }

  private String busy(@Nullable String held) {
    hints.add("try again");
    if (held == null) {
      return "others keep changing the claim of %s; nothing was changed".formatted(plan);
    }
    hints.add(
        "if that does not help: whoever runs the remote can see whether %s.lock is older than any git running there"
            .formatted(ClaimRefs.name(plan)));
    return "the remote cannot change the claim of %s: %s".formatted(plan, held);
  }

  private String claimed(Claim claim) {
    Claim.TakenFrom from = claim.takenFrom();
    return "%s is claimed by %s (epoch %d%s)"
        .formatted(
            plan,
            claim.owner().executor() == null ? "this clone" : claim.owner().executor(),
            claim.epoch(),
            from == null ? "" : ", taken over from " + from.host());
  }

  private String already(Claim claim) {
    if (claim.state() == Claim.State.OFFERED) {
      return "%s is already offered to %s".formatted(plan, claim.forHost());
    }
    String executor = claim.owner().executor();
    boolean renewed = claim.renewals() > 0;
    return "%s is %sclaimed by this clone%s (epoch %d)%s"
        .formatted(
            plan,
            renewed ? "" : "already ",
            executor == null ? "" : ", for " + executor,
            claim.epoch(),
            renewed ? "; its lease is renewed" : "");
  }

  private String undecided(String reason) {
    hints.add("try again when the remote can be reached");
    if (ask instanceof Ask.Take) {
      hints.add(
          "or go on provisionally; the next contact decides: pawl plan claim %s --offline"
              .formatted(plan));
    }
    return "the owner of %s cannot be decided, and nothing was changed: the remote could not be reached: %s"
        .formatted(plan, reason);
  }

  private String refused(ClaimEnd.Refused refused) {
    Claim stands = refused.stands();
    Duration left = refused.left();
    switch (refused.why()) {
      case HELD -> {
        hints.add("take another plan: pawl plan list --open");
        if (left != null) {
          hints.add("it is free in %s, unless its lease is renewed".formatted(words(left)));
        }
        hints.add("a person decides whether that owner is gone: pawl plan claim --help");
      }
      case HELD_BY_EXECUTOR ->
          hints.add(
              left == null
                  ? "stop that executor, or let it release the plan"
                  : "stop that executor; the plan is free in %s, unless its lease is renewed"
                      .formatted(words(left)));
      case OFFERED -> {
        hints.add("take another plan: pawl plan list --open");
        hints.add(
            stands.owner().sameClone(me)
                ? "to take the offer back: pawl plan release %s".formatted(plan)
                : "%s takes the offer back with: pawl plan release %s"
                    .formatted(stands.owner().host(), plan));
        hints.add(
            "if %s will not take it, a person may: pawl plan claim %s --force --reason \"…\""
                .formatted(stands.forHost(), plan));
      }
      case NOT_YOURS -> hints.add("only its owner can release it; anyone may report its tasks");
    }
    return standing(stands)
        + (refused.dropped() ? "; the provisional claim of this clone is dropped" : "");
  }

  private String standing(Claim stands) {
    return standing(plan, stands, me);
  }

  /** For example "NET-WP-1 is owned by coulombcore, ann, since epoch 3". */
  private static String standing(PlanId plan, Claim stands, Claimant me) {
    boolean beside = stands.owner().hostId().equals(me.hostId()) && !stands.owner().sameClone(me);
    String executor = stands.owner().executor();
    String owner =
        "%s%s%s"
            .formatted(
                stands.owner().host(),
                beside ? " in another clone" : "",
                executor == null ? "" : " (%s)".formatted(executor));
    return switch (stands.state()) {
      case HELD ->
          "%s is owned by %s, %s, since epoch %d%s"
              .formatted(
                  plan,
                  owner,
                  stands.owner().actor(),
                  stands.epoch(),
                  stands.reason() == null ? "" : ": " + stands.reason());
      case OFFERED -> "%s is offered to %s by %s".formatted(plan, stands.forHost(), owner);
      case RELEASED -> "nobody owns %s".formatted(plan);
    };
  }

  private static String words(Duration left) {
    long seconds = Math.max(1, left.toSeconds());
    return seconds < 120 ? seconds + " s" : seconds / 60 + " min";
  }
}
