package dev.pawl.plan.settings;

import dev.pawl.disk.Printable;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code .pawl.yaml} says of the worktrees of plans.
 *
 * @param root the folder they are in, from the root of the main worktree: inside it, or beside it
 *     ({@code ../NAME}) and nowhere else, because settings come with a repository (N50)
 * @param copy files that git does not track and that a new worktree gets; {@link PlanGlobs}
 * @param disposable ignored files that may go with a worktree, beside the usual ones
 * @param max how many there may be at once; 0 without a limit
 */
public record WorktreeSettings(String root, List<String> copy, List<String> disposable, int max) {
  static final String ROOT = "worktrees.root";
  static final String COPY = "worktrees.copy";
  static final String DISPOSABLE = "worktrees.disposable";
  static final String MAX = "worktrees.max";

  /** Copies the lists; rejects a root that is not {@link #isRoot}. */
  public WorktreeSettings {
    if (!isRoot(root)) {
      throw new IllegalArgumentException("not a folder for worktrees: " + Printable.quoted(root));
    }
    copy = List.copyOf(copy);
    disposable = List.copyOf(disposable);
  }

  /** In {@code worktrees}, with nothing copied, and as many as anybody likes. */
  public static WorktreeSettings defaults() {
    return new WorktreeSettings("worktrees", List.of(), List.of(), 0);
  }

  /** Whether it stays in the repository, or is one folder beside it. */
  static boolean isRoot(String text) {
    if (text.isBlank()
        || text.length() > 400
        || text.startsWith("/")
        || text.startsWith("~")
        || text.startsWith("-")
        || text.contains("\\")
        || text.matches("[A-Za-z]:.*")
        || !text.equals(Printable.visible(text))) {
      return false;
    }
    List<String> parts = parts(text);
    List<String> names = isBeside(parts) ? parts.subList(1, parts.size()) : parts;
    return !names.isEmpty()
        && (!isBeside(parts) || names.size() == 1)
        && names.stream().noneMatch(name -> name.equals("..") || name.equalsIgnoreCase(".git"));
  }

  private static boolean isBeside(List<String> parts) {
    return !parts.isEmpty() && parts.getFirst().equals("..");
  }

  /** Without {@code .} and without slashes too many. */
  static String normal(String text) {
    return String.join("/", parts(text));
  }

  private static List<String> parts(String text) {
    List<String> parts = new ArrayList<>(List.of(text.split("/", -1)));
    parts.removeIf(part -> part.isEmpty() || part.equals("."));
    return parts;
  }

  /** Whether the folder is beside the repository. */
  public boolean isBeside() {
    return root.startsWith("../");
  }
}
