package dev.pawl.git.history;

import dev.pawl.disk.Digest;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.ObjectName;
import dev.pawl.git.repo.Repo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.errors.NoMergeBaseException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.merge.MergeStrategy;
import org.eclipse.jgit.merge.ThreeWayMerger;
import org.eclipse.jgit.patch.FileHeader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;
import org.eclipse.jgit.transport.PackParser;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.eclipse.jgit.treewalk.filter.AndTreeFilter;
import org.eclipse.jgit.treewalk.filter.PathFilterGroup;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/**
 * Whether the work of one commit is in another: by ancestry, or by content, as a squash or a rebase
 * merge leaves it. Says no where it cannot tell. Nothing is written.
 */
public final class MergeEvidence {
  /** So many commits of the target are compared; what was merged longer ago is not recognised. */
  private static final int MOST_COMMITS = 2000;

  private final Repo repo;

  /** In this repository. */
  public MergeEvidence(Repo repo) {
    this.repo = repo;
  }

  /** How the work came there. */
  public enum How {
    /** The commit itself is reachable. */
    ANCESTOR,
    /** Merging it would change nothing. */
    CONTENT,
    /** Each of its commits was applied there, or all of them as one. */
    PATCHES
  }

  /** How the work of a commit is in the target; empty when it is not, or cannot be told. */
  public Optional<How> in(CommitId work, CommitId target) throws GitException {
    try (RevWalk walk = new RevWalk(repo.jgit())) {
      RevCommit ours = walk.parseCommit(ObjectName.of(work));
      RevCommit theirs = walk.parseCommit(ObjectName.of(target));
      if (walk.isMergedInto(ours, theirs)) {
        return Optional.of(How.ANCESTOR);
      }
      Optional<RevCommit> base = base(walk, ours, theirs);
      if (base.isEmpty()) {
        return Optional.empty();
      }
      if (ours.getTree().equals(base.get().getTree()) || changesNothing(theirs, ours)) {
        return Optional.of(How.CONTENT);
      }
      return applied(walk, base.get(), ours, theirs) ? Optional.of(How.PATCHES) : Optional.empty();
    } catch (IOException e) {
      throw GitException.failed(work.hex(), e);
    }
  }

  /** The merge base; none when there is no single one. */
  private static Optional<RevCommit> base(RevWalk walk, RevCommit a, RevCommit b)
      throws IOException {
    walk.reset();
    walk.setRevFilter(RevFilter.MERGE_BASE);
    walk.markStart(a);
    walk.markStart(b);
    RevCommit first = walk.next();
    boolean single = first != null && walk.next() == null;
    walk.reset();
    walk.setRevFilter(RevFilter.ALL);
    if (!single) {
      return Optional.empty();
    }
    walk.parseBody(first);
    return Optional.of(first);
  }

  private boolean changesNothing(RevCommit target, RevCommit work) throws IOException {
    try (ObjectInserter nowhere = new Unstored(repo.jgit().newObjectReader())) {
      ThreeWayMerger merger = MergeStrategy.RESOLVE.newMerger(repo.jgit(), /* inCore= */ true);
      merger.setObjectInserter(nowhere);
      return merger.merge(target, work)
          && target.getTree().getId().equals(merger.getResultTreeId());
    } catch (NoMergeBaseException e) {
      return false;
    }
  }

  private boolean applied(RevWalk walk, RevCommit base, RevCommit work, RevCommit target)
      throws IOException {
    try (Patches patches = new Patches(repo)) {
      Set<String> paths = patches.paths(base, work);
      Set<String> there = new HashSet<>();
      for (RevCommit commit : between(walk, base, target, paths)) {
        // Of a merge it counts what it brought to the branch it was made on.
        if (commit.getParentCount() > 0) {
          walk.parseBody(commit.getParent(0));
          there.add(patches.id(commit.getParent(0), commit));
        }
      }
      if (there.contains(patches.id(base, work))) {
        return true;
      }
      for (RevCommit commit : between(walk, base, work, Set.of())) {
        if (commit.getParentCount() != 1) {
          return false;
        }
        walk.parseBody(commit.getParent(0));
        if (!there.contains(patches.id(commit.getParent(0), commit))) {
          return false;
        }
      }
      return true;
    }
  }

