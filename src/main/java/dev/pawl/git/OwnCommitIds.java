package dev.pawl.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The commits that pawl made in this clone, by id: a hook may have changed their messages, and a
 * commit that somebody amended has another id. One file for all work trees of the clone, which
 * never leaves the machine (N44). A commit is noted before any branch leads to it, so no kill makes
 * pawl blind to its own.
 */
public final class OwnCommitIds {
  /** What is older was delivered long ago, or is in nobody's way. */
  static final int MOST = 2000;

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Path commonDir;
  private final Path folder;
  private final Path file;

  /** Of this clone. */
  public OwnCommitIds(Repo repo) {
    this.commonDir = repo.commonDir();
    this.folder = PawlFolder.in(commonDir);
    this.file = folder.resolve("commits");
  }

  /** All that are still remembered, oldest first. What is no id names no commit. */
  public Set<CommitId> all() throws GitException {
    try {
      return read();
    } catch (IOException e) {
      throw GitException.failed(file.toString(), e);
    }
  }

  private Set<CommitId> read() throws IOException {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1)
          .lines()
          .flatMap(line -> CommitId.of(line).stream())
          .collect(Collectors.toCollection(LinkedHashSet::new));
    } catch (NoSuchFileException e) {
      return new LinkedHashSet<>();
    }
  }

  /** Notes one more; the oldest are forgotten. */
  void note(CommitId commit) throws IOException, GitException {
    PawlFolder.make(commonDir);
    try (ProcessLock _ =
        ProcessLock.take(folder.resolve("commits.lock"), PATIENCE)
            .orElseThrow(() -> new IOException("another pawl keeps " + file + " locked"))) {
      Set<CommitId> all = read();
      all.add(commit);
      List<CommitId> kept = all.stream().skip(Math.max(0, all.size() - MOST)).toList();
      String text = kept.stream().map(id -> id.hex() + "\n").collect(Collectors.joining());
      Path fresh = folder.resolve("commits.new");
      Files.deleteIfExists(fresh);
      WorkTreeFile.writeNew(fresh, text.getBytes(StandardCharsets.ISO_8859_1));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      WorkTreeFile.forceFolder(folder);
    }
  }
}
