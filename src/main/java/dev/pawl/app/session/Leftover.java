package dev.pawl.app.session;

/**
 * Something that would be lost if this machine vanished now, or that others would wait for in vain.
 *
 * @param what in words
 * @param cure the command that ends it
 */
public record Leftover(Kind kind, String what, String cure) {
  /** What it is; the words are those of the contract. */
  public enum Kind {
    /** A report that is in no file. */
    REPORT("report"),
    /** Work that is in no commit. */
    DIRTY("dirty"),
    /** Commits that are on no remote. */
    UNPUSHED("unpushed"),
    /** A branch whose commits have nowhere to go. */
    NO_UPSTREAM("no-upstream"),
    STASH("stash"),
    /** A task that this actor began and did not end. */
    IN_PROGRESS("in-progress"),
    /** A plan that this clone owns. */
    CLAIM("claim"),
    /** Something that a check finds. */
    FINDING("finding");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }
}
