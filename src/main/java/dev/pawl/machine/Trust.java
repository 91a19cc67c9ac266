package dev.pawl.machine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.disk.Digest;
import dev.pawl.disk.IoReason;
import dev.pawl.disk.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The command lines of repositories that this user allowed, each by its exact text and for one
 * repository: fetching a plan must not be running a program (N54).
 */
public final class Trust {
  private final Path folder;

  public Trust(UserFolders folders) {
    this.folder = folders.config().resolve("trusted");
  }

  /** A command line that came with a repository: which setting it is, and its text. */
  public record CommandLine(Path repository, String setting, String text) {
    private String entry() {
      return repository.toAbsolutePath().normalize() + "\n" + setting + "\n" + text;
    }
  }

  /** Proof that this user allowed exactly this text; only {@link Trust} hands it out. */
  public static final class Allowed {
    private final CommandLine command;

    private Allowed(CommandLine command) {
      this.command = command;
    }

    /** What was allowed. */
    public CommandLine command() {
      return command;
    }
  }

  /** The proof for a command line, when it was allowed. */
  public Optional<Allowed> allowed(CommandLine command) throws MachineException {
    try {
      return Files.readString(file(command)).equals(command.entry())
          ? Optional.of(new Allowed(command))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new MachineException(
          "cannot read what was trusted in " + folder + ": " + IoReason.of(e), e);
    }
  }

  /** Allows exactly this text in this repository. */
  public void allow(CommandLine command) throws MachineException {
    try {
      OwnerOnly.replace(file(command), command.entry().getBytes(UTF_8));
    } catch (IOException e) {
      throw new MachineException(
          "cannot remember what was trusted in " + folder + ": " + IoReason.of(e), e);
    }
  }

  /** Takes the permission back; nothing happens when there was none. */
  public void revoke(CommandLine command) throws MachineException {
    try {
      Files.deleteIfExists(file(command));
    } catch (IOException e) {
      throw new MachineException(
          "cannot change what was trusted in " + folder + ": " + IoReason.of(e), e);
    }
  }

  private Path file(CommandLine command) {
    return folder.resolve(Digest.sha256(command.entry()));
  }
}
