package dev.pawl.git.files;

import dev.pawl.disk.Printable;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.ObjectName;
import dev.pawl.git.history.Commits;
import dev.pawl.git.index.IndexFile;
import dev.pawl.git.process.NativeGit;
import dev.pawl.git.process.Reason;
import dev.pawl.git.repo.Repo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheCheckout;
import org.eclipse.jgit.errors.CheckoutConflictException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/**
 * Brings the files of a work tree, and an index that nobody uses yet, from one commit to another as
 * {@code git checkout} would: work that is staged or not stays, or nothing is changed.
 */
public final class TreeSwitch {
  /** How git names what it would overwrite: in quotes, or on a line of its own. */
  private static final Pattern IN_THE_WAY =
      Pattern.compile("(?m)^error: (?:Entry|Untracked working tree file) '(.*?)' |^\\t(.+)$");

  private static final String NO_ID = "0".repeat(Constants.OBJECT_ID_STRING_LENGTH);

  private final Repo repo;
  private final Path index;
  private final Set<String> matched = new HashSet<>();

  /**
   * Of this work tree.
   *
   * @param index a copy of its index
   */
  public TreeSwitch(Repo repo, Path index) {
    this.repo = repo;
    this.index = index;
  }

  /** Does it, or says what is in the way. */
  public Optional<MoveOutcome.InTheWay> bring(CommitId from, CommitId to) throws GitException {
    Set<String> added = new HashSet<>();
    new Commits(repo)
        .diff(from, to)
        .forEach((path, change) -> {
          if (change.before() == null && !matched.contains(path)) {
            added.add(path);
          }
        });
    List<String> lost = List.copyOf(new UntrackedFiles(repo).inTheWayOf(added));
    if (!lost.isEmpty()) {
      return Optional.of(
          new MoveOutcome.InTheWay(lost, "files unknown to git would be overwritten"));
    }
    Optional<NativeGit> git = repo.installed();
    return git.isPresent() ? byGit(git.get(), from, to) : byJGit(from, to);
  }

  private NativeGit.Options options(NativeGit git) {
    return git.local().with("GIT_INDEX_FILE", index.toString());
  }

  /**
   * Lets the index say what lies there, where that is what a switch that was cut short put there.
   * What holds anything else is somebody's work. (Only the installed git can tell the two apart.)
   */
  public void match(CommitId old, CommitId fresh) throws GitException, IOException {
    Optional<NativeGit> git = repo.installed();
    if (git.isEmpty() || !Files.exists(index)) {
      return;
    }
    List<String> ask =
        List.of("diff-tree", "-r", "-z", "--no-renames", "--raw", old.hex(), fresh.hex());
    List<String> records = git.get().must(repo.workTree(), ask, options(git.get())).records();
    IndexFile now = IndexFile.parse(Files.readAllBytes(index));
    Map<String, String> there = there(git.get(), records);
    StringBuilder entries = new StringBuilder();
    for (int i = 0; i + 1 < records.size(); i += 2) {
      // ":mode mode id id status", then the path.
      String[] side = records.get(i).split(" ", -1);
      String path = records.get(i + 1);
      IndexFile.Entry entry = now.entry(path);
      boolean untouched = side[2].equals(entry == null ? NO_ID : entry.id());
      @Nullable String held = there.get(path);
      boolean gone =
          held == null && !Files.exists(repo.workTree().resolve(path), LinkOption.NOFOLLOW_LINKS);
      if (untouched && (gone || side[3].equals(held))) {
        entries.append(side[3].equals(NO_ID) ? "0" : side[1]).append(' ').append(side[3]);
        entries.append('\t').append(path).append('\0');
        matched.add(path);
      }
    }
    List<String> put = List.of("update-index", "-z", "--index-info");
    git.get().must(repo.workTree(), put, options(git.get()).withInput(entries.toString()));
  }

  /** What git would store of the regular files of these; the others are absent. */
  private Map<String, String> there(NativeGit git, List<String> records) throws GitException {
    Map<String, String> found = new TreeMap<>();
    for (int i = 1; i < records.size(); i += 2) {
      Path file = repo.workTree().resolve(records.get(i));
      if (records.get(i).indexOf('\n') < 0
          && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        found.put(records.get(i), "");
      }
    }
    Collection<String> paths = List.copyOf(found.keySet());
    List<String> ids =
        git.must(
                repo.workTree(),
                List.of("hash-object", "--stdin-paths"),
                options(git).withInput(String.join("\n", paths)))
            .text()
            .lines()
            .toList();
    int i = 0;
    for (String path : paths) {
      found.put(path, ids.get(i++));
    }
    return found;
  }

  private Optional<MoveOutcome.InTheWay> byGit(NativeGit git, CommitId from, CommitId to)
      throws GitException {
    // A two-tree merge believes the index about files, so let it look at them first. What really
    // differs makes the refresh fail and is judged by the merge.
    git.run(repo.workTree(), List.of("update-index", "-q", "--refresh"), options(git));
    NativeGit.Result result =
        git.run(
            repo.workTree(),
            List.of("read-tree", "-m", "-u", "--no-recurse-submodules", from.hex(), to.hex()),
            options(git));
    if (result.ok()) {
      return Optional.empty();
    }
    List<String> paths =
        IN_THE_WAY
            .matcher(result.err())
            .results()
            .map(match -> match.group(1) == null ? match.group(2) : match.group(1))
            .map(Printable::line)
            .toList();
    if (paths.isEmpty()) {
      throw new GitException(
          GitException.Kind.ENVIRONMENT,
          repo.workTree().toString(),
          "git could not update the files: " + Reason.of(result),
          "run 'git status' there to see more");
    }
    return Optional.of(new MoveOutcome.InTheWay(paths, Reason.of(result)));
  }

  private Optional<MoveOutcome.InTheWay> byJGit(CommitId from, CommitId to) throws GitException {
    try (RevWalk walk = new RevWalk(repo.jgit())) {
      DirCache locked = DirCache.lock(index.toFile(), repo.jgit().getFS());
      try {
        DirCacheCheckout checkout =
            new DirCacheCheckout(
                repo.jgit(),
                walk.parseTree(ObjectName.of(from)),
                locked,
                walk.parseTree(ObjectName.of(to)));
        checkout.setFailOnConflict(true);
        checkout.checkout();
        return Optional.empty();
      } catch (CheckoutConflictException e) {
        return Optional.of(
            new MoveOutcome.InTheWay(
                List.of(e.getConflictingFiles()), Printable.line(String.valueOf(e.getMessage()))));
      } finally {
        locked.unlock();
      }
    } catch (IOException e) {
      throw GitException.failed(repo.workTree().toString(), e);
    }
  }
}
