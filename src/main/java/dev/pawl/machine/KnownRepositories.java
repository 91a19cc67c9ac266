package dev.pawl.machine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.disk.Digest;
import dev.pawl.disk.IoReason;
import dev.pawl.disk.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The repositories that this user keeps with pawl on this machine: one small file each, so that
 * many processes add at once and a damaged one takes no other along (N15, N43).
 */
public final class KnownRepositories {
  private final Path folder;

  public KnownRepositories(UserFolders folders) {
    this.folder = folders.state().resolve("repositories");
  }

  /**
   * What is known.
   *
   * @param roots work trees, sorted
   * @param problems entries that cannot be read, each with its file and reason
   */
  public record Known(List<Path> roots, List<String> problems) {}

  /** Adds a work tree; adding it again changes nothing. */
  public void add(Path root) throws MachineException {
    String path = root.toAbsolutePath().normalize().toString();
    try {
      Path file = folder.resolve(Digest.sha256(path));
      if (!Files.exists(file)) {
        OwnerOnly.create(file, path.getBytes(UTF_8));
      }
    } catch (IOException e) {
      throw new MachineException(
          "cannot remember the repository in " + folder + ": " + IoReason.of(e), e);
    }
  }

  /** Forgets a work tree; false when it was not known. */
  public boolean remove(Path root) throws MachineException {
    Path file = folder.resolve(Digest.sha256(root.toAbsolutePath().normalize().toString()));
    try {
      return Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new MachineException("cannot forget " + root + ": " + IoReason.of(e), e);
    }
  }

  /** All of them, whether they are there at the moment or not. */
  public Known all() throws MachineException {
    List<Path> roots = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        if (file.getFileName().toString().startsWith(".")) {
          continue;
        }
        read(file, roots, problems);
      }
    } catch (NoSuchFileException e) {
      return new Known(List.of(), List.of());
    } catch (IOException e) {
      throw new MachineException(
          "cannot list the known repositories in " + folder + ": " + IoReason.of(e), e);
    }
    roots.sort(null);
    return new Known(List.copyOf(roots), List.copyOf(problems));
  }

  private void read(Path file, List<Path> roots, List<String> problems) {
    try {
      String path = Files.readString(file);
      if (!Digest.sha256(path).equals(file.getFileName().toString())) {
        problems.add(
            file + " is damaged and was left as it is: run pawl init again in the repository");
        return;
      }
      roots.add(folder.getFileSystem().getPath(path));
    } catch (IOException e) {
      problems.add(file + " cannot be read: " + IoReason.of(e));
    }
  }
}
