package dev.pawl.git;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Refs as their files say (gitrepository-layout(5)), for what every command asks: JGit takes longer
 * to open than such a command runs. What is not plain here is null, and JGit's to answer.
 */
final class RefFiles {
  /** Also git's own limit. */
  private static final int MOST_LINKS = 5;

  private static final String SYMBOLIC = "ref: ";

  private final Layout layout;

  RefFiles(Layout layout) {
    this.layout = layout;
  }

  /**
   * What one ref says; a ref that does not exist says nothing.
   *
   * @param target the ref that it points at; null when it names a commit itself
   * @param commit where that leads; null when it leads to a ref that does not exist yet
   */
  record Found(@Nullable String target, @Nullable CommitId commit) {
    private static final Found NOTHING = new Found(null, null);
  }

  /** A ref by its full name. */
  @Nullable Found ref(String name) {
    try {
      return ref(name, packed(), 0);
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }

  private @Nullable Found ref(String name, Map<String, String> packed, int depth)
      throws IOException {
    String text = loose(name);
    if (text == null) {
      String id = packed.get(name);
      return id == null ? Found.NOTHING : new Found(null, new CommitId(id));
    }
    if (!text.startsWith(SYMBOLIC)) {
      return new Found(null, new CommitId(text));
    }
    String target = text.substring(SYMBOLIC.length());
    if (depth == MOST_LINKS || !target.startsWith("refs/") || target.contains("..")) {
      return null;
    }
    Found leads = ref(target, packed, depth + 1);
    return leads == null ? null : new Found(target, leads.commit());
  }

  /** The refs below a folder, by full name; those that lead nowhere are left out. */
  @Nullable Map<String, CommitId> below(String folder) {
    try {
      Map<String, String> loose = new TreeMap<>();
      list(layout.commonDir().resolve(folder), folder, loose);
      // Packed ones are read last: what is being packed now is then found in one place at least.
      Map<String, String> packed = packed();
      Map<String, CommitId> found = new TreeMap<>();
      packed.forEach((name, id) -> {
        if (name.startsWith(folder)) {
          found.put(name, new CommitId(id));
        }
      });
      for (Map.Entry<String, String> one : loose.entrySet()) {
        if (one.getValue().startsWith(SYMBOLIC)) {
          Found leads = ref(one.getKey(), packed, 0);
          if (leads == null) {
            return null;
          }
          if (leads.commit() != null) {
            found.put(one.getKey(), leads.commit());
          }
        } else {
          found.put(one.getKey(), new CommitId(one.getValue()));
        }
      }
      return found;
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }

  private void list(Path folder, String prefix, Map<String, String> loose) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String name = prefix + entry.getFileName();
        if (Files.isDirectory(entry)) {
          list(entry, name + "/", loose);
        } else if (!name.endsWith(".lock")) {
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
    if (Files.isSymbolicLink(file)) {
      throw new IOException("a ref of the old kind: " + name);
    }
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

  private Map<String, String> packed() throws IOException {
    Path file = layout.commonDir().resolve("packed-refs");
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      return Map.of();
    }
    Map<String, String> packed = new HashMap<>();
    for (String line : lines) {
      if (line.startsWith("#") || line.startsWith("^")) {
        continue;
      }
      int end = line.indexOf(' ');
      if (end < 0) {
        throw new IOException("not a line of packed-refs: " + line);
      }
      packed.put(line.substring(end + 1), line.substring(0, end));
    }
    return packed;
  }
}
