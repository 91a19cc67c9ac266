package dev.pawl.git.worktree;

import dev.pawl.disk.Printable;
import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A work tree in the trash.
 *
 * @param name of the entry
 * @param about what the one who removed it wants to know it by
 * @param path where it was, and is to be again
 * @param branch what was checked out; null when HEAD was detached
 * @param head null when there was no commit
 * @param admin the name of git's folder for it
 * @param kept where its files are meanwhile
 * @param origin what tells this clone's git folder from a copy of it
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
    Kept kept,
    String origin,
    Path folder) {
  private static final String RECORD = "entry";
  private static final String FILES = "files";
  private static final String ADMIN = "admin";
  private static final String FORMAT = "pawl trash 2";

  /** Where the files of an entry are. */
  enum Kept {
    /** There were none to move. */
    NOWHERE,
    /** In the folder of the entry. */
    INSIDE,
    /** On another file system, beside where they were. */
    BESIDE
  }

  /** Where its files are; null when there were none to move. */
  @Nullable Path files() {
    return switch (kept) {
      case NOWHERE -> null;
      case INSIDE -> folder.resolve(FILES);
      case BESIDE -> path.resolveSibling(".pawl-trash-" + name);
    };
  }

  /** The same, with its files elsewhere. */
  TrashEntry keptAt(Kept where) {
    return new TrashEntry(name, about, path, branch, head, removed, admin, where, origin, folder);
  }

  /** Git's own folder for it, while it is in the trash. */
  Path adminFolder() {
    return folder.resolve(ADMIN);
  }

  /** The ref that keeps what only this work tree reached from being collected. */
  String ref() {
    return "refs/pawl/trash/" + name;
  }

  /**
   * Writes it down, as a whole.
   *
   * @param top of the clone: what is below it is noted as seen from there, and moves along with it
   */
  void write(Path top) throws IOException {
    StringBuilder text = new StringBuilder(FORMAT + "\n");
    Map<String, String> fields = new TreeMap<>();
    fields.put("about", about);
    fields.put("path", (path.startsWith(top) ? top.relativize(path) : path).toString());
    fields.put("branch", branch == null ? "" : branch.name());
    fields.put("head", head == null ? "" : head.hex());
    fields.put("removed", removed.toString());
    fields.put("admin", admin);
    fields.put("files", kept.name().toLowerCase(Locale.ROOT));
    fields.put("origin", origin);
    fields.forEach(
        (key, value) -> text.append(key).append(": ").append(escape(value)).append('\n'));
    NewWorktree.put(folder, RECORD, text.toString());
  }

  /** Reads it back; empty when there is no such record, an error when it makes no sense (N43). */
  static Optional<TrashEntry> read(Path folder, Path top) throws IOException, GitException {
    Optional<String> text = Worktrees.line(folder.resolve(RECORD));
    if (text.isEmpty()) {
      if (Files.isDirectory(folder.resolve(ADMIN)) || Files.isDirectory(folder.resolve(FILES))) {
        throw damaged(folder, "it is missing", null);
      }
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
      if (!text.get().startsWith(FORMAT + "\n")) {
        throw new IllegalArgumentException("not of the form '" + FORMAT + "'");
      }
      String branch = fields.getOrDefault("branch", "");
      return Optional.of(
          new TrashEntry(
              String.valueOf(folder.getFileName()),
              fields.getOrDefault("about", ""),
              place(top, fields.getOrDefault("path", "")),
              branch.isEmpty() ? null : new BranchName(branch),
              CommitId.of(fields.getOrDefault("head", "")).orElse(null),
              Instant.parse(fields.getOrDefault("removed", "")),
              segment(fields.getOrDefault("admin", "")),
              Kept.valueOf(fields.getOrDefault("files", "").toUpperCase(Locale.ROOT)),
              fields.getOrDefault("origin", ""),
              folder));
    } catch (DateTimeException | IllegalArgumentException e) {
      throw damaged(folder, Printable.line("" + e.getMessage()), e);
    }
  }

  private static GitException damaged(Path folder, String why, @Nullable Exception cause) {
    return new GitException(
        GitException.Kind.DAMAGED,
        folder.resolve(RECORD).toString(),
        "does not say what is in this part of the trash: " + why,
        "look into the folder; pawl leaves it as it is",
        cause);
  }

  private static Path place(Path top, String text) {
    Path path = top.resolve(text).normalize();
    if (text.isEmpty() || path.equals(top)) {
      throw new IllegalArgumentException("not a place: '" + text + "'");
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
