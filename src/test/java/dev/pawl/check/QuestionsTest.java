package dev.pawl.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.plan.Status;
import dev.pawl.plan.TaskId;
import dev.pawl.plan.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class QuestionsTest {
  @Test
  @DisplayName("N52 C-15 advises no command that is refused, whatever rank a peer gave to a word")
  void accepted() {
    List<Status> words = new ArrayList<>(Vocabulary.tasks().statuses());
    words.add(new Status("wip", 1));
    words.add(new Status("shipped", 9));
    for (Status reported : words) {
      for (Status written : words) {
        String said = Questions.waysOut(new TaskId("T01"), reported, written);
        assertThat(said)
            .as("%s, %s", reported, written)
            .doesNotContain("--to done")
            .doesNotContain("--to cancelled")
            .doesNotContain("--to shipped")
            .doesNotContain("null");
      }
    }
    assertThat(
            Questions.waysOut(new TaskId("T01"), new Status("shipped", 9), new Status("done", 2)))
        .startsWith("the file: pawl task reopen T01 && pawl task done T01 — ");
  }
}
