package dev.pawl.git;

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
 * git need only be asked about the rest: all stat fields must agree, and of a file as young as the
 * index itself (git's "racy") the bytes as well.
 */
final class StatClean {
  /** More bytes than any plan has; git compares what is larger. */
  private static final int LARGEST = 1 << 20;

  private record Stored(int mode, String id) {}

  private final ObjectFiles objects;
  private final IndexFile index;
  private final BasicFileAttributes attributes;
  private final String tree;
  private final Map<String, @Nullable Map<String, Stored>> folders = new HashMap<>();

  private StatClean(
      ObjectFiles objects, IndexFile index, BasicFileAttributes attributes, String tree) {
    this.objects = objects;
    this.index = index;
    this.attributes = attributes;
    this.tree = tree;
  }

  /** Those of these paths that surely are as committed; never a wrong one. */
  static Set<String> of(Repo repo, Collection<String> paths) throws GitException {
    CommitId head = repo.head();
    if (head == null || repo.isBare()) {
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
          ? new StatClean(objects, index, after, tree).clean(repo.workTree(), paths)
          : Set.of();
    } catch (IOException | GitException | IndexOutOfBoundsException e) {
      // Whoever is asked instead says what is wrong with the index.
      return Set.of();
    }
  }

  private static BasicFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private Set<String> clean(Path workTree, Collection<String> paths) throws IOException {
    Set<String> clean = new HashSet<>();
    boolean whole = tree.equals(index.rootTree());
    for (String path : paths) {
      IndexFile.Entry entry = index.entry(path);
      if (entry == null || entry.hidden() || entry.intentToAdd()) {
        continue;
      }
      boolean regular = entry.mode() == 0100644 || entry.mode() == 0100755;
      if (regular
          && (whole || committed(path, entry))
          && unchanged(workTree.resolve(path), entry)) {
        clean.add(path);
      }
    }
    return clean;
  }

  private boolean unchanged(Path file, IndexFile.Entry entry) throws IOException {
    FileStat remembered = index.stat(entry);
    // A size of 0 is also how git marks an entry that it must compare.
    if (remembered.size() == 0) {
      return false;
    }
    try {
      return FileStat.of(file).equals(remembered)
          && (remembered.modified().isBefore(attributes.lastModifiedTime().toInstant())
              || (remembered.size() <= LARGEST && isBlob(file, entry)));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Whether the bytes themselves are those that are stored. */
  private static boolean isBlob(Path file, IndexFile.Entry entry) throws IOException {
    return BlobId.of(Files.readAllBytes(file)).hex().equals(entry.id());
  }

  private boolean committed(String path, IndexFile.Entry entry) {
    int slash = path.lastIndexOf('/');
    Map<String, Stored> folder = folder(slash < 0 ? "" : path.substring(0, slash));
    return folder != null
        && new Stored(entry.mode(), entry.id()).equals(folder.get(path.substring(slash + 1)));
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
      int slash = path.lastIndexOf('/');
      Map<String, Stored> above = folder(slash < 0 ? "" : path.substring(0, slash));
      Stored stored = above == null ? null : above.get(path.substring(slash + 1));
      if (stored == null || stored.mode() != 040000) {
        return null;
      }
      id = stored.id();
    }
    byte[] text = objects.read(id, ObjectFiles.TREE);
    return text == null ? null : entries(text);
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
