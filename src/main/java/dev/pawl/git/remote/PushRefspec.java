package dev.pawl.git.remote;

import dev.pawl.git.BranchName;
import org.eclipse.jgit.lib.Constants;

/**
 * One {@code remote.NAME.push}. JGit's reader of refspecs knows neither short names nor HEAD.
 *
 * @param source a pattern with one star, or a name, short or in full
 * @param target empty: as the source
 * @param negative whether it takes out instead
 */
record PushRefspec(String source, String target, boolean negative) {
  static PushRefspec of(String text) {
    boolean negative = text.startsWith("^");
    String plain = negative || text.startsWith("+") ? text.substring(1) : text;
    int colon = plain.indexOf(':');
    return colon < 0
        ? new PushRefspec(plain, "", negative)
        : new PushRefspec(plain.substring(0, colon), plain.substring(colon + 1), negative);
  }

  /** The lone colon: every branch that both sides have. */
  boolean matching() {
    return !negative && source.isEmpty() && target.isEmpty();
  }

  boolean matches(BranchName branch) {
    int star = source.indexOf('*');
    if (star < 0) {
      return source.equals(branch.ref())
          || source.equals("heads/" + branch)
          || source.equals(branch.name())
          || source.equals(Constants.HEAD)
          || source.equals("@");
    }
    return branch.ref().length() >= source.length() - 1
        && branch.ref().startsWith(source.substring(0, star))
        && branch.ref().endsWith(source.substring(star + 1));
  }

  /** Where a branch that it matches goes, in full. */
  String destination(BranchName branch) {
    int star = source.indexOf('*');
    if (target.isEmpty()) {
      return branch.ref();
    }
    String middle =
        star < 0
            ? ""
            : branch.ref().substring(star, branch.ref().length() - (source.length() - star - 1));
    String name = target.replace("*", middle);
    if (name.startsWith(Constants.R_REFS)) {
      return name;
    }
    return name.startsWith("heads/") ? Constants.R_REFS + name : Constants.R_HEADS + name;
  }
}
