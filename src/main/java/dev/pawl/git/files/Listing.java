package dev.pawl.git.files;

import dev.pawl.disk.FileMark;
import dev.pawl.disk.IoReason;
import dev.pawl.git.GitException;
import dev.pawl.git.RepoPath;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What is at and below some folders of a work tree, without following a link: the files, and what
 * stands where files could be and is not read as one. Git's own folders and nested repositories are
 * not entered.
 */
public final class Listing {
  /** Something that is not read as a file of the work tree. */
  public sealed interface Unread {
    /** Where it is, from the root of the work tree. */
    String path();

    /** A symbolic link, to whatever. */
    record Link(String path) implements Unread {}

    /**
     * A file, or one in a folder, whose name is not UTF-8.
     *
     * @param path as git prints it, with the bytes in question in octal digits
     * @param place where it is
     */
    record Misnamed(String path, Path place) implements Unread {}

    /** A folder, or a device, where a file is wanted. */
    record NoFile(String path) implements Unread {}

    /** What the file system does not let us look into. */
    record Closed(String path, String reason) implements Unread {}
  }

  private final WorkTree tree;
  private final Path top;
  private final Predicate<String> wanted;
  private final SortedMap<String, FileMark> files = new TreeMap<>();
  private final SortedMap<String, Unread> unread = new TreeMap<>();

  private Listing(WorkTree tree, Path top, Predicate<String> wanted) {
    this.tree = tree;
    this.top = top;
    this.wanted = wanted;
  }

  /** Nothing at all. */
  static Listing none(WorkTree tree) {
    return new Listing(tree, Path.of(""), _ -> false);
  }

  /** Looks at and below these folders of a work tree; the empty root is all of it. */
  static Listing of(WorkTree tree, Path top, Set<String> roots, Predicate<String> wanted)
      throws GitException {
    Listing listing = new Listing(tree, top, wanted);
    for (String root : roots) {
      if (root.isEmpty()) {
        listing.list(top, "");
      } else {
        RepoPath.check(root);
        listing.root(root);
      }
    }
    return listing;
  }

  /** The regular files that are wanted, each with what the file system says of it. */
  public SortedMap<String, FileMark> files() {
    return files;
  }

  /** What else stands there, by path: every link, and of the rest what is wanted. */
  public SortedMap<String, Unread> unread() {
    return unread;
  }

  /** A link in the way to the root is all that there is to see. */
  private void root(String root) {
    int end = root.indexOf('/');
    while (end > 0) {
      Path folder = top.resolve(root.substring(0, end));
      if (Files.isSymbolicLink(folder)) {
        place(folder, root.substring(0, end));
        return;
      }
      end = root.indexOf('/', end + 1);
    }
    if (tree.isInside(root)) {
      place(top.resolve(root), root);
    }
  }

  private void list(Path folder, String prefix) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (!RepoPath.isGitFolder(name)) {
          place(entry, prefix + name);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      // Removed while we looked: as if it had never been there.
      return;
    } catch (IOException e) {
      closed(prefix.isEmpty() ? "." : prefix.substring(0, prefix.length() - 1), e);
    }
  }

  /** A file, or the files in a folder; a look at the disk for each. */
  private void place(Path entry, String path) {
    try {
      FileMark mark = FileMark.of(entry);
      switch (mark.kind()) {
        case FOLDER -> {
          if (wanted.test(path)) {
            add(new Unread.NoFile(path));
          }
          if (!tree.isElsewhere(entry)) {
            list(entry, path + "/");
          }
        }
        case FILE -> {
          if (wanted.test(path)) {
            file(entry, path, mark);
          }
        }
        case LINK -> add(new Unread.Link(path));
        case OTHER -> {
          if (wanted.test(path)) {
            add(new Unread.NoFile(path));
          }
        }
      }
    } catch (NoSuchFileException e) {
      // Removed while we looked, or a folder for plans that is not there.
      return;
    } catch (IOException e) {
      closed(path, e);
    }
  }

  /** A name that is not UTF-8 reads with replacement characters, and then leads nowhere. */
  private void file(Path entry, String path, FileMark mark) {
    if (path.indexOf('\uFFFD') < 0 || top.resolve(path).equals(entry)) {
      files.put(path, mark);
    } else {
      add(new Unread.Misnamed(RepoPath.quoted(top, entry), entry));
    }
  }

  private void closed(String path, IOException cause) {
    add(new Unread.Closed(path, IoReason.unnamed(cause)));
  }

  private void add(Unread place) {
    unread.put(place.path(), place);
  }
}
