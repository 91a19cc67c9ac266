package dev.pawl.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a clone holds at one moment, read without git.
 *
 * @param head what the file HEAD says: {@code ref: …}, or a commit
 * @param refs every ref but pawl's own, with what it names
 * @param files the files of the working tree
 */
record CloneState(String head, Map<String, String> refs, Map<String, String> files) {
  private static final String BRANCHES = "refs/heads/";
  private static final String RECORDS = "refs/pawl/";

  static CloneState of(Path folder) {
    try {
      Path git = folder.resolve(".git");
      if (Files.isRegularFile(git)) {
        git = Path.of(Files.readString(git).strip().substring("gitdir: ".length()));
      }
      Path common = git;
      if (Files.exists(git.resolve("commondir"))) {
        common = git.resolve(Files.readString(git.resolve("commondir")).strip()).normalize();
      }
      return new CloneState(
          Files.readString(git.resolve("HEAD")).strip(), refs(common), files(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The refs of a repository, whose git directory this is. */
  static Map<String, String> refs(Path gitDir) {
    Map<String, String> refs = all(gitDir);
    refs.keySet().removeIf(name -> name.startsWith(RECORDS));
    return refs;
  }

  /** The refs in which pawl exchanges what was recorded. */
  static Map<String, String> records(Path gitDir) {
    Map<String, String> refs = all(gitDir);
    refs.keySet().removeIf(name -> !name.startsWith(RECORDS));
    return refs;
  }

  private static Map<String, String> all(Path gitDir) {
    Map<String, String> refs = new TreeMap<>();
    try {
      Path packed = gitDir.resolve("packed-refs");
      if (Files.exists(packed)) {
        for (String line : Files.readAllLines(packed, UTF_8)) {
          if (line.length() > 41 && line.charAt(40) == ' ') {
            refs.put(line.substring(41), line.substring(0, 40));
          }
        }
      }
      Path loose = gitDir.resolve("refs");
      Map<String, String> found = Files.isDirectory(loose) ? files(loose) : Map.of();
      found.forEach((name, text) -> refs.put("refs/" + name, text.strip()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return refs;
  }

  private static Map<String, String> files(Path folder) throws IOException {
    Map<String, String> files = new TreeMap<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
            String name = String.valueOf(each.getFileName());
            boolean foreign =
                !each.equals(folder) && (name.equals(".git") || name.equals("worktrees"));
            return foreign ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile() && !file.endsWith(".git")) {
              String text = new String(Files.readAllBytes(file), ISO_8859_1);
              files.put(folder.relativize(file).toString(), text);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  /** The branch that is checked out; null when HEAD is detached. */
  @Nullable String branch() {
    String prefix = "ref: " + BRANCHES;
    return head.startsWith(prefix) ? head.substring(prefix.length()) : null;
  }

  /** The commit that is checked out; null before the first one. */
  @Nullable String commit() {
    return head.startsWith("ref: ") ? refs.get(head.substring("ref: ".length())) : head;
  }

  /** The local branches and the stash: what is a person's alone. */
  Map<String, String> own() {
    Map<String, String> own = new TreeMap<>(refs);
    own.keySet().removeIf(name -> name.startsWith("refs/remotes/"));
    return own;
  }

  /** The commits of the remote's branches, as they were seen last. */
  Set<String> remembered() {
    Map<String, String> there = new TreeMap<>(refs);
    there.keySet().removeIf(name -> !name.startsWith("refs/remotes/"));
    return Set.copyOf(there.values());
  }

  /** The commit of a local branch; null when there is none. */
  @Nullable String tip(String branch) {
    return refs.get(BRANCHES + branch);
  }
}
