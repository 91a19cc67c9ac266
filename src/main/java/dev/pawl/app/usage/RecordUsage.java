package dev.pawl.app.usage;

import dev.pawl.app.snapshot.RepositorySnapshot;
import dev.pawl.app.snapshot.Selection;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.check.PlanFacts;
import dev.pawl.check.TaskFacts;
import dev.pawl.disk.Digest;
import dev.pawl.git.GitException;
import dev.pawl.journal.Draft;
import dev.pawl.journal.Event;
import dev.pawl.journal.store.AppendResult;
import dev.pawl.journal.usage.AgentRun;
import dev.pawl.journal.usage.Usage;
import dev.pawl.journal.usage.UsageRecord;
import dev.pawl.plan.PlanId;
import dev.pawl.plan.TaskId;
import dev.pawl.usage.agent.UsageReading;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Records what an agent used: all of it, or nothing. */
public final class RecordUsage {
  private final Surroundings surroundings;

  public RecordUsage(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * What is recorded.
   *
   * @param model of what does not say its own; null for none
   * @param plan as typed; null for the one at hand, if there is one
   * @param task as typed; null for none
   */
  public record Request(
      String agent,
      @Nullable String model,
      @Nullable String plan,
      @Nullable String task,
      List<UsageReading> readings) {
    /** Copies the list. */
    public Request {
      readings = List.copyOf(readings);
    }
  }

  /** What was recorded, and what a person should be told besides. */
  public record Outcome(List<UsageRecord> recorded, List<String> notes) {}

  /** Records it. */
  public Outcome run(Request request) throws Failure {
    try (Workspace workspace = Workspace.openToWrite(surroundings)) {
      RepositorySnapshot loaded =
          RepositorySnapshot.of(workspace, RepositorySnapshot.View.EVERYWHERE);
      Selection selection = new Selection(workspace, loaded);
      String typed = request.task();
      TaskFacts task = typed == null ? null : selection.task(typed, request.plan());
      PlanFacts plan = task == null ? plan(selection, loaded, request.plan()) : task.plan();
      String id = plan == null ? null : Selection.id(plan);
      PlanId of = id == null ? null : PlanId.of(id).orElse(null);
      TaskId about = task == null ? null : task.task().id();
      List<Draft> drafts = new ArrayList<>();
      for (UsageReading reading : request.readings()) {
        drafts.add(Draft.used(usage(request, reading, workspace.slug(), about)).inPlan(of));
      }
      AppendResult appended = append(workspace, drafts);
      List<String> notes = new ArrayList<>(workspace.settled());
      notes.addAll(workspace.notes());
      notes.addAll(appended.notices());
      appended.damage().forEach(damage -> notes.add("a part of the journal is damaged: " + damage));
      return new Outcome(records(appended.events()), List.copyOf(notes));
    } catch (GitException e) {
      throw Failure.of(e);
    }
  }

  /** The one that is meant, as everywhere; null where none is. */
  private static @Nullable PlanFacts plan(
      Selection selection, RepositorySnapshot loaded, @Nullable String named) throws Failure {
    Optional<PlanFacts> asked = selection.asked(named);
    List<PlanFacts> open = loaded.facts().plans().stream().filter(Selection::isOpen).toList();
    return asked.orElse(open.size() == 1 ? open.getFirst() : null);
  }

  private static Usage usage(
      Request request, UsageReading reading, String slug, @Nullable TaskId task) {
    String model = reading.model() == null ? request.model() : reading.model();
    return new Usage(
        new AgentRun(request.agent(), reading.session(), run(reading.run()), model),
        reading.counted(),
        reading.tokens(),
        reading.costUsd(),
        slug,
        task);
  }

  /** A name that is too long for the journal is kept as its digest. */
  private static String run(String name) {
    return name.length() <= AgentRun.LONGEST ? name : Digest.sha256(name);
  }

  private static AppendResult append(Workspace workspace, List<Draft> drafts) throws Failure {
    try {
      return workspace.journal().append(_ -> drafts);
    } catch (IOException e) {
      throw Failure.of("the journal in " + workspace.pawlFolder() + " cannot be written", e);
    } catch (IllegalArgumentException e) {
      throw Failure.usage("this cannot be recorded: " + e.getMessage());
    }
  }

  private static List<UsageRecord> records(List<Event> events) {
    return events.stream().flatMap(event -> event.usage().stream()).toList();
  }
}
