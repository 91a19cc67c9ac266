package dev.pawl.journal;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.plan.TaskId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The laws of the join, over generated histories of several replicas. */
final class JoinLawsTest {
  private static final int USUAL = 400;

  @Test
  @DisplayName("N04 the join is the same in every order and however often events come")
  void orderNeverMatters() throws Exception {
    Cases.play(
        USUAL,
        random -> {
          World world = World.of(random);
          Map<TaskId, RecordedStatus> joined = Join.of(world.events());
          for (int i = 0; i < 5; i++) {
            List<Event> disordered = world.disorder(world.events());
            assertThat(Join.of(disordered)).isEqualTo(joined);
            assertThat(Join.fenced(disordered)).isEqualTo(Join.fenced(world.events()));
          }
        });
  }

  @Test
  @DisplayName("N04 merging views is commutative, associative and idempotent")
  void merging() throws Exception {
    Cases.play(
        USUAL,
        random -> {
          World world = World.of(random);
          List<Event> a = world.some(world.events());
          List<Event> b = world.some(world.events());
          List<Event> c = world.some(world.events());
          assertThat(Join.of(merge(a, b))).isEqualTo(Join.of(merge(b, a)));
          assertThat(Join.of(merge(merge(a, b), c))).isEqualTo(Join.of(merge(a, merge(b, c))));
          assertThat(Join.of(merge(a, a))).isEqualTo(Join.of(a));
        });
  }

  @Test
  @DisplayName("N04 replicas that heard each other out in any order record the same")
  void convergence() throws Exception {
    Cases.play(
        USUAL,
        random -> {
          World world = World.of(random);
          List<List<Event>> views = new ArrayList<>();
          for (Set<Event> view : world.views()) {
            views.add(world.disorder(merge(view, world.disorder(world.events()))));
          }
          Set<Map<TaskId, RecordedStatus>> answers = new HashSet<>();
          views.forEach(view -> answers.add(Join.of(view)));
          assertThat(answers).hasSize(1);
        });
  }

  @Test
  @DisplayName("N01 more events never take a task back, unless reopened or fenced")
  void monotone() throws Exception {
    Cases.play(
        USUAL * 4,
        random -> {
          World world = World.of(random);
          List<Event> some = world.some(world.events());
          List<Event> more = merge(some, world.some(world.events()));
          Map<TaskId, RecordedStatus> later = Join.of(more);
          Set<Event> news = new HashSet<>(more);
          some.forEach(news::remove);
          if (news.stream().anyMatch(e -> e.body() instanceof Body.Takeover)) {
            return;
          }
          Join.of(some)
              .forEach((task, before) -> {
                RecordedStatus after = requireNonNull(later.get(task));
                assertThat(after.generation()).isGreaterThanOrEqualTo(before.generation());
                if (after.generation() == before.generation()) {
                  assertThat(after.rank()).isGreaterThanOrEqualTo(before.rank());
                }
              });
        });
  }

  @Test
  @DisplayName("N01 without reopens and takeovers a rank never falls, whatever the clocks say")
  void forward() throws Exception {
    Cases.play(
        USUAL,
        random -> {
          World world = World.forward(random);
          List<Event> known = new ArrayList<>();
          Map<TaskId, Integer> ranks = new HashMap<>();
          for (Event event : world.disorder(world.events())) {
            known.add(event);
            for (RecordedStatus recorded : Join.of(known).values()) {
              int before = ranks.getOrDefault(recorded.task(), 0);
              assertThat(recorded.rank()).isGreaterThanOrEqualTo(before);
              ranks.put(recorded.task(), recorded.rank());
            }
          }
        });
  }

  @Test
  @DisplayName("N02 after a reopen no word of an earlier generation counts")
  void reopened() throws Exception {
    Cases.play(
        USUAL,
        random -> {
          World world = World.of(random);
          Set<Event> fenced = new HashSet<>(Join.fenced(world.events()));
          for (Event event : world.events()) {
            if (event.body() instanceof Body.Reopen reopen && !fenced.contains(event)) {
              RecordedStatus recorded = requireNonNull(Join.of(world.events()).get(reopen.task()));
              assertThat(recorded.generation()).isGreaterThanOrEqualTo(reopen.generation());
              assertThat(recorded.lastReopens()).isNotEmpty();
            }
          }
        });
  }

  @Test
  @DisplayName("the join says what its definition says, written out slowly")
  void asDefined() throws Exception {
    Cases.play(
        USUAL * 2,
        random -> {
          World world = World.of(random);
          List<Event> events = world.some(world.events());
          Map<TaskId, Event> slow = Slowly.winners(events);
          Map<TaskId, Event> fast = new TreeMap<>(Comparator.comparing(TaskId::value));
          Join.of(events).forEach((task, recorded) -> fast.put(task, recorded.winner()));
          assertThat(fast).isEqualTo(slow);
          Join.of(events)
              .values()
              .forEach(recorded ->
                  assertThat(recorded.overruled())
                      .containsExactlyInAnyOrderElementsOf(Slowly.overruled(events, recorded)));
        });
  }

