package dev.pawl.git.remote;

import dev.pawl.git.BranchName;
import dev.pawl.git.GitException;
import dev.pawl.git.ref.Upstreams;
import dev.pawl.git.repo.Repo;
import dev.pawl.git.repo.Settings;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides where a branch is pushed to, as {@code git push} without arguments does: {@code
 * branch.NAME.pushRemote}, {@code remote.pushDefault}, {@code remote.NAME.push}, {@code
 * push.default}. The one place that decides it, so that no commit goes where its author did not
 * mean it to go (N17).
 */
public final class PushRules {
  private final Settings settings;
  private final Upstreams upstreams;

  /** Of this repository. */
  public PushRules(Repo repo) throws GitException {
    this.settings = repo.settings();
    this.upstreams = new Upstreams(repo);
  }

  /** A branch, and what it follows: usually one ref. */
  private record Following(BranchName branch, String remote, List<String> refs) {}

  /**
   * Decides.
   *
   * @param assumed the remote on which the branch is taken to follow the branch of its name where
   *     nothing is configured for it; null: none
   */
  public PushDestination of(BranchName branch, @Nullable String assumed) throws GitException {
    String key = "branch." + branch + ".";
    List<String> merges = settings.all(key + "merge");
    Optional<String> configured = settings.get(key + "remote");
    String own = configured.isEmpty() && merges.isEmpty() ? assumed : null;
    String followed = configured.orElse(own == null ? fallback() : own);
    String remote =
        settings
            .get(key + "pushRemote")
            .or(() -> settings.get("remote.pushDefault"))
            .orElse(followed);
    if (remote.equals(".") || !isKnown(remote)) {
      return new PushDestination.Nowhere(
          "no configured push destination", "name a remote with 'git remote add origin URL'");
    }
    List<String> refs =
        own != null ? List.of(branch.ref()) : configured.isEmpty() ? List.of() : merges;
    Following following = new Following(branch, followed, refs);
    List<String> refspecs = settings.all("remote." + remote + ".push");
    if (!refspecs.isEmpty()) {
      return byRefspecs(refspecs, remote, branch);
    }
    return settings.isTrue("remote." + remote + ".mirror")
        ? there(remote, branch.ref(), true)
        : byDefault(following, remote);
  }

  /** As git: the only remote, else the one called origin. */
  private String fallback() throws GitException {
    List<String> remotes = upstreams.remotes();
    return remotes.size() == 1 ? remotes.getFirst() : "origin";
  }

  private boolean isKnown(String remote) throws GitException {
    return upstreams.remotes().contains(remote) || RemoteName.isPlace(remote);
  }

  private PushDestination byRefspecs(List<String> refspecs, String remote, BranchName branch)
      throws GitException {
    for (String text : refspecs) {
      PushRefspec spec = PushRefspec.of(text);
      if (spec.negative() && spec.matches(branch)) {
        break;
      }
      if (spec.matching()) {
        return there(remote, branch.ref(), false);
      }
      if (!spec.negative() && spec.matches(branch)) {
        return there(remote, spec.destination(branch), true);
      }
    }
    return nowhere(
        "push refspecs for '" + remote + "' do not include '" + branch + "'", remote, branch);
  }

  private PushDestination byDefault(Following following, String remote) throws GitException {
    BranchName branch = following.branch();
    boolean same = remote.equals(following.remote());
    String mode = settings.get("push.default").orElse("simple");
    return switch (mode) {
      case "nothing" -> nowhere("push.default is \"nothing\"", remote, branch);
      case "matching" -> there(remote, branch.ref(), false);
      case "current" -> there(remote, branch.ref(), true);
      case "upstream", "tracking" ->
          same
              ? upstream(following, remote)
              : nowhere(
                  "remote '"
                      + remote
                      + "' is not the upstream of your current branch '"
                      + branch
                      + "'",
                  remote,
                  branch);
      case "simple" -> same ? simple(following, remote) : there(remote, branch.ref(), true);
      default -> nowhere("malformed value for push.default: " + mode, remote, branch);
    };
  }

  private PushDestination simple(Following following, String remote) throws GitException {
    PushDestination upstream = upstream(following, remote);
    return upstream instanceof PushDestination.There there
            && !there.ref().equals(following.branch().ref())
        ? nowhere(
            "the upstream branch of your current branch does not match the name of your current"
                + " branch",
            remote,
            following.branch())
        : upstream;
  }

  private PushDestination upstream(Following following, String remote) throws GitException {
    BranchName branch = following.branch();
    if (following.refs().size() > 1) {
      return nowhere(
          "the current branch " + branch + " has multiple upstream branches", remote, branch);
    }
    if (!following.refs().isEmpty()) {
      return there(remote, following.refs().getFirst(), true);
    }
    return settings.isTrue("push.autoSetupRemote")
        ? there(remote, branch.ref(), true)
        : nowhere("the current branch " + branch + " has no upstream branch", remote, branch);
  }

  private PushDestination there(String remote, String ref, boolean creates) throws GitException {
    return new PushDestination.There(
        remote, ref, upstreams.tracking(remote, ref).orElse(null), creates);
  }

  private static PushDestination nowhere(String reason, String remote, BranchName branch) {
    return new PushDestination.Nowhere(reason, "git push -u " + remote + " " + branch);
  }
}
