package dev.pawl.check;

/**
 * The branch a plan is written back on: {@code plan/<id>} where that exists, else the default
 * branch.
 *
 * @param branch its short name, for example {@code main}
 * @param here true when it is the branch of this work tree
 */
public record Home(String branch, boolean here) {}
