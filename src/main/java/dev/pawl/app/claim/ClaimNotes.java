package dev.pawl.app.claim;

import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.git.repo.PawlFolder;
import dev.pawl.plan.PlanId;
import dev.pawl.schedule.ClaimName;
import dev.pawl.schedule.ClaimNote;
import dev.pawl.schedule.UnreadableClaim;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What this clone noted about claims: {@code pawl/claims/<plan>.json} in the common git folder. */
final class ClaimNotes {
  private final Path commonDir;
  private final Path folder;

  ClaimNotes(Workspace workspace) {
    this.commonDir = workspace.repo().commonDir();
    this.folder = workspace.pawlFolder().resolve("claims");
  }

  /** Whether this clone ever claimed anything. */
  boolean any() {
    return Files.isDirectory(folder);
  }

  /** The plans that something is noted of. */
  List<PlanId> plans() throws Failure {
    List<PlanId> plans = new ArrayList<>();
    if (!any()) {
      return plans;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".json")).sorted().toList()) {
        plans.add(plan(file));
      }
      return plans;
    } catch (IOException e) {
      throw Failure.of(folder + " cannot be read", e);
    }
  }

  private static PlanId plan(Path file) throws IOException, Failure {
    try {
      return ClaimNote.planOf(Files.readAllBytes(file));
    } catch (UnreadableClaim e) {
      throw unreadable(file, e);
    }
  }

  private static Failure unreadable(Path place, UnreadableClaim why) {
    return Failure.environment(
        place + " cannot be understood: " + why.getMessage(),
        "rename it to keep it: the next pawl plan claim or release asks for what stands anew");
  }

  private Path file(PlanId plan) {
    return folder.resolve(ClaimName.of(plan) + ".json");
  }

  /** What is noted of a plan. */
  ClaimNote of(PlanId plan) throws Failure {
    Path file = file(plan);
    try {
      return ClaimNote.read(Files.readAllBytes(file), plan);
    } catch (NoSuchFileException e) {
      return ClaimNote.NOTHING;
    } catch (IOException e) {
      throw Failure.of(file + " cannot be read", e);
    } catch (UnreadableClaim e) {
      throw unreadable(file, e);
    }
  }

  /** Keeps it, whole or not at all. */
  void keep(PlanId plan, ClaimNote note) throws Failure {
    Path file = file(plan);
    try {
      PawlFolder.make(commonDir);
      Files.createDirectories(folder);
      Path part = Files.createTempFile(folder, ".part-", "");
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(note.write(plan));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw Failure.of(file + " cannot be written", e);
    }
  }
}
