package dev.pawl.app.snapshot;

import dev.pawl.app.workspace.Workspace;
import dev.pawl.disk.Printable;
import dev.pawl.git.GitException;
import dev.pawl.git.files.Listing;
import dev.pawl.git.files.Listing.Unread;
import dev.pawl.git.files.WorkTree;
import dev.pawl.plan.document.PlanContent;
import dev.pawl.plan.document.PlanDocument;
import dev.pawl.plan.settings.PlanGlobs;
import dev.pawl.plan.settings.RepositorySettings;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What stands where plans are and is not read: each is named with the reason (N11). A link is never
 * followed; where it leads is looked at only within the work tree (N50), to tell a plan that nobody
 * would read from any other link.
 */
final class UnreadPlans {
  /** So many links are looked behind; hostile trees may have any number. */
  private static final int MOST_LINKS = 100;

  private static final String OWN_FILE = "put the file itself here";

  private final WorkTree tree;
  private final RepositorySettings settings;
  private final PlanGlobs globs;
  private int links;

  private UnreadPlans(WorkTree tree, RepositorySettings settings) {
    this.tree = tree;
    this.settings = settings;
    this.globs = settings.globs();
  }

  /** The contents to show in the place of what is not read, by path. */
  static Map<String, PlanContent> of(WorkTree tree, RepositorySettings settings, Listing listing)
      throws GitException {
    if (listing.unread().isEmpty()) {
      return Map.of();
    }
    UnreadPlans plans = new UnreadPlans(tree, settings);
    Set<String> committed = tree.committed(plans.asked(listing));
    Map<String, PlanContent> contents = new TreeMap<>();
    for (Unread unread : listing.unread().values()) {
      Optional<String> reason =
          switch (unread) {
            case Unread.Link link when !committed.contains(link.path()) -> Optional.empty();
            case Unread.NoFile place when !committed.contains(place.path()) -> Optional.empty();
            case Unread.Link link -> plans.link(link);
            case Unread.NoFile _ ->
                Optional.of("something that is no file stands in the place of one: " + OWN_FILE);
            case Unread.Misnamed file -> plans.misnamed(file);
            case Unread.Closed(_, String why) -> Optional.of(cannotBeRead(why));
          };
      reason.ifPresent(why -> contents.put(unread.path(), PlanContent.unreadable(why)));
    }
    return contents;
  }

  /** Why a file that is there cannot be read, and what helps. */
  static String cannotBeRead(GitException cause) {
    return cause.kind() == GitException.Kind.ENVIRONMENT
        ? cannotBeRead(cause.reason())
        : "it " + Printable.visible(cause.reason()) + ": " + cause.nextStep();
  }

  private static String cannotBeRead(String why) {
    return "it cannot be read: " + Printable.visible(why) + "; make it readable for you";
  }

  /** What git is asked about: links and devices that nobody committed are none of our business. */
  private Set<String> asked(Listing listing) {
    return listing.unread().values().stream()
        .filter(unread -> unread instanceof Unread.Link || unread instanceof Unread.NoFile)
        .map(Unread::path)
        .collect(Collectors.toSet());
  }

  private Optional<String> misnamed(Unread.Misnamed file) {
    try {
      return tree.read(file)
          .filter(this::isPlan)
          .map(_ -> "its name is not UTF-8: give the file a name that is, with git mv");
    } catch (GitException e) {
      return Optional.of(cannotBeRead(e));
    }
  }

  private Optional<String> link(Unread.Link link) throws GitException {
    if (links == MOST_LINKS) {
      return Optional.of(
          "it is a symbolic link, and pawl looks behind "
              + MOST_LINKS
              + " of them and no more: "
              + OWN_FILE);
    }
    links++;
    Optional<String> target = tree.target(link);
    if (target.isEmpty()) {
      return globs.matches(link.path()) || (globs.mayHold(link.path()) && tree.leadsToFolder(link))
          ? Optional.of(
              "it is a symbolic link that leads out of the repository or nowhere, and pawl does"
                  + " not follow it: "
                  + OWN_FILE)
          : Optional.empty();
    }
    return planBehind(link.path(), target.get())
        .map(plan ->
            "it is a symbolic link to "
                + Printable.visible(target.get())
                + ", and pawl does not follow it: name "
                + Printable.visible(plan)
                + " under 'plans' in "
                + Workspace.SETTINGS_FILE);
  }

  /** The first plan that would be read if the link were what it leads to, and is not read there. */
  private Optional<String> planBehind(String link, String target) throws GitException {
    // What is above the link is looked through anyway.
    if (target.isEmpty() || link.startsWith(target + "/")) {
      return Optional.empty();
    }
    Function<String, String> seen = path -> link + path.substring(target.length());
    Listing behind =
        tree.listing(
            Set.of(target), path -> globs.matches(seen.apply(path)) && !globs.matches(path));
    for (String path : behind.files().keySet()) {
      if (tree.read(path).filter(this::isPlan).isPresent()) {
        return Optional.of(path);
      }
    }
    return Optional.empty();
  }

  private boolean isPlan(byte[] bytes) {
    return PlanDocument.parse(bytes, settings.tasks(), settings.planStatuses()).kind()
        != PlanDocument.Kind.NOT_A_PLAN;
  }
}
