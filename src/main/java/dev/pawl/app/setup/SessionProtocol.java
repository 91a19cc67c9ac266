package dev.pawl.app.setup;

import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.git.GitException;
import dev.pawl.git.files.WorkTree;
import dev.pawl.plan.text.Utf8;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a session of work with plans is to be closed, for people and agents: the text, and the part
 * of an instruction file that holds it. Only what stands between the two markers is ever changed.
 */
public final class SessionProtocol {
  static final String BEGIN = "<!-- pawl protocol: kept up to date by pawl protocol -->";
  static final String END = "<!-- /pawl protocol -->";

  private static final String TEXT =
      """
      ## Plans and the end of a session

      Plans are Markdown files with `task` blocks, kept true by `pawl`. While you work:

      - `pawl sync` takes in what other machines reported. `pawl task next --start` then gives you a
        task; two agents in one clone never get the same one. A plan that you take on as a whole gets
        a worktree of its own, and no other machine takes it: `pawl plan start PLAN`, and at the end
        `pawl plan complete PLAN --merge --push`.
      - Report what became of each task: `pawl task done ID`, `pawl task block ID --reason "…"`, or, to
        put it down for somebody else, `pawl task reopen ID --reason "…"`.
      - When `pawl task start ID` or `pawl plan start PLAN` is refused (exit code 1), it says why: most
        often that somebody else has it. Take another one.
      - Do not edit `status:` in a task block: a report counts on every machine, and is written into
        the file for you. Plans and task texts themselves are edited like any file, and committed.

      Before a session ends, in every repository you worked in:

      1. Commit your work, plan files included.
      2. Run `pawl close`. It fetches, fast-forwards, writes what was reported into the plan files as
         one commit, pushes that and the commits before it, and then names everything that would be
         lost if this machine vanished now. `pawl close --push` pushes your own commits as well.
      3. Exit code 0: all is delivered, and the session may end. Exit code 1: something is left. Take
         what is listed from the top: the line below each is the command that settles it. Run it, and
         close again. Notes:
         - A plan file has uncommitted changes: commit it, and close again.
         - C-14, behind or diverged: nothing was written. `git pull --rebase`, and close again.
         - C-15, which is right?: ask a person; never decide yourself.
         - C-20, a merge or rebase is under way: resolve and end it as git says, and close again.
         - C-20, no branch is checked out: `git switch BRANCH`, and close again. Commits that are on no
           branch are named first, with the command that gives them one.
         - The remote cannot be reached: what you reported is safe here. Close again when it can.
         - The push is refused because the branch is protected: `git switch -c NAME`,
           `git push -u origin NAME`, and open a pull request. With `writeback: {on: current}` in
           `.pawl.yaml`, statuses are written on such a branch from the start.
      4. Still not 0: stop, and tell a person what `pawl close` said.
      """;

  private final Surroundings surroundings;