  /** The commits since the base that touch these paths; all where none is named. */
  private static List<RevCommit> between(
      RevWalk walk, RevCommit base, RevCommit tip, Set<String> paths) throws IOException {
    walk.reset();
    walk.sort(RevSort.TOPO);
    walk.setRewriteParents(false);
    walk.setTreeFilter(
        paths.isEmpty()
            ? TreeFilter.ALL
            : AndTreeFilter.create(PathFilterGroup.createFromStrings(paths), TreeFilter.ANY_DIFF));
    walk.markStart(tip);
    walk.markUninteresting(base);
    List<RevCommit> found = new ArrayList<>();
    for (RevCommit commit = walk.next();
        commit != null && found.size() < MOST_COMMITS;
        commit = walk.next()) {
      found.add(commit);
    }
    walk.reset();
    walk.setTreeFilter(TreeFilter.ALL);
    return found;
  }

  /**
   * What a change does, whatever lines it is at: every byte of the lines that it takes, adds and
   * stands between. Unlike {@code git patch-id} it does not overlook blanks, nor what a binary file
   * holds: a change of those alone is work as well.
   */
  private static final class Patches implements AutoCloseable {
    private final Repo repo;
    private final ObjectReader reader;

    Patches(Repo repo) {
      this.repo = repo;
      this.reader = repo.jgit().newObjectReader();
    }

    Set<String> paths(RevCommit before, RevCommit after) throws IOException {
      Set<String> paths = new TreeSet<>();
      try (DiffFormatter diff = formatter(OutputStream.nullOutputStream())) {
        for (DiffEntry entry : entries(diff, before, after)) {
          paths.add(
              entry.getChangeType() == DiffEntry.ChangeType.DELETE
                  ? entry.getOldPath()
                  : entry.getNewPath());
        }
      }
      return paths;
    }

    String id(RevCommit before, RevCommit after) throws IOException {
      MessageDigest digest = Digest.startSha256();
      try (DigestOutputStream out = new DigestOutputStream(new ByteArrayOutputStream(), digest);
          DiffFormatter diff = formatter(out)) {
        out.on(true);
        for (DiffEntry entry : entries(diff, before, after)) {
          String head =
              "\n%s %s %s %s %s\n"
                  .formatted(
                      entry.getChangeType(),
                      entry.getOldPath(),
                      entry.getNewPath(),
                      entry.getOldMode(),
                      entry.getNewMode());
          out.write(head.getBytes(StandardCharsets.UTF_8));
          FileHeader file = diff.toFileHeader(entry);
          if (file.getPatchType() == FileHeader.PatchType.UNIFIED) {
            diff.format(entry);
          } else {
            String blobs = entry.getOldId().name() + entry.getNewId().name();
            out.write(blobs.getBytes(StandardCharsets.UTF_8));
          }
        }
        diff.flush();
      }
      return HexFormat.of().formatHex(digest.digest());
    }

    private DiffFormatter formatter(OutputStream out) {
      DiffFormatter formatter = new Unplaced(out);
      formatter.setRepository(repo.jgit());
      formatter.setDetectRenames(false);
      return formatter;
    }

    private List<DiffEntry> entries(DiffFormatter diff, RevCommit before, RevCommit after)
        throws IOException {
      return diff.scan(tree(before), tree(after));
    }

    private CanonicalTreeParser tree(RevCommit commit) throws IOException {
      CanonicalTreeParser parser = new CanonicalTreeParser();
      parser.reset(reader, commit.getTree());
      return parser;
    }

    @Override
    public void close() {
      reader.close();
    }
  }

  /** A patch without the numbers of its lines and the names of its blobs. */
  private static final class Unplaced extends DiffFormatter {
    Unplaced(OutputStream out) {
      super(out);
    }

    @Override
    protected void writeHunkHeader(int aStart, int aEnd, int bStart, int bEnd) throws IOException {
      getOutputStream().write("@@\n".getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    protected void formatIndexLine(OutputStream out, DiffEntry entry) {}
  }

  /** Names objects, and keeps none of them. */
  private static final class Unstored extends ObjectInserter {
    private final ObjectReader reader;

    Unstored(ObjectReader reader) {
      this.reader = reader;
    }

    @Override
    public ObjectId insert(int type, long length, InputStream in) throws IOException {
      return idFor(type, length, in);
    }

    @Override
    public PackParser newPackParser(InputStream in) {
      throw new UnsupportedOperationException("nothing is stored");
    }

    @Override
    public ObjectReader newReader() {
      return reader.newReader();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      reader.close();
    }
  }
}
