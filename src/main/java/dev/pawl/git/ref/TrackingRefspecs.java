package dev.pawl.git.ref;

import dev.pawl.disk.Printable;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.repo.Repo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.transport.RefSpec;

/**
 * What pawl's own fetch asks a remote for: of the refspecs that the user configured those that fill
 * remote-tracking refs. A mirror's refspecs and others that would move branches, tags or anything
 * else of a person's are left out, so that asking moves nothing of theirs (N55).
 */
public final class TrackingRefspecs {
  private final List<RefSpec> specs;

  private TrackingRefspecs(List<RefSpec> specs) {
    this.specs = List.copyOf(specs);
  }

  public static TrackingRefspecs none() {
    return new TrackingRefspecs(List.of());
  }

  /** Of a remote's name; a URL has none. */
  public static TrackingRefspecs of(Repo repo, String remote) throws GitException {
    List<RefSpec> specs = new ArrayList<>();
    for (String text : repo.settings().all("remote." + remote + ".fetch")) {
      RefSpec spec = parsed(remote, text);
      String to = spec.getDestination();
      if (spec.isNegative() || (to != null && to.startsWith(Constants.R_REMOTES))) {
        specs.add(spec);
      }
    }
    return new TrackingRefspecs(specs);
  }

  private static RefSpec parsed(String remote, String text) throws GitException {
    try {
      return new RefSpec(text);
    } catch (IllegalArgumentException e) {
      throw new GitException(
          GitException.Kind.INVALID,
          "remote." + remote + ".fetch",
          "is not a refspec: " + Printable.line(text),
          "correct it with 'git config --edit'",
          e);
    }
  }

  /** To be asked for; empty when no branch of the remote is remembered here. */
  public List<String> texts() {
    return specs.stream().allMatch(RefSpec::isNegative)
        ? List.of()
        : specs.stream().map(RefSpec::toString).toList();
  }

  /** Where a ref of the remote is remembered here. */
  Optional<String> tracking(String remoteRef) {
    return isExcluded(remoteRef)
        ? Optional.empty()
        : specs.stream()
            .filter(spec -> !spec.isNegative() && spec.matchSource(remoteRef))
            .map(spec -> spec.expandFromSource(remoteRef).getDestination())
            .findFirst();
  }

  /** Those of these refs that remember branches of the remote. */
  public Map<String, CommitId> among(Map<String, CommitId> refs) {
    Map<String, CommitId> found = new TreeMap<>(refs);
    found
        .keySet()
        .removeIf(name ->
            specs.stream()
                .filter(spec -> !spec.isNegative() && spec.matchDestination(name))
                .allMatch(spec -> isExcluded(spec.expandFromDestination(name).getSource())));
    return found;
  }

  private boolean isExcluded(String remoteRef) {
    return specs.stream().anyMatch(spec -> spec.isNegative() && spec.matchSource(remoteRef));
  }
}
