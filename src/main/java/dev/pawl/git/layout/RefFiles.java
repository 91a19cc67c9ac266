package dev.pawl.git.layout;

import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.jspecify.annotations.Nullable;

/**
 * Refs as their files say (gitrepository-layout(5)), for what every command asks: JGit takes longer
 * to open than such a command runs. What is not plain here is null, and JGit's to answer: a name of
 * other characters than most, a symbolic link, damage, what may not be a commit.
 */
public final class RefFiles {
  /** Also git's own limit. */
  private static final int MOST_LINKS = 5;

  private static final String SYMBOLIC = "ref: ";
  private static final String NO_COMMIT = "0".repeat(40);
  private static final String REPLACEMENTS = "refs/replace/";

  /** Where pawl keeps refs of its own, here and on remotes. */
  public static final String OWN = "refs/pawl/";

  private final Layout layout;

  public RefFiles(Layout layout) {
    this.layout = layout;
  }

  /**
   * What one ref says; a ref that does not exist says nothing.
   *
   * @param target the ref that it points at; null when it names a commit itself
   * @param commit where that leads; null when it leads to a ref that does not exist yet
   */
  public record Found(@Nullable String target, @Nullable CommitId commit) {
    private static final Found NOTHING = new Found(null, null);
  }

  /**
   * HEAD, a branch, what is known of a remote's branch, or a ref of pawl's own, by its full name.
   */
  public @Nullable Found ref(String name) {
    try {
      return name.equals(Constants.HEAD) || isKnown(name) ? ref(name, 0) : null;
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }

  private @Nullable Found ref(String name, int depth) throws IOException {
    String text = loose(name);
    if (text != null && text.startsWith(SYMBOLIC)) {
      String target = text.substring(SYMBOLIC.length());
      if (depth == MOST_LINKS || !isKnown(target)) {
        return null;
      }
      Found leads = ref(target, depth + 1);
      return leads == null ? null : new Found(target, leads.commit());
    }
    if (name.equals(Constants.HEAD)) {
      return text == null ? null : new Found(null, commit(text));
    }
    // Read after the file was missed, as git does: a ref that is packed meanwhile is in one of them
    String id = text == null ? packed(name).get(name) : text;
    return id == null ? Found.NOTHING : new Found(null, commit(name, id));
  }

  /** The refs below a folder, by full name; those that lead nowhere are left out. */
  public @Nullable Map<String, CommitId> below(String folder) {
    try {
      return folder.endsWith("/") && (isKnown(folder + "x") || folder.equals(REPLACEMENTS))
          ? listed(folder)
          : null;
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }

  private @Nullable Map<String, CommitId> listed(String folder) throws IOException {
    Map<String, String> loose = new TreeMap<>();
    list(layout.commonDir().resolve(folder), folder, loose);
    // Packed ones are read last: what is being packed now is then found in one place at least.
    Map<String, String> all = packed(folder);
    all.putAll(loose);
    Map<String, CommitId> found = new TreeMap<>();
    for (Map.Entry<String, String> one : all.entrySet()) {
      String name = one.getKey();
      if (one.getValue().startsWith(SYMBOLIC)) {
        Found leads = ref(name, 0);
        if (leads == null) {
          return null;
        }
        if (leads.commit() != null) {
          found.put(name, leads.commit());
        }
      } else {
        found.put(name, commit(name, one.getValue()));
      }
    }
    return found;
  }

  private void list(Path folder, String prefix, Map<String, String> loose) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String name = prefix + entry.getFileName();
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          list(entry, name + "/", loose);
        } else if (!name.endsWith(".lock")) {
          refuseUnless(BranchName.isPlainRef(name), name);
          @Nullable String text = loose(name);
          if (text != null) {
            loose.put(name, text);
          }
        }
      }
    } catch (NoSuchFileException e) {
      // No such folder: no refs in it.
      return;
    }
  }

  private @Nullable String loose(String name) throws IOException {
    Path file = (name.startsWith("refs/") ? layout.commonDir() : layout.gitDir()).resolve(name);
    // A link where there should be a file is how refs once pointed at others.
    refuseUnless(!Files.isSymbolicLink(file), name);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return null;
    }
    try {
      return Files.readString(file).stripTrailing();
    } catch (NoSuchFileException e) {
      // Packed meanwhile, or gone.
      return null;
    }
  }

  /**
   * The lines of packed-refs whose names begin so; the rest is not looked at, there may be much.
   */
  private Map<String, String> packed(String prefix) throws IOException {
    Map<String, String> packed = new TreeMap<>();
    String all;
    try {
      all =
          Files.readString(layout.commonDir().resolve("packed-refs"), StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      return packed;
    }
    refuseUnless(all.isEmpty() || (all.endsWith("\n") && all.indexOf('\r') < 0), "packed-refs");
    String wanted = " " + prefix;
    for (int at = all.indexOf(wanted); at >= 0; at = all.indexOf(wanted, at + 1)) {
      int start = all.lastIndexOf('\n', at) + 1;
      int end = all.indexOf('\n', at);
      if (all.charAt(start) == '#') {
        continue;
      }
      String name = all.substring(at + 1, end);
      refuseUnless(BranchName.isPlainRef(name), name);
      packed.put(name, all.substring(start, at));
    }
    return packed;
  }

  /** Only a branch surely leads to a commit; the others are looked at. */
  private CommitId commit(String name, String id) throws IOException {
    CommitId commit = commit(id);
    boolean sure =
        name.startsWith(Constants.R_HEADS)
            || name.startsWith(REPLACEMENTS)
            || new ObjectFiles(layout).treeOf(commit) != null;
    refuseUnless(sure, name);
    return commit;
  }

  private static CommitId commit(String id) throws IOException {
    refuseUnless(!id.equals(NO_COMMIT), id);
    return new CommitId(id);
  }

  private static boolean isKnown(String name) {
    return (name.startsWith(Constants.R_HEADS)
            || name.startsWith(Constants.R_REMOTES)
            || name.startsWith(OWN))
        && BranchName.isPlainRef(name);
  }

  private static void refuseUnless(boolean plain, String what) throws IOException {
    if (!plain) {
      throw new IOException("not read here: " + what);
    }
  }
}
