package dev.pawl.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.plan.Status;
import dev.pawl.plan.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MergedStatusTest {
  private static @Nullable Status status(@Nullable String word) {
    return word == null ? null : Vocabulary.tasks().read(word).orElseThrow();
  }

  private static Optional<Status> merged(
      @Nullable String base, String ours, String theirs, @Nullable String recorded) {
    return MergedStatus.of(
        status(base),
        Vocabulary.tasks().read(ours).orElseThrow(),
        Vocabulary.tasks().read(theirs).orElseThrow(),
        () -> recorded);
  }

  @ParameterizedTest(name = "from {0}: {1} and {2}, recorded {3}, is {4}")
  @CsvSource({
    // base, ours, theirs, recorded, merged
    "todo,        todo,        done,        ,            done",
    "todo,        in_progress, done,        ,            done",
    "todo,        blocked,     cancelled,   todo,        cancelled",
    "todo,        in_progress, blocked,     ,            -",
    "todo,        in_progress, blocked,     blocked,     blocked",
    "todo,        done,        cancelled,   ,            -",
    "in_progress, done,        cancelled,   done,        done",
    ",            todo,        done,        ,            done",
    // One side moved back on purpose, the other said nothing.
    "done,        todo,        done,        done,        todo",
    "done,        done,        in_progress, done,        in_progress",
    // Both moved back: as in the record, the higher rank.
    "done,        todo,        in_progress, ,            in_progress",
    // One forward, one back: the files cannot tell.
    "in_progress, done,        todo,        ,            -",
    "in_progress, done,        todo,        done,        done",
    "in_progress, done,        todo,        todo,        todo",
    "in_progress, done,        todo,        blocked,     -",
  })
  @DisplayName("a row of the table")
  void table(
      @Nullable String base,
      String ours,
      String theirs,
      @Nullable String recorded,
      String expected) {
    String said = merged(base, ours, theirs, recorded).map(Status::word).orElse("-");
    assertThat(said).isEqualTo(expected);
  }

  @Test
  @DisplayName("N04 which branch is merged into which makes no difference, for any three words")
  void symmetric() {
    List<String> words = Vocabulary.tasks().statuses().stream().map(Status::word).toList();
    List<@Nullable String> orNone = new ArrayList<>();
    orNone.addAll(words);
    orNone.add(null);
    for (String base : orNone) {
      for (String ours : words) {
        for (String theirs : words) {
          for (String recorded : orNone) {
            assertThat(merged(base, ours, theirs, recorded))
                .as("%s %s %s %s", base, ours, theirs, recorded)
                .isEqualTo(merged(base, theirs, ours, recorded));
          }
        }
      }
    }
  }
}
