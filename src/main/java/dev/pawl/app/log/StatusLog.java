package dev.pawl.app.log;

import dev.pawl.app.log.StatusChange.Fate;
import dev.pawl.app.log.StatusChange.Kind;
import dev.pawl.app.snapshot.RepositorySnapshot;
import dev.pawl.app.snapshot.Selection;
import dev.pawl.app.snapshot.ShortIds;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.check.PlanFacts;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.journal.Body;
import dev.pawl.journal.Event;
import dev.pawl.journal.EventId;
import dev.pawl.journal.Join;
import dev.pawl.journal.RecordedStatus;
import dev.pawl.plan.PlanId;
import dev.pawl.plan.Status;
import dev.pawl.plan.TaskId;
import dev.pawl.plan.text.Suggestion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells how statuses came to be: the commits that changed them, and the reports beside them. */
public final class StatusLog {
  private final Surroundings surroundings;

  public StatusLog(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * A claim that changed hands without its owner.
   *
   * @param owner the replica that had it
   */
  public record Takeover(
      String plan,
      String owner,
      long oldEpoch,
      long newEpoch,
      Instant at,
      String host,
      String actor) {}

  /**
   * What was found.
   *
   * @param changes newest first; commits in the order of history, reports in the order of their
   *     clock, the two woven together by time
   * @param takeovers newest first
   * @param now the status that counts for each task that is in a plan here
   * @param truncated true when history is not all in this clone
   */
  public record Story(
      List<StatusChange> changes,
      List<Takeover> takeovers,
      Map<String, String> now,
      boolean truncated,
      List<String> notes) {}

  /**
   * Tells it.
   *
   * @param name a task's id, or a plan's id or file; null for all
   * @param plan a plan; null for any
   * @throws Failure when neither the checkout, nor history, nor the journal knows the name
   */
  public Story tell(@Nullable String name, @Nullable String plan) throws Failure {
    try (Workspace workspace = Workspace.open(surroundings)) {
      return new Telling(workspace, name, plan).story();
    } catch (GitException e) {
      throw Failure.of(e);
    }
  }

  /** Tells it of these tasks. */
  public Story of(Set<String> tasks) throws Failure {
    try (Workspace workspace = Workspace.open(surroundings)) {
      return new Telling(workspace, null, null).story(tasks);
    } catch (GitException e) {
      throw Failure.of(e);
    }
  }

  private static final class Telling {
    private final Workspace workspace;
    private final RepositorySnapshot loaded;
    private final Selection selection;
    private final CommittedChanges history;
    private final @Nullable String typed;
    private final @Nullable String plan;

    Telling(Workspace workspace, @Nullable String name, @Nullable String plan)
        throws GitException, Failure {
      this.workspace = workspace;
      this.loaded = RepositorySnapshot.of(workspace, RepositorySnapshot.View.EVERYWHERE);
      this.selection = new Selection(workspace, loaded);
      this.history = new CommittedChanges(workspace, loaded.blobs());
      this.typed = name;
      this.plan = plan;
    }

    Story story() throws GitException, Failure {
      List<StatusChange> committed = history.of(tips());
      List<Event> events = events();
      return story(committed, events, wanted(committed, events));
    }

    Story story(Set<String> tasks) throws GitException, Failure {
      return story(history.of(tips()), events(), new Wanted(tasks, null));
    }

    private List<Event> events() throws Failure {
      return loaded.events().stream().sorted(Comparator.comparing(Event::at).reversed()).toList();
    }

    private Story story(List<StatusChange> committed, List<Event> events, Wanted wanted)
        throws Failure {
      List<StatusChange> commits =
          committed.stream().filter(change -> wanted.task(change.task())).toList();
      List<StatusChange> reports = reports(events, wanted);
      return new Story(
          woven(commits, reports),
          takeovers(events, wanted),
          now(),
          history.truncated(),
          List.copyOf(loaded.notices()));
    }

    private Map<String, String> now() {
      Map<String, String> now = new HashMap<>();
      loaded
          .facts()
          .tasks()
          .forEach((id, task) -> {
            Status status = loaded.facts().effective(task);
            if (status != null) {
              now.put(id.value(), status.word());
            }
          });
      return now;
    }

    /** What is checked out, and the branch of each plan. */
    private Set<CommitId> tips() throws GitException {
      Set<CommitId> tips = new HashSet<>();
      CommitId head = workspace.repo().head();
      if (head != null) {
        tips.add(head);
      }
      for (PlanFacts facts : loaded.facts().plans()) {
        CommitId tip = loaded.homes().tip(facts.home());
        if (tip != null) {
          tips.add(tip);
        }
      }
      return tips;
    }

    /** Which tasks it is about; null for all. And which plan; null for all or none. */
    private record Wanted(@Nullable Set<String> tasks, @Nullable String plan) {
      boolean task(String id) {
        return tasks == null || tasks.contains(id);
      }

      boolean takeoverOf(String id) {
        return tasks == null || id.equals(plan);
      }
    }

    private Wanted wanted(List<StatusChange> committed, List<Event> events) throws Failure {
      Set<String> known = new HashSet<>();
      committed.forEach(change -> known.add(change.task()));
      Stream.concat(
              events.stream().map(event -> event.body().about()).filter(Objects::nonNull),
              loaded.facts().plans().stream()
                  .flatMap(facts -> facts.document().tasks().stream())
                  .map(task -> task.id()))
          .forEach(task -> known.add(task.value()));
      String name = whole(typed, known);
      if (name != null && plan == null && known.contains(name)) {
        return new Wanted(Set.of(name), null);
      }
      PlanFacts asked = null;
      if (plan != null || name == null) {
        asked = selection.asked(plan).orElse(null);
      } else if (history.everIn(name).isEmpty()) {
        asked = named(name, known);
      }
      if (asked == null && name == null) {
        return new Wanted(null, null);
      }
      String id = asked == null ? name : Selection.id(asked);
      Set<String> tasks = asked == null ? new HashSet<>() : ids(asked);
      if (id != null) {
        history.everIn(id).forEach(task -> tasks.add(task.value()));
        events.stream().filter(event -> isOf(event, id)).forEach(event -> add(event, tasks));
      }
      if (plan != null && name != null) {
        if (!tasks.contains(name)) {
          throw Failure.refused("no task '" + name + "' was ever in plan '" + plan + "'");
        }
        return new Wanted(Set.of(name), null);
      }
      return new Wanted(tasks, id);
    }

    /** A task that was typed short, where it is no plan. */
    private @Nullable String whole(@Nullable String name, Set<String> known) {
      if (name == null || known.contains(name) || selection.planIds().contains(name)) {
        return name;
      }
      List<String> meant = ShortIds.endingIn(name, known);
      return meant.size() == 1 && ShortIds.endingIn(name, selection.planIds()).isEmpty()
          ? meant.getFirst()
          : name;
    }

    private PlanFacts named(String name, Set<String> tasks) throws Failure {
      try {
        return selection.plan(name);
      } catch (Failure e) {
        List<String> known = Stream.concat(selection.planIds().stream(), tasks.stream()).toList();
        throw Failure.refused(
                "no plan and no task '" + name + "' here, in history or in the journal",
                "pawl plan list and pawl task list show them all")
            .meaning(Suggestion.nearest(name, known).stream().toList());
      }
    }

    private static Set<String> ids(PlanFacts plan) {
      Set<String> ids = new HashSet<>();
      plan.document().tasks().forEach(task -> ids.add(task.id().value()));
      return ids;
    }

    private static boolean isOf(Event event, String plan) {
      PlanId id = event.context().plan();
      return id != null && id.value().equals(plan);
    }

    private static void add(Event event, Set<String> tasks) {
      TaskId task = event.body().about();
      if (task != null) {
        tasks.add(task.value());
      }
    }

    private List<StatusChange> reports(List<Event> events, Wanted wanted) {
      Map<EventId, Event> byId = new HashMap<>();
      events.forEach(event -> byId.put(event.id(), event));
      Set<Event> fenced = new HashSet<>(Join.fenced(events));
      Set<Event> overruled = new HashSet<>();
      Set<Event> winners = new HashSet<>();
      for (RecordedStatus recorded : loaded.facts().recorded().values()) {
        winners.add(recorded.winner());
        overruled.addAll(recorded.overruled());
      }
      List<StatusChange> reports = new ArrayList<>();
      for (Event event : events) {
        if (event.body() instanceof Body.Setting said && wanted.task(said.task().value())) {
          Fate fate =
              fenced.contains(event)
                  ? Fate.FENCED
                  : overruled.contains(event)
                      ? Fate.OVERRULED
                      : winners.contains(event) ? Fate.COUNTS : Fate.NONE;
          reports.add(report(event, said, before(event, byId), fate));
        }
      }
      return reports;
    }

    /** The furthest of what the writer knew of. */
    private static @Nullable String before(Event event, Map<EventId, Event> byId) {
      return event.after().stream()
          .map(byId::get)
          .filter(Objects::nonNull)
          .map(Event::body)
          .filter(Body.Setting.class::isInstance)
          .map(Body.Setting.class::cast)
          .max(
              Comparator.comparingLong(Body.Setting::generation)
                  .thenComparingInt(Body.Setting::rank))
          .map(Body.Setting::status)
          .orElse(null);
    }

    private static StatusChange report(
        Event event, Body.Setting said, @Nullable String before, Fate fate) {
      PlanId plan = event.context().plan();
      String reason = event.context().reason();
      Kind kind =
          switch (said) {
            case Body.Report _ -> Kind.REPORT;
            case Body.Reopen _ -> Kind.REOPEN;
            case Body.Observation _ -> Kind.OBSERVATION;
          };
      return new StatusChange(
          said.task().value(),
          plan == null ? null : plan.value(),
          before,
          said.status(),
          at(event),
          event.origin().host(),
          event.origin().actor(),
          said instanceof Body.Observation seen ? seen.commit() : null,
          event.context().head(),
          kind,
          fate,
          reason == null ? "" : reason);
    }

    private static Instant at(Event event) {
      return Instant.ofEpochMilli(event.at().millis());
    }

    private static List<Takeover> takeovers(Collection<Event> events, Wanted wanted) {
      List<Takeover> takeovers = new ArrayList<>();
      for (Event event : events) {
        if (event.body() instanceof Body.Takeover taken
            && wanted.takeoverOf(taken.plan().value())) {
          takeovers.add(
              new Takeover(
                  taken.plan().value(),
                  taken.owner().value(),
                  taken.oldEpoch(),
                  taken.newEpoch(),
                  at(event),
                  event.origin().host(),
                  event.origin().actor()));
        }
      }
      return List.copyOf(takeovers);
    }

    /** One list of two, each of which keeps its own order; where times are equal, commits first. */
    private static List<StatusChange> woven(
        List<StatusChange> commits, List<StatusChange> reports) {
      List<StatusChange> woven = new ArrayList<>(commits.size() + reports.size());
      int commit = 0;
      int report = 0;
      while (commit < commits.size() || report < reports.size()) {
        boolean nextIsReport =
            commit == commits.size()
                || (report < reports.size()
                    && reports.get(report).at().isAfter(commits.get(commit).at()));
        woven.add(nextIsReport ? reports.get(report++) : commits.get(commit++));
      }
      return List.copyOf(woven);
    }
  }
}