  public SessionProtocol(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** The protocol as Markdown. */
  public static String text() {
    return TEXT;
  }

  /** What became of one file, named relative to the root of the repository. */
  public record Written(String file, Kind kind) {}

  /** Whether there was something to do. */
  public enum Kind {
    CREATED,
    CHANGED,
    UP_TO_DATE
  }

  /**
   * Writes the protocol into files of this repository, all of them checked before any is written.
   *
   * @param files as typed
   * @throws Failure when one is outside of the work tree, is not UTF-8, or has broken markers
   */
  public List<Written> write(List<String> files) throws Failure {
    try (Workspace workspace = Workspace.openToWrite(surroundings)) {
      if (workspace.repo().isBare()) {
        throw Failure.refused("a bare repository has no files", "run it in a clone");
      }
      List<Change> changes = new ArrayList<>();
      for (String file : files) {
        changes.add(change(workspace, file));
      }
      List<Written> written = new ArrayList<>();
      for (Change change : changes) {
        written.add(change.apply(new WorkTree(workspace.repo())));
      }
      return List.copyOf(written);
    } catch (GitException e) {
      throw Failure.of(e);
    }
  }

  /** For a new repository: AGENTS.md, and CLAUDE.md where that is a file of its own. */
  public List<Written> writeUsual() throws Failure {
    List<String> files = new ArrayList<>();
    try (Workspace workspace = Workspace.open(surroundings)) {
      if (workspace.repo().isBare()) {
        throw Failure.refused("a bare repository has no files", "run it in a clone");
      }
      Path root = workspace.repo().workTree();
      files.add(root.resolve("AGENTS.md").toString());
      if (Files.isRegularFile(root.resolve("CLAUDE.md"), LinkOption.NOFOLLOW_LINKS)) {
        files.add(root.resolve("CLAUDE.md").toString());
      }
    }
    return write(files);
  }

  private record Change(String file, Optional<String> before, String after) {
    Written apply(WorkTree tree) throws Failure, GitException {
      if (before.isEmpty()) {
        tree.create(file, after.getBytes(StandardCharsets.UTF_8));
        return new Written(file, Kind.CREATED);
      }
      if (before.get().equals(after)) {
        return new Written(file, Kind.UP_TO_DATE);
      }
      byte[] expected = before.get().getBytes(StandardCharsets.UTF_8);
      if (!tree.replace(file, expected, after.getBytes(StandardCharsets.UTF_8))) {
        throw Failure.refused(
            file + " changed while it was being written", "run the command again");
      }
      return new Written(file, Kind.CHANGED);
    }
  }

  private Change change(Workspace workspace, String typed) throws Failure, GitException {
    String file = inside(workspace.repo().workTree(), typed);
    Optional<byte[]> bytes = new WorkTree(workspace.repo()).read(file);
    Optional<String> before =
        bytes.isEmpty() ? Optional.empty() : Optional.of(decoded(file, bytes.get()));
    return new Change(file, before, merged(file, before.orElse("")));
  }

  private static String decoded(String file, byte[] bytes) throws Failure {
    Utf8 text = Utf8.of(bytes);
    if (text.fault() != null) {
      throw Failure.refused(
          file + " is not UTF-8: " + text.fault(), "save it as UTF-8, or name another file");
    }
    return text.text();
  }

  /** A link may lead to another file of the work tree, and nowhere else (N50). */
  private String inside(Path root, String typed) throws Failure {
    try {
      Path named = surroundings.directory().resolve(typed).toAbsolutePath().normalize();
      Path folder = named.getParent();
      Path real =
          Files.exists(named)
              ? named.toRealPath()
              : folder == null ? named : folder.toRealPath().resolve(named.getFileName());
      Path top = root.toRealPath();
      if (!real.startsWith(top) || real.equals(top)) {
        throw Failure.refused(
            "'" + typed + "' leads out of this repository, " + top,
            "name a file of the work tree, for example AGENTS.md");
      }
      return top.relativize(real).toString().replace('\\', '/');
    } catch (IOException e) {
      throw Failure.of("'" + typed + "' cannot be reached", e);
    }
  }

  /** The text with the protocol between its markers, or at its end where it has none. */
  static String merged(String file, String text) throws Failure {
    String end = text.contains("\r\n") ? "\r\n" : "\n";
    String block = (BEGIN + "\n" + TEXT + END).replace("\n", end);
    int from = text.indexOf(BEGIN);
    int to = text.indexOf(END);
    if (from < 0 && to < 0) {
      String gap = text.isEmpty() ? "" : text.endsWith("\n") ? end : end + end;
      return text + gap + block + end;
    }
    boolean whole = from >= 0 && to > from;
    if (!whole || text.lastIndexOf(BEGIN) != from || text.lastIndexOf(END) != to) {
      throw Failure.refused(
          file + " does not have exactly one '" + BEGIN + "' with one '" + END + "' after it",
          "fix the two marker lines, or take both out and run the command again");
    }
    return text.substring(0, from) + block + text.substring(to + END.length());
  }
}
