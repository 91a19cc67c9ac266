package dev.pawl.git.files;

import dev.pawl.git.GitException;
import dev.pawl.git.index.IndexFile;
import dev.pawl.git.layout.RepositoryFormat;
import dev.pawl.git.ref.Refs;
import dev.pawl.git.repo.PromisedObjects;
import dev.pawl.git.repo.Repo;
import dev.pawl.git.repo.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.dircache.DirCache;

/**
 * Says what forbids writing, by looking at configuration, index and state first: neither engine
 * stops at all of these by itself.
 */
public final class Guard {
  private static final String GIT_ITSELF =
      "commit with git itself here; pawl only reads and reports";

  /** What git keeps in a work tree's own folder while something waits, and the words for it. */
  private static final Map<String, String> UNDER_WAY =
      Map.of(
          "MERGE_HEAD", "merge",
          "CHERRY_PICK_HEAD", "cherry-pick",
          "REVERT_HEAD", "revert",
          "rebase-merge", "rebase",
          "rebase-apply", "rebase or am",
          "sequencer", "cherry-pick or revert",
          "BISECT_LOG", "bisect");

  private Guard() {}

  /** What forbids any write to this work tree; empty when nothing does. */
  public static List<Obstacle> of(Repo repo) throws GitException {
    List<Obstacle> found = new ArrayList<>();
    head(repo, found);
    underWay(repo, found);
    features(repo, found);
    if (!repo.isBare()) {
      index(repo, found);
    }
    return List.copyOf(found);
  }

  /** What forbids writing anywhere in this clone, whichever work tree. */
  public static List<Obstacle> ofClone(Repo repo) throws GitException {
    List<Obstacle> found = new ArrayList<>();
    features(repo, found);
    return List.copyOf(found);
  }

  /** What forbids a write to these paths; those without an obstacle are absent. */
  public static Map<String, List<Obstacle>> ofPaths(Repo repo, Collection<String> paths)
      throws GitException {
    return new PathGuard(repo).of(paths);
  }

  private static void head(Repo repo, List<Obstacle> found) throws GitException {
    String place = repo.root().toString();
    if (repo.isBare()) {
      found.add(
          new Obstacle(
              Obstacle.Kind.BARE,
              place,
              "a bare repository has no files to write to",
              "run pawl in a clone that has a work tree"));
    } else if (repo.unborn()) {
      found.add(
          new Obstacle(
              Obstacle.Kind.UNBORN, place, "there is no commit yet", "make the first commit"));
    } else if (repo.branch() == null) {
      found.add(
          new Obstacle(
              Obstacle.Kind.DETACHED,
              place,
              "HEAD is detached: a commit made here would belong to no branch",
              "check out a branch first: git switch BRANCH"));
    }
  }

  private static void underWay(Repo repo, List<Obstacle> found) {
    UNDER_WAY.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .filter(entry -> Files.exists(repo.gitDir().resolve(entry.getKey())))
        .forEach(entry ->
            found.add(
                new Obstacle(
                    Obstacle.Kind.IN_PROGRESS,
                    repo.root().toString(),
                    "a " + entry.getValue() + " is in progress",
                    "finish it first; 'git status' says how")));
  }

  private static void features(Repo repo, List<Obstacle> found) throws GitException {
    Settings settings = repo.settings();
    RepositoryFormat.unknownExtension(repo.layout().config())
        .ifPresent(name -> feature(repo, found, "unknown extension '" + name + "'"));
    if (settings.isTrue("core.sparseCheckout")) {
      feature(repo, found, "a sparse checkout leaves files out");
    }
    if (settings.isTrue("core.splitIndex")) {
      feature(repo, found, "the index is split");
    }
    if (PromisedObjects.isPartial(repo.layout().config())) {
      feature(repo, found, "a partial clone lacks objects");
    }
    if (!new Refs(repo).refs("refs/replace/").isEmpty()) {
      feature(repo, found, "replace refs show commits other than the real ones");
    }
    if (Files.exists(repo.commonDir().resolve("info/grafts"))) {
      feature(repo, found, "grafts show parents other than the real ones");
    }
  }

  private static void index(Repo repo, List<Obstacle> found) throws GitException {
    Path index = repo.indexFile();
    Path lock = index.resolveSibling(index.getFileName() + ".lock");
    since(lock)
        .ifPresent(since ->
            found.add(
                new Obstacle(
                    Obstacle.Kind.INDEX_LOCKED,
                    lock.toString(),
                    "another git command has held the index since " + since,
                    "wait for it to end and run this again")));
    if (isMerged(index)) {
      return;
    }
    try {
      DirCache cache = repo.jgit().readDirCache();
      if (cache.hasUnmergedPaths()) {
        found.add(
            new Obstacle(
                Obstacle.Kind.UNMERGED,
                repo.root().toString(),
                "a merge left paths unresolved",
                "resolve them first; 'git status' lists them"));
      }
    } catch (IOException e) {
      feature(repo, found, "the index has a form that pawl does not read: " + e.getMessage());
    }
  }

  /** Whether the index surely has no unmerged path; what is unusual in it, JGit says. */
  private static boolean isMerged(Path index) {
    try {
      return !IndexFile.parseUnverified(Files.readAllBytes(index)).unmerged();
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException | GitException e) {
      return false;
    }
  }

  private static Optional<String> since(Path lock) {
    try {
      return Optional.of(
          Files.getLastModifiedTime(lock, LinkOption.NOFOLLOW_LINKS).toInstant().toString());
    } catch (IOException e) {
      // Gone: nobody holds it.
      return Optional.empty();
    }
  }

  private static void feature(Repo repo, List<Obstacle> found, String reason) {
    found.add(new Obstacle(Obstacle.Kind.FEATURE, repo.root().toString(), reason, GIT_ITSELF));
  }
}
