package dev.pawl.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PlanWordsTest {
  @ParameterizedTest
  @DisplayName("known words and aliases are read exactly")
  @CsvSource({
    "todo, todo, 0",
    "in_progress, in_progress, 1",
    "blocked, blocked, 1",
    "done, done, 2",
    "cancelled, cancelled, 2",
    "completed, done, 2",
    "in-progress, in_progress, 1"
  })
  void tasks(String written, String word, int rank) {
    assertThat(Vocabulary.tasks().read(written)).contains(new Status(word, rank));
  }

  @ParameterizedTest
  @DisplayName("N11 no other word is guessed; a close one is named")
  @CsvSource({
    "Done, done",
    "DONE, done",
    "In Progress, in_progress",
    "inprogress, in_progress",
    "complete, done",
    "canceled, cancelled",
    "tood, todo",
    "finished, ",
    "wontfix, ",
    "yes, "
  })
  void nearest(String written, String near) {
    assertThat(Vocabulary.tasks().read(written)).isEmpty();
    assertThat(Vocabulary.tasks().nearest(written).orElse(null)).isEqualTo(near);
  }

  @Test
  @DisplayName("plans have words of their own")
  void plans() {
    Vocabulary plans = Vocabulary.plans();
    assertThat(plans.read("finished")).contains(new Status("done", 2));
    assertThat(plans.read("archived")).contains(new Status("archived", 2));
    assertThat(plans.read("active")).contains(new Status("active", 1));
    assertThat(plans.read("todo")).isEmpty();
  }

  @Test
  @DisplayName("settings add words and aliases, and leave the built-in vocabulary alone")
  void more() {
    Vocabulary more =
        Vocabulary.tasks()
            .with(
                Map.of("submitted", 0, "verified", 2),
                Map.of("wip", "in-progress", "To Do", "todo", "ok", "verified"));
    assertThat(more.read("submitted")).contains(new Status("submitted", 0));
    assertThat(more.read("wip")).contains(new Status("in_progress", 1));
    assertThat(more.read("To Do")).contains(new Status("todo", 0));
    assertThat(more.read("ok")).contains(new Status("verified", 2));
    assertThat(more.nearest("verifed")).contains("verified");
    assertThat(more.statuses()).hasSize(7);
    assertThat(Vocabulary.tasks().read("wip")).isEmpty();
  }

  @Test
  @DisplayName("what contradicts a word that is there is rejected")
  void contradictions() {
    Vocabulary tasks = Vocabulary.tasks();
    rejected(() -> tasks.with(Map.of("done", 1), Map.of()), "rank 2 everywhere");
    rejected(() -> tasks.with(Map.of("completed", 2), Map.of()), "already stands for `done`");
    rejected(() -> tasks.with(Map.of(), Map.of("wip", "doing")), "which is no status");
    rejected(() -> tasks.with(Map.of(), Map.of("done", "todo")), "status of its own");
    rejected(() -> tasks.with(Map.of(), Map.of("completed", "todo")), "already stands for");
    rejected(() -> tasks.with(Map.of("later", 3), Map.of()), "0 (not begun)");
    assertThat(tasks.with(Map.of("done", 2), Map.of("completed", "done"))).isEqualTo(tasks);
  }

  @ParameterizedTest
  @DisplayName("N50 a status word is visible text on one line")
  @ValueSource(strings = {"", " ", " x", "x ", "a\nb", "a\u001b[0m", "a\u202eb"})
  void shapes(String word) {
    rejected(() -> Vocabulary.tasks().with(Map.of(word, 1), Map.of()), "cannot be a status word");
    rejected(() -> Vocabulary.tasks().with(Map.of(), Map.of(word, "done")), "cannot be a status");
  }

  private static void rejected(ThrowingCallable act, String reason) {
    assertThatIllegalArgumentException().isThrownBy(act).withMessageContaining(reason);
  }
}
