package dev.pawl.app.claim;

import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.disk.OwnerOnly;
import dev.pawl.disk.UnreadableRecord;
import dev.pawl.plan.PlanId;
import dev.pawl.schedule.ClaimName;
import dev.pawl.schedule.ClaimNote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What this clone noted about claims: {@code pawl/claims/<plan>.json} in the common git folder. */
final class ClaimNotes {
  private final Path folder;

  ClaimNotes(Workspace workspace) {
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
    } catch (UnreadableRecord e) {
      throw unreadable(file, e);
    }
  }

  private static Failure unreadable(Path place, UnreadableRecord why) {
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
    } catch (UnreadableRecord e) {
      throw unreadable(file, e);
    }
  }

  /** Keeps it, whole or not at all. */
  void keep(PlanId plan, ClaimNote note) throws Failure {
    Path file = file(plan);
    try {
      OwnerOnly.replace(file, note.write(plan));
    } catch (IOException e) {
      throw Failure.of(file + " cannot be written", e);
    }
  }
}