  private static List<Event> merge(Collection<Event> a, Collection<Event> b) {
    List<Event> merged = new ArrayList<>(a);
    merged.addAll(b);
    return merged;
  }

  /** The definition of the join, with no thought for speed. */
  private static final class Slowly {
    static Map<TaskId, Event> winners(Collection<Event> events) {
      Map<TaskId, Event> winners = new TreeMap<>(Comparator.comparing(TaskId::value));
      for (Event event : events) {
        if (event.body() instanceof Body.Setting setting) {
          List<Event> counted = counted(events, setting.task());
          for (Event candidate : counted) {
            if (counted.stream().noneMatch(other -> beats(events, counted, other, candidate))) {
              winners.put(setting.task(), candidate);
            }
          }
        }
      }
      return winners;
    }

    static List<Event> overruled(Collection<Event> events, RecordedStatus recorded) {
      Event winner = recorded.winner();
      List<Event> unrelated =
          counted(events, recorded.task()).stream()
              .filter(e -> !e.equals(winner))
              .filter(e -> !knows(events, e, winner) && !knows(events, winner, e))
              .toList();
      List<Event> reports =
          counted(events, recorded.task()).stream()
              .filter(e -> !(e.body() instanceof Body.Observation))
              .toList();
      Set<Event> losers = new HashSet<>(last(events, unrelated));
      if (last(events, reports).size() > 1) {
        losers.addAll(last(events, reports));
      }
      losers.remove(winner);
      return losers.stream()
          .filter(e -> !((Body.Setting) e.body()).status().equals(recorded.status()))
          .toList();
    }

    /** Those that no other of them knows of. */
    private static List<Event> last(Collection<Event> events, List<Event> among) {
      return among.stream()
          .filter(e -> among.stream().noneMatch(other -> knows(events, other, e)))
          .toList();
    }

    private static List<Event> counted(Collection<Event> events, TaskId task) {
      Set<Event> fenced = new HashSet<>();
      for (Event takeover : events) {
        for (Event event : events) {
          if (takeover.body() instanceof Body.Takeover taken
              && event.body() instanceof Body.Setting
              && event.replica().equals(taken.owner())
              && taken.plan().equals(event.context().plan())
              && Long.valueOf(taken.oldEpoch()).equals(event.context().epoch())
              && event.seq() > taken.last()) {
            fenced.add(event);
          }
        }
      }
      return events.stream()
          .filter(e -> e.body() instanceof Body.Setting s && s.task().equals(task))
          .filter(e -> !fenced.contains(e))
          .toList();
    }

    private static boolean beats(Collection<Event> events, List<Event> counted, Event a, Event b) {
      Body.Setting one = (Body.Setting) a.body();
      Body.Setting two = (Body.Setting) b.body();
      if (one.generation() != two.generation()) {
        return one.generation() > two.generation();
      }
      if (one.rank() != two.rank()) {
        return one.rank() > two.rank();
      }
      if (knows(events, a, b)) {
        return true;
      }
      if (known(events, counted, a)) {
        return false;
      }
      boolean seen = one instanceof Body.Observation;
      return seen == two instanceof Body.Observation
          ? Event.BY_TIME.compare(a, b) > 0
          : !seen || known(events, counted, b);
    }

    /** Whether one of the same generation and rank knew of it. */
    private static boolean known(Collection<Event> events, List<Event> counted, Event event) {
      Body.Setting said = (Body.Setting) event.body();
      return counted.stream()
          .filter(c -> ((Body.Setting) c.body()).generation() == said.generation())
          .filter(c -> ((Body.Setting) c.body()).rank() == said.rank())
          .anyMatch(c -> knows(events, c, event));
    }

    private static boolean knows(Collection<Event> events, Event later, Event earlier) {
      Set<Event> reached = new LinkedHashSet<>(List.of(later));
      boolean grew = true;
      while (grew) {
        grew = false;
        for (Event at : List.copyOf(reached)) {
          for (Event event : events) {
            boolean sameTask =
                event.body().about() != null && event.body().about().equals(at.body().about());
            boolean direct =
                at.after().contains(event.id())
                    || (event.replica().equals(at.replica()) && event.seq() < at.seq());
            grew |= sameTask && direct && reached.add(event);
          }
        }
      }
      return !later.equals(earlier) && reached.contains(earlier);
    }
  }
}
