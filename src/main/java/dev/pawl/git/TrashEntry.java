package dev.pawl.git;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A work tree in the trash.
 *
 * @param name of the entry
 * @param about what the one who removed it wants to know it by
 * @param path where it was
 * @param branch what was checked out; null when HEAD was detached
 * @param head null when there was no commit
 * @param admin the name of git's folder for it
 * @param files where its files are now; null when there were none to move
 * @param folder that of the entry
 */
public record TrashEntry(
    String name,
    String about,
    Path path,
    @Nullable BranchName branch,
    @Nullable CommitId head,
    Instant removed,
    String admin,
    @Nullable Path files,
    Path folder) {
  private static final String RECORD = "entry";

  /** Git's own folder for it, while it is in the trash. */
  Path adminFolder() {
    return folder.resolve("admin");
  }

  /** The ref that keeps what only this work tree reached from being collected. */
  String ref() {
    return "refs/pawl/trash/" + name;
  }

  /** Whether all of it is here: what was cut short half-way in or out is not. */
  public boolean whole() {
    return (files == null || Files.isDirectory(files, NOFOLLOW_LINKS))
        && Files.isDirectory(adminFolder(), NOFOLLOW_LINKS);
  }

  /**
   * Whether nothing of it is here: git's folder goes first on the way in and last on the way out,
   * so a kill came before the one or after the other, and the files are where they were.
   */
  public boolean empty() {
    return !Files.isDirectory(adminFolder(), NOFOLLOW_LINKS)
        && (files == null || !Files.isDirectory(files, NOFOLLOW_LINKS));
  }

  /** Writes it down, as a whole. */
  void write() throws IOException {
    StringBuilder text = new StringBuilder("pawl trash 1\n");
    Map<String, String> fields = new TreeMap<>();
    fields.put("about", about);
    fields.put("path", path.toString());
    fields.put("branch", branch == null ? "" : branch.name());
    fields.put("head", head == null ? "" : head.hex());
    fields.put("removed", removed.toString());
    fields.put("admin", admin);
    fields.put("files", files == null ? "" : files.toString());
    fields.forEach(
        (key, value) -> text.append(key).append(": ").append(escape(value)).append('\n'));
    NewWorktree.put(folder, RECORD, text.toString());
  }

  /** Reads it back; empty when there is no such record, an error when it makes no sense (N43). */
  static Optional<TrashEntry> read(Path folder) throws IOException, GitException {
    Optional<String> text = Worktrees.line(folder.resolve(RECORD));
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> fields = new TreeMap<>();
    text.get()
        .lines()
        .forEach(line -> {
          int colon = line.indexOf(": ");
          if (colon > 0) {
            fields.put(line.substring(0, colon), unescape(line.substring(colon + 2)));
          } else if (line.endsWith(":")) {
            fields.put(line.substring(0, line.length() - 1), "");
          }
        });
    try {
      String branch = fields.getOrDefault("branch", "");
      String files = fields.getOrDefault("files", "");
      return Optional.of(
          new TrashEntry(
              String.valueOf(folder.getFileName()),
              fields.getOrDefault("about", ""),
              absolute(fields.getOrDefault("path", "")),
              branch.isEmpty() ? null : new BranchName(branch),
              CommitId.of(fields.getOrDefault("head", "")).orElse(null),
              Instant.parse(fields.getOrDefault("removed", "")),
              segment(fields.getOrDefault("admin", "")),
              files.isEmpty() ? null : absolute(files),
              folder));
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new GitException(
          GitException.Kind.DAMAGED,
          folder.resolve(RECORD).toString(),
          "does not say what is in this part of the trash: " + Printable.line("" + e.getMessage()),
          "look into the folder; pawl leaves it as it is",
          e);
    }
  }

  private static Path absolute(String text) {
    Path path = Path.of(text);
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException("not an absolute path: '" + text + "'");
    }
    return path;
  }

  private static String segment(String text) {
    if (text.isEmpty() || text.contains("/") || text.startsWith(".")) {
      throw new IllegalArgumentException("not a name: '" + text + "'");
    }
    return text;
  }

  private static String escape(String text) {
    return text.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D");
  }

  private static String unescape(String text) {
    return text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%");
  }
}
