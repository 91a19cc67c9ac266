package dev.pawl.git.commit;

import dev.pawl.disk.Patience;
import dev.pawl.disk.Printable;
import dev.pawl.disk.ProcessMark;
import dev.pawl.git.GitException;
import dev.pawl.git.repo.Repo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a kill left in a work tree: the next command that writes settles it, and until then it is
 * not a person's work.
 *
 * @param said what it is, in a sentence
 * @param paths files that may hold what nobody but pawl put there
 */
public record UnfinishedCommit(String said, List<String> paths) {
  /** Looks, and changes nothing; what a process is still at is not left. */
  public static Optional<UnfinishedCommit> in(Repo repo) throws GitException {
    CommitFolder folder = new CommitFolder(repo.gitDir());
    try {
      if (Files.exists(folder.intent())) {
        return of(Files.readAllBytes(folder.intent()));
      }
      ProcessMark owner = IndexLock.owner(folder.indexLock());
      return owner == null || owner.life() != ProcessMark.Life.DEAD
          ? Optional.empty()
          : Optional.of(new UnfinishedCommit(settles(folder.indexLock() + " was left"), List.of()));
    } catch (IOException e) {
      throw GitException.failed(folder.intent().toString(), e);
    }
  }

  /**
   * Waits while a pawl that is alive commits here: until it is through, what it replaced differs
   * from HEAD, and that is nobody's uncommitted work.
   *
   * @param limit how long at most; a hook may take minutes, and is not waited for so long
   * @return whether a commit was under way and has ended, so that looking again tells more
   */
  public static boolean hasEnded(Repo repo, Duration limit) throws GitException {
    Path note = new CommitFolder(repo.gitDir()).intent();
    try {
      if (!isUnderWay(note)) {
        return false;
      }
      Patience patience = new Patience(limit);
      while (patience.again()) {
        if (!isUnderWay(note)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw GitException.failed(note.toString(), e);
    }
  }

  private static boolean isUnderWay(Path note) throws IOException {
    try {
      return Intent.decode(Files.readAllBytes(note)).by().life() == ProcessMark.Life.ALIVE;
    } catch (NoSuchFileException | IllegalArgumentException e) {
      // Nothing is under way; of a note that cannot be read, in() tells.
      return false;
    }
  }

  private static Optional<UnfinishedCommit> of(byte[] note) throws IOException {
    Intent intent;
    try {
      intent = Intent.decode(note);
    } catch (IllegalArgumentException e) {
      return Optional.of(
          new UnfinishedCommit(
              settles("the note of an unfinished commit cannot be read"), List.of()));
    }
    List<String> paths = intent.files().stream().map(Intent.Replacement::path).toList();
    String by = intent.what() + " of pawl, process " + intent.by().pid();
    return switch (intent.by().life()) {
      case ALIVE -> Optional.empty();
      case DEAD -> Optional.of(new UnfinishedCommit(settles(by + ", was cut short"), paths));
      case ELSEWHERE ->
          Optional.of(
              new UnfinishedCommit(
                  by
                      + " on "
                      + Printable.line(intent.by().host())
                      + ", is not finished: run pawl there",
                  paths));
    };
  }

  private static String settles(String what) {
    return what + ": pawl fix-consistency finishes it or takes it back";
  }
}
