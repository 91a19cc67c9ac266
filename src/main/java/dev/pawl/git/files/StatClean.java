package dev.pawl.git.files;

import dev.pawl.git.BlobId;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.index.FileStat;
import dev.pawl.git.index.IndexFile;
import dev.pawl.git.layout.ObjectFiles;
import dev.pawl.git.layout.RefFiles;
import dev.pawl.git.repo.Repo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which files surely are as committed: their stat data is what the index remembers of them, and
 * what the index has of them is what the last commit has. Stricter than git in every point, so that
 * git need only be asked about the rest: all stat fields and the mode must agree, and of a file as
 * young as the index itself (git's "racy") the bytes as well.
 */
final class StatClean {
  /** Of more bytes than these git finds the name faster than we do. */
  private static final int MOST_COMPARED = 1 << 18;

  private record Stored(int mode, String id) {}

  private final Repo repo;
  private final ObjectFiles objects;
  private final IndexFile index;
  private final BasicFileAttributes attributes;
  private final String tree;
  private final Map<String, @Nullable Map<String, Stored>> folders = new HashMap<>();
  private final Map<String, Boolean> inside = new HashMap<>();
  private long compared;

  private StatClean(
      Repo repo,
      ObjectFiles objects,
      IndexFile index,
      BasicFileAttributes attributes,
      String tree) {
    this.repo = repo;
    this.objects = objects;
    this.index = index;
    this.attributes = attributes;
    this.tree = tree;
  }

  /** Those of these paths that surely are as committed; never a wrong one. */
  static Set<String> of(Repo repo, Collection<String> paths) throws GitException {
    CommitId head = repo.head();
    if (head == null || repo.isBare() || replaces(repo)) {
      return Set.of();
    }
    try {
      Path file = repo.indexFile();
      BasicFileAttributes before = attributes(file);
      IndexFile index = IndexFile.parseUnverified(Files.readAllBytes(file));
      BasicFileAttributes after = attributes(file);
      boolean steady =
          before.lastModifiedTime().equals(after.lastModifiedTime())
              && before.size() == after.size()
              && String.valueOf(before.fileKey()).equals(String.valueOf(after.fileKey()));
      ObjectFiles objects = new ObjectFiles(repo.layout());
      String tree = objects.treeOf(head);
      return steady && tree != null
          ? new StatClean(repo, objects, index, after, tree).clean(paths)
          : Set.of();
    } catch (IOException | GitException | IndexOutOfBoundsException | IllegalArgumentException e) {
      // Whoever is asked instead says what is wrong with the index.
      return Set.of();
    }
  }

  /** Whether git might show other objects than those that are stored. */
  private static boolean replaces(Repo repo) {
    Map<String, CommitId> replaced = new RefFiles(repo.layout()).below("refs/replace/");
    return replaced == null
        || !replaced.isEmpty()
        || repo.environment().variables().containsKey("GIT_REPLACE_REF_BASE");
  }

  private static BasicFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private Set<String> clean(Collection<String> paths) throws IOException, GitException {
    WorkTree workTree = new WorkTree(repo);
    Set<String> clean = new HashSet<>();
    boolean whole = tree.equals(index.rootTree());
    for (String path : paths) {
      IndexFile.Entry entry = index.entry(path);
      if (entry == null || entry.hidden() || entry.intentToAdd()) {
        continue;
      }
      boolean regular = entry.mode() == 0100644 || entry.mode() == 0100755;
      // A link to the folder that was here leads to the same files, and git calls them deleted.
      if (regular
          && inside.computeIfAbsent(parent(path), any -> workTree.isInside(path))
          && (whole || committed(path, entry))
          && unchanged(path, entry)) {
        clean.add(path);
      }
    }
    return clean;
  }

  private boolean unchanged(String path, IndexFile.Entry entry) throws IOException, GitException {
    Path file = repo.workTree().resolve(path);
    FileStat remembered = index.stat(entry);
    // A size of 0 is also how git marks an entry that it must compare.
    if (remembered.size() == 0) {
      return false;
    }
    try {
      return FileStat.of(file).equals(remembered)
          && FileStat.hasMode(file, entry.mode())
          && (isOlder(remembered) || isStored(path, file, entry));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** As most gits are built, they look at whole seconds. */
  private boolean isOlder(FileStat remembered) {
    return remembered.modified().getEpochSecond()
        < attributes.lastModifiedTime().toInstant().getEpochSecond();
  }

  /** Whether the bytes are those that are stored, and git would store them as they are. */
  private boolean isStored(String path, Path file, IndexFile.Entry entry)
      throws IOException, GitException {
    compared += Files.size(file);
    if (compared > MOST_COMPARED) {
      return false;
    }
    byte[] bytes = Files.readAllBytes(file);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return BlobId.of(bytes).hex().equals(entry.id())
        && text.indexOf('\r') < 0
        && !text.contains("$Id")
        && !new Conversions(repo, index).mayConcern(path);
  }

  private boolean committed(String path, IndexFile.Entry entry) {
    Map<String, Stored> folder = folder(parent(path));
    return folder != null && new Stored(entry.mode(), entry.id()).equals(folder.get(name(path)));
  }

  private @Nullable Map<String, Stored> folder(String path) {
    if (!folders.containsKey(path)) {
      folders.put(path, read(path));
    }
    return folders.get(path);
  }

  private @Nullable Map<String, Stored> read(String path) {
    String id = tree;
    if (!path.isEmpty()) {
      Map<String, Stored> above = folder(parent(path));
      Stored stored = above == null ? null : above.get(name(path));
      if (stored == null || stored.mode() != 040000) {
        return null;
      }
      id = stored.id();
    }
    byte[] text = objects.read(id, ObjectFiles.TREE);
    return text == null ? null : entries(text);
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static Map<String, Stored> entries(byte[] tree) {
    Map<String, Stored> entries = new HashMap<>();
    int at = 0;
    while (at < tree.length) {
      int space = at;
      while (tree[space] != ' ') {
        space++;
      }
      int end = space;
      while (tree[end] != 0) {
        end++;
      }
      int mode = Integer.parseInt(new String(tree, at, space - at, StandardCharsets.US_ASCII), 8);
      String name = new String(tree, space + 1, end - space - 1, StandardCharsets.UTF_8);
      entries.put(name, new Stored(mode, HexFormat.of().formatHex(tree, end + 1, end + 21)));
      at = end + 21;
    }
    return entries;
  }
}
