package dev.pawl.git.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.pawl.disk.Printable;
import dev.pawl.git.GitException;
import dev.pawl.git.RepoPath;
import dev.pawl.git.index.IndexFile;
import dev.pawl.git.process.NativeGit;
import dev.pawl.git.repo.Repo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jgit.attributes.Attribute;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.dircache.DirCacheIterator;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.treewalk.FileTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.PathFilterGroup;
import org.jspecify.annotations.Nullable;

/** What forbids a write to single paths. */
final class PathGuard {
  /** Attributes under which the bytes in the work tree are not the bytes that are stored. */
  private static final List<String> ATTRIBUTES =
      List.of("working-tree-encoding", "ident", "filter");

  private final Repo repo;

  PathGuard(Repo repo) {
    this.repo = repo;
  }

  Map<String, List<Obstacle>> of(Collection<String> paths) throws GitException {
    Map<String, List<Obstacle>> found = new TreeMap<>();
    if (repo.isBare() || paths.isEmpty()) {
      return found;
    }
    for (String path : paths) {
      RepoPath.check(path);
      links(path).ifPresent(obstacle -> add(found, path, obstacle));
    }
    DirCache index = index();
    if (index != null) {
      for (String path : paths) {
        tracked(index, path).ifPresent(obstacle -> add(found, path, obstacle));
      }
    }
    // Attributes of what is no file of this repository would make git stop.
    List<String> rest = paths.stream().filter(path -> !found.containsKey(path)).toList();
    attributes(spokenOf(rest)).forEach((path, obstacle) -> add(found, path, obstacle));
    return found;
  }

  /** Those that a file of attributes may have something to say of: most have none. */
  private List<String> spokenOf(List<String> paths) {
    Path file = repo.jgit().getIndexFile().toPath();
    try {
      Conversions conversions =
          new Conversions(repo, IndexFile.parseUnverified(Files.readAllBytes(file)));
      List<String> found = new ArrayList<>();
      for (String path : paths) {
        if (conversions.mayConcern(path)) {
          found.add(path);
        }
      }
      return found;
    } catch (IOException | GitException e) {
      // An index that cannot be read here: of that, Guard.of tells, and git is asked.
      return paths;
    }
  }

  private static void add(Map<String, List<Obstacle>> found, String path, Obstacle obstacle) {
    found.computeIfAbsent(path, p -> new ArrayList<>()).add(obstacle);
  }

  private Optional<Obstacle> links(String path) {
    Path part = repo.workTree();
    String[] segments = path.split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      part = part.resolve(segments[i]);
      if (Files.isSymbolicLink(part)) {
        return Optional.of(
            new Obstacle(
                Obstacle.Kind.SYMLINK,
                path,
                repo.workTree().relativize(part) + " is a symbolic link",
                "put the file itself there"));
      }
      if (i < segments.length - 1 && Files.exists(part.resolve(".git"), NOFOLLOW_LINKS)) {
        return Optional.of(submodule(path));
      }
    }
    return Optional.empty();
  }

  /** None when the index cannot be read: {@link Guard#of} has said so. */
  private @Nullable DirCache index() {
    try {
      return repo.jgit().readDirCache();
    } catch (IOException e) {
      return null;
    }
  }

  private static Optional<Obstacle> tracked(DirCache index, String path) {
    for (int end = path.indexOf('/'); ; end = path.indexOf('/', end + 1)) {
      String part = end < 0 ? path : path.substring(0, end);
      DirCacheEntry entry = index.getEntry(part);
      if (entry != null && entry.getFileMode().equals(FileMode.GITLINK.getBits())) {
        return Optional.of(submodule(path));
      }
      if (entry != null && entry.getFileMode().equals(FileMode.SYMLINK.getBits())) {
        return Optional.of(
            new Obstacle(
                Obstacle.Kind.SYMLINK,
                path,
                part + " is a symbolic link in the repository",
                "commit the file itself there"));
      }
      if (end < 0) {
        return entry == null ? Optional.empty() : hidden(entry);
      }
    }
  }

  private static Optional<Obstacle> hidden(DirCacheEntry entry) {
    if (entry.isSkipWorkTree()) {
      return Optional.of(hidden(entry.getPathString(), "skip-worktree", "--no-skip-worktree"));
    }
    return entry.isAssumeValid()
        ? Optional.of(hidden(entry.getPathString(), "assume-unchanged", "--no-assume-unchanged"))
        : Optional.empty();
  }

  private static Obstacle hidden(String path, String bit, String undo) {
    return new Obstacle(
        Obstacle.Kind.HIDDEN,
        path,
        "git was told not to look at this file (" + bit + ")",
        "let it look again: git update-index " + undo + " -- '" + path + "'");
  }

  private static Obstacle submodule(String path) {
    return new Obstacle(
        Obstacle.Kind.SUBMODULE,
        path,
        "belongs to another repository inside this one",
        "run pawl in that repository");
  }

  private Map<String, Obstacle> attributes(List<String> paths) throws GitException {
    if (paths.isEmpty()) {
      return Map.of();
    }
    Optional<NativeGit> git = repo.installed();
    return git.isPresent() ? asked(git.get(), paths) : walked(paths);
  }

  private Map<String, Obstacle> asked(NativeGit git, List<String> paths) throws GitException {
    List<String> args = new ArrayList<>(List.of("check-attr", "-z", "--stdin"));
    args.addAll(ATTRIBUTES);
    NativeGit.Options options = git.local().withInput(String.join("\0", paths) + "\0");
    return git.must(repo.workTree(), args, options).read("git check-attr", this::read);
  }

  private Map<String, Obstacle> read(NativeGit.Result attributes) {
    Map<String, Obstacle> found = new HashMap<>();
    Iterator<String> fields = attributes.records().iterator();
    while (fields.hasNext()) {
      String path = fields.next();
      String name = fields.next();
      String value = fields.next();
      if (!value.equals("unspecified") && !value.equals("unset")) {
        found.put(path, attribute(path, name, value));
      }
    }
    return found;
  }

  private Map<String, Obstacle> walked(List<String> paths) throws GitException {
    Map<String, Obstacle> found = new HashMap<>();
    try (TreeWalk walk = new TreeWalk(repo.jgit())) {
      walk.addTree(new FileTreeIterator(repo.jgit()));
      walk.addTree(new DirCacheIterator(repo.jgit().readDirCache()));
      walk.setOperationType(TreeWalk.OperationType.CHECKIN_OP);
      walk.setFilter(PathFilterGroup.createFromStrings(Set.copyOf(paths)));
      walk.setRecursive(true);
      while (walk.next()) {
        for (String name : ATTRIBUTES) {
          Attribute attribute = walk.getAttributes().get(name);
          if (attribute != null
              && attribute.getState() != Attribute.State.UNSET
              && attribute.getState() != Attribute.State.UNSPECIFIED) {
            String value = attribute.getValue() == null ? "set" : attribute.getValue();
            found.put(walk.getPathString(), attribute(walk.getPathString(), name, value));
          }
        }
      }
    } catch (IOException e) {
      throw GitException.failed(repo.workTree().toString(), e);
    }
    return found;
  }

  private static Obstacle attribute(String path, String name, String value) {
    return new Obstacle(
        Obstacle.Kind.ATTRIBUTE,
        path,
        ".gitattributes gives it "
            + name
            + " ("
            + Printable.line(value)
            + ")"
            + ": what is stored is not what the file says",
        "take the attribute off this path, or change the file with git itself");
  }
}
