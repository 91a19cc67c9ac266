package dev.pawl.app.plan;

import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.check.MergedStatus;
import dev.pawl.git.GitException;
import dev.pawl.git.history.TextMerge;
import dev.pawl.journal.RecordedStatus;
import dev.pawl.plan.EditResult;
import dev.pawl.plan.Plan;
import dev.pawl.plan.Status;
import dev.pawl.plan.Task;
import dev.pawl.plan.TaskId;
import dev.pawl.plan.document.PlanDocument;
import dev.pawl.plan.text.Edit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Merges three versions of a plan file for git: statuses by {@link MergedStatus}, the text as git
 * does it. The status that was decided is put into all three versions first, so that git sees no
 * difference there; what else differs is git's to merge, and may stay a conflict.
 */
public final class PlanMerge {
  private final Surroundings surroundings;

  public PlanMerge(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Git's temporary files.
   *
   * @param ours also where the result goes, when there is one
   * @param markerSize how long conflict markers are
   */
  public record Versions(Path base, Path ours, Path theirs, int markerSize) {}

  /**
   * Merges.
   *
   * @return true when nothing is left to resolve; else the result holds conflict markers
   * @throws Failure when it could not be done at all; {@code ours} is as it was
   */
  public boolean merge(Versions files) throws Failure {
    Path folder = surroundings.directory();
    try (Workspace workspace = Workspace.open(surroundings)) {
      byte[] base = Files.readAllBytes(folder.resolve(files.base()));
      byte[] ours = Files.readAllBytes(folder.resolve(files.ours()));
      byte[] theirs = Files.readAllBytes(folder.resolve(files.theirs()));
      TextMerge.Result result = of(workspace, base, ours, theirs, files.markerSize());
      Files.write(folder.resolve(files.ours()), result.text());
      return result.clean();
    } catch (GitException e) {
      throw Failure.of(e);
    } catch (IOException e) {
      throw Failure.of("the files to merge", e);
    }
  }

  /** The same of three texts; nothing is written. */
  static TextMerge.Result of(
      Workspace workspace, byte[] base, byte[] ours, byte[] theirs, int markerSize)
      throws Failure, GitException {
    return new Merging(workspace, base, ours, theirs, markerSize).result();
  }

  private static final class Merging {
    private final Workspace workspace;
    private final PlanDocument base;
    private final PlanDocument ours;
    private final PlanDocument theirs;
    private final int markerSize;
    private final Map<TaskId, Status> decided = new HashMap<>();
    private final Map<PlanDocument, List<Edit>> edits = new HashMap<>();
    private @Nullable Map<TaskId, RecordedStatus> recorded;
    private @Nullable Failure unreadable;

    Merging(Workspace workspace, byte[] base, byte[] ours, byte[] theirs, int markerSize) {
      this.workspace = workspace;
      this.base = parse(base);
      this.ours = parse(ours);
      this.theirs = parse(theirs);
      this.markerSize = markerSize;
    }

    private PlanDocument parse(byte[] bytes) {
      return PlanDocument.parse(
          bytes, workspace.settings().tasks(), workspace.settings().planStatuses());
    }

    TextMerge.Result result() throws GitException, Failure {
      if (ours.kind() == PlanDocument.Kind.PLAN && theirs.kind() == PlanDocument.Kind.PLAN) {
        tasks();
        plan();
        if (unreadable != null) {
          throw unreadable;
        }
        TextMerge.Result merged = text(edited(base), edited(ours), edited(theirs));
        if (!merged.clean() || holds(parse(merged.text()))) {
          return merged;
        }
      }
      return text(base.bytes(), ours.bytes(), theirs.bytes());
    }

    private TextMerge.Result text(byte[] from, byte[] one, byte[] other) throws GitException {
      return TextMerge.of(workspace.repo(), from, one, other, markerSize);
    }

    private byte[] edited(PlanDocument document) {
      return document.apply(edits.getOrDefault(document, List.of()));
    }

    private void tasks() {
      Map<TaskId, Status> before = statuses(base);
      Map<TaskId, Status> there = statuses(theirs);
      statuses(ours)
          .forEach((task, here) -> {
            Status other = there.get(task);
            if (other != null) {
              MergedStatus.of(before.get(task), here, other, () -> recorded(task))
                  .ifPresent(status -> decide(task, status, before.containsKey(task)));
            }
          });
    }

    private void decide(TaskId task, Status status, boolean inBase) {
      List<PlanDocument> all = inBase ? List.of(base, ours, theirs) : List.of(ours, theirs);
      Map<PlanDocument, Edit> found = new HashMap<>();
      for (PlanDocument document : all) {
        if (document.setStatus(task, status.word()) instanceof EditResult.Edited(Edit edit)) {
          found.put(document, edit);
        } else {
          // What cannot be edited exactly is text like any other.
          return;
        }
      }
      found.forEach(
          (document, edit) -> edits.computeIfAbsent(document, _ -> new ArrayList<>()).add(edit));
      decided.put(task, status);
    }

    private void plan() {
      Status here = status(ours);
      Status there = status(theirs);
      if (here == null || there == null) {
        return;
      }
      Supplier<@Nullable String> nobody = () -> null;
      Optional<Status> merged = MergedStatus.of(status(base), here, there, nobody);
      if (merged.isEmpty()) {
        return;
      }
      Map<PlanDocument, Edit> found = new HashMap<>();
      for (PlanDocument document :
          status(base) == null ? List.of(ours, theirs) : List.of(base, ours, theirs)) {
        if (document.setPlanStatus(merged.get().word()) instanceof EditResult.Edited(Edit edit)) {
          found.put(document, edit);
        } else {
          return;
        }
      }
      found.forEach(
          (document, edit) -> edits.computeIfAbsent(document, _ -> new ArrayList<>()).add(edit));
    }

    private static @Nullable Status status(PlanDocument document) {
      Plan plan = document.plan();
      return plan == null ? null : plan.status();
    }

    private static Map<TaskId, Status> statuses(PlanDocument document) {
      Map<TaskId, Status> statuses = new HashMap<>();
      Set<TaskId> twice = new HashSet<>();
      if (document.kind() == PlanDocument.Kind.PLAN) {
        for (Task task : document.tasks()) {
          if (task.status() != null && statuses.put(task.id(), task.status()) != null) {
            twice.add(task.id());
          }
        }
      }
      statuses.keySet().removeAll(twice);
      return statuses;
    }

    /** Whether a clean merge says what was decided: git may have joined lines into something. */
    private boolean holds(PlanDocument merged) {
      Map<TaskId, Status> statuses = statuses(merged);
      return merged.kind() == PlanDocument.Kind.PLAN
          && decided.entrySet().stream()
              .allMatch(entry ->
                  entry.getValue().equals(statuses.getOrDefault(entry.getKey(), entry.getValue())));
    }

    private @Nullable String recorded(TaskId task) {
      Map<TaskId, RecordedStatus> known = recorded;
      if (known == null) {
        known = load();
        recorded = known;
      }
      RecordedStatus found = known.get(task);
      return found == null ? null : found.status();
    }

    private Map<TaskId, RecordedStatus> load() {
      try {
        return workspace.hasJournal() ? workspace.journal().load().recorded() : Map.of();
      } catch (IOException e) {
        unreadable = Failure.of("the journal in " + workspace.pawlFolder() + " cannot be read", e);
      } catch (Failure e) {
        unreadable = e;
      }
      return Map.of();
    }
  }
}
