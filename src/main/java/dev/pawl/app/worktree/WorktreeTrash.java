package dev.pawl.app.worktree;

import dev.pawl.app.snapshot.ShortIds;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.git.GitException;
import dev.pawl.git.queue.GitQueue;
import dev.pawl.git.worktree.Trash;
import dev.pawl.git.worktree.TrashEntry;
import dev.pawl.git.worktree.TrashState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The trash of worktrees: what is in it, out of it again, and emptied by age. */
public final class WorktreeTrash {
  private final Surroundings surroundings;

  /** Of the repository around the current folder. */
  public WorktreeTrash(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * A worktree in the trash.
   *
   * @param name what to call it by
   * @param plan null when it had none
   * @param path where it was
   * @param whole whether all of it is in the trash, as far as can be seen from here
   * @param hint what is wrong where it is not, and what to do; else empty
   */
  public record Row(
      String name,
      @Nullable String plan,
      String path,
      @Nullable String branch,
      Instant removed,
      boolean whole,
      String hint) {}

  /**
   * What is there, or what was done.
   *
   * @param notes what a person should be told, a line each
   */
  public record Rows(List<Row> rows, List<String> notes) {}

  /** All that is in it, oldest first. */
  public Rows list() throws Failure {
    try (Workspace workspace = Workspace.openToWrite(surroundings)) {
      Trash trash = new Trash(workspace.repo());
      Trash.Contents contents = trash.contents();
      List<Row> rows = new ArrayList<>();
      for (TrashEntry entry : contents.entries()) {
        rows.add(row(trash, entry));
      }
      return new Rows(List.copyOf(rows), contents.damaged());
    } catch (GitException e) {
      throw Failure.of(e);
    }
  }

  /**
   * Brings one back to where it was, byte for byte.
   *
   * @param named a plan, where only one of it is in the trash, or a name in the trash
   */
  public Rows restore(String named) throws Failure {
    try (Workspace workspace = Workspace.openToWrite(surroundings);
        GitQueue.Turn _ = workspace.turn("worktree trash")) {
      Trash trash = new Trash(workspace.repo());
      TrashEntry entry = find(trash, named);
      Row row = row(trash, entry);
      return new Rows(List.of(row), trash.restore(entry));
    } catch (GitException e) {
      throw Failure.refusal(e);
    }
  }

  /** Plans in the trash that this may be short for. */
  private static List<String> meant(String typed, List<TrashEntry> entries) {
    List<String> plans =
        entries.stream().flatMap(entry -> Stream.ofNullable(entry.about())).distinct().toList();
    List<String> ending = ShortIds.endingIn(typed, plans);
    return ending.isEmpty() ? ShortIds.beginningWith(typed, plans) : ending;
  }

  private static TrashEntry find(Trash trash, String named) throws Failure, GitException {
    Trash.Contents contents = trash.contents();
    List<TrashEntry> found =
        contents.entries().stream()
            .filter(entry -> named.equals(entry.name()) || named.equals(entry.about()))
            .toList();
    if (found.size() > 1) {
      // A removal that was killed before it moved anything leaves its record, and no more.
      List<TrashEntry> filled = new ArrayList<>();
      for (TrashEntry entry : found) {
        if (trash.state(entry) != TrashState.EMPTY) {
          filled.add(entry);
        }
      }
      found = filled.isEmpty() ? List.of(found.getLast()) : filled;
    }
    if (found.size() == 1) {
      return found.getFirst();
    }
    List<String> meant = found.isEmpty() ? meant(named, contents.entries()) : List.of();
    if (meant.size() == 1) {
      return find(trash, meant.getFirst());
    }
    if (meant.size() > 1) {
      throw Failure.ambiguous(
          "'" + named + "' may be any of these: " + String.join(", ", meant),
          meant,
          "type more of it");
    }
    if (found.isEmpty()) {
      throw Failure.refused(
          "no worktree of '" + named + "' is in the trash",
          contents.entries().isEmpty()
              ? "the trash is empty"
              : "there are: " + String.join(", ", names(contents.entries())));
    }
    throw Failure.refused(
        "several worktrees of " + named + " are in the trash",
        "name one of: " + String.join(", ", names(found)));
  }

  private static List<String> names(List<TrashEntry> entries) {
    return entries.stream().map(TrashEntry::name).toList();
  }

  /**
   * Deletes for good what was removed longer ago than this, and nothing else.
   *
   * @param only whether to say it and do nothing
   */
  public Rows prune(Duration age, boolean only) throws Failure {
    try (Workspace workspace = Workspace.openToWrite(surroundings);
        GitQueue.Turn _ = workspace.turn("worktree trash")) {
      Trash trash = new Trash(workspace.repo());
      Trash.Contents contents = trash.contents();
      Instant limit = surroundings.clock().instant().minus(age);
      List<Row> gone = new ArrayList<>();
      List<String> notes = new ArrayList<>(contents.damaged());
      for (TrashEntry entry : contents.entries()) {
        if (entry.removed().isAfter(limit)) {
          continue;
        }
        Row row = row(trash, entry);
        if (only ? trash.droppable(entry) : trash.drop(entry)) {
          gone.add(row);
        } else {
          notes.add(entry.name() + " stays: " + row.hint());
        }
      }
      return new Rows(List.copyOf(gone), List.copyOf(notes));
    } catch (GitException e) {
      throw Failure.of(e);
    }
  }

  private static Row row(Trash trash, TrashEntry entry) throws GitException {
    TrashState state = trash.state(entry);
    return new Row(
        entry.name(),
        entry.about().isEmpty() ? null : entry.about(),
        entry.path().toString(),
        entry.branch() == null ? null : entry.branch().name(),
        entry.removed(),
        state == TrashState.WHOLE,
        hint(state));
  }

  private static String hint(TrashState state) {
    return switch (state) {
      case WHOLE -> "";
      case CUT_SHORT, EMPTY -> "its way in or out was cut short: restore finishes it";
      case DROPPING -> "its deletion was cut short: prune finishes it";
      case AWAY -> "a part of it cannot be seen from here: mount the disk that it is on";
      case ANOTHERS -> "its files are another clone's, of which this one is a copy";
    };
  }
}
