package dev.pawl.git.repo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.disk.ProcessLock;
import dev.pawl.disk.WholeFile;
import dev.pawl.git.GitException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A small file of lines in pawl's folder of a clone, shared by its work trees. It is read as it is,
 * and changed as a whole within a lock, so that a kill leaves the old one or the new one (N14) and
 * no change is lost beside another (N15). It never leaves the machine (N44).
 */
public final class LineFile {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Path commonDir;
  private final Path folder;
  private final String name;

  public LineFile(Repo repo, String name) {
    this.commonDir = repo.commonDir();
    this.folder = PawlFolder.in(commonDir);
    this.name = name;
  }

  /** Its lines; none when it is not there. */
  public List<String> lines() throws GitException {
    Path file = folder.resolve(name);
    try {
      return new String(Files.readAllBytes(file), UTF_8).lines().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw GitException.failed(file.toString(), e);
    }
  }

  /** Replaces its lines by what is made of them. */
  public void change(UnaryOperator<List<String>> change) throws GitException {
    Path file = folder.resolve(name);
    try {
      PawlFolder.make(commonDir);
      try (ProcessLock _ =
          ProcessLock.take(folder.resolve(name + ".writers"), PATIENCE)
              .orElseThrow(() -> new IOException("another pawl keeps it locked"))) {
        List<String> before = lines();
        List<String> after = change.apply(before);
        if (!after.equals(before)) {
          String text = String.join("\n", after) + (after.isEmpty() ? "" : "\n");
          WholeFile.replaceLocked(file, text.getBytes(UTF_8));
        }
      }
    } catch (IOException e) {
      throw GitException.failed(file.toString(), e);
    }
  }
}
