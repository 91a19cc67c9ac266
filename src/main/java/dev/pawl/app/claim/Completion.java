package dev.pawl.app.claim;

import dev.pawl.git.CommitId;
import dev.pawl.schedule.Claim;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a released claim says about why: that the plan was completed, and in which commit. So a
 * machine that has not pulled that commit yet does not take the plan up again (N26).
 */
public final class Completion {
  private static final Pattern TEXT = Pattern.compile("completed in ([0-9a-f]{40})");

  private Completion() {}

  public static String reason(CommitId commit) {
    return "completed in " + commit.hex();
  }

  /** The commit in which the plan of a released claim was completed; null when it was not. */
  public static @Nullable CommitId commit(Claim claim) {
    String reason = claim.reason();
    if (claim.held() || reason == null) {
      return null;
    }
    Matcher matcher = TEXT.matcher(reason);
    return matcher.matches() ? new CommitId(matcher.group(1)) : null;
  }
}
