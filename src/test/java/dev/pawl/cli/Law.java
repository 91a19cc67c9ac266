package dev.pawl.cli;

import java.util.EnumSet;
import java.util.Set;

/** What must hold in every history; each says the rule of which it is a part. */
enum Law {
  /** Exit codes are honest: 0 or 1 here, 0 only where nothing failing or undelivered is left. */
  EXIT,
  /** N13 What is not committed stays as it is. */
  UNTOUCHED,
  /** What only reads writes nothing. */
  READS,
  /** N10 N12 A commit of pawl's changes values of {@code status} in plans and nothing else. */
  STATUSES,
  /** N17 Commits of a person stay on the branch where they put them. */
  COMMITS,
  /** N17 Nothing goes to a branch to which {@code git push} would not have sent it. */
  DELIVERY,
  /** N01 What is recorded goes back only by a reopen, or by an undo that says so. */
  FORWARD,
  /** N03 What a command says it did is what is read back. */
  READ_BACK,
  /** N07 No word is overruled in silence by one that its author knew of. */
  LAST_WORD,
  /** N35 What is complete is on the target. */
  COMPLETE,
  /** A slip that nobody else could see is not recorded. */
  SLIPS,
  /** After healing, a fix finds nothing left to do. */
  SETTLES,
  /** N04 After healing all clones agree. */
  AGREE,
  /** What C-15 asks can be answered with the lines that it prints. */
  ANSWERS,
  /** N14 Repositories are sound, and no lock is left. */
  SOUND;

  /** Laws that are not looked at. */
  private static final Set<Law> OFF = off();

  private static Set<Law> off() {
    Set<Law> off = EnumSet.noneOf(Law.class);
    for (String name : System.getProperty("pawl.histories.off", "").split(",", -1)) {
      if (!name.isEmpty()) {
        off.add(valueOf(name));
      }
    }
    return off;
  }

  /** Holds, or breaks the history off. */
  void holds(boolean holds, String why) {
    if (!holds && !OFF.contains(this)) {
      throw new BrokenLaw(this, why);
    }
  }

  /** A history that must not be. */
  static final class BrokenLaw extends AssertionError {
    private static final long serialVersionUID = 1;
    private final transient Law law;

    BrokenLaw(Law law, String why) {
      super(law + ": " + why);
      this.law = law;
    }

    Law law() {
      return law;
    }
  }
}
