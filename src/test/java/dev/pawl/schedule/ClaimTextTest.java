package dev.pawl.schedule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.disk.UnreadableRecord;
import dev.pawl.journal.ReplicaId;
import dev.pawl.plan.PlanId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class ClaimTextTest {
  private static final PlanId PLAN = new PlanId("P-1");
  private static final ReplicaId REPLICA = new ReplicaId("aaaaaaaaaaaaaaaaaaaa");

  private static Claim claim(Claim.State state) {
    return new Claim(
        PLAN,
        state,
        7,
        new Claimant("host", "id", REPLICA, "x\u001b[1m\n", "Zoë"),
        Duration.ofMinutes(10),
        3,
        state == Claim.State.OFFERED ? "other" : null,
        state == Claim.State.OFFERED ? "its-id" : null,
        "because \"so\"",
        new Claim.TakenFrom(REPLICA, "old", 6, 99),
        "n".repeat(20));
  }

  @Test
  @DisplayName("what is written is read back, every field of it")
  void roundTrip() throws Exception {
    for (Claim.State state : Claim.State.values()) {
      Claim claim = claim(state);
      assertThat(ClaimText.read(ClaimText.write(claim), PLAN)).isEqualTo(claim);
      ClaimNote note =
          new ClaimNote(ClaimNote.Mine.LOST, claim, 9, new Sighting("v", new Moment("here", 12)));
      assertThat(ClaimNote.read(note.write(PLAN), PLAN)).isEqualTo(note);
      assertThat(ClaimNote.planOf(note.write(PLAN))).isEqualTo(PLAN);
    }
  }

  @Test
  @DisplayName("N50 N43 anything else is refused, and never taken for nothing")
  void hostile() {
    String good = new String(ClaimText.write(claim(Claim.State.HELD)), UTF_8);
    List<String> bad =
        List.of(
            "",
            "null",
            "[]",
            good + good,
            good.replace("\"v\" : 1", "\"v\" : 2"),
            good.replace("\"epoch\" : 7", "\"epoch\" : -7"),
            good.replace("\"epoch\" : 7", "\"epoch\" : 0"),
            good.replace("\"epoch\" : 7", "\"epoch\" : 9223372036854775807"),
            good.replace("\"epoch\" : 7", "\"epoch\" : 99999999999999999999999999"),
            good.replace("\"epoch\" : 7", "\"epoch\" : \"7\""),
            good.replace("\"epoch\" : 7", "\"epoch\" : 7, \"epoch\" : 8"),
            good.replace("\"lease\" : 600", "\"lease\" : 0"),
            good.replace("\"lease\" : 600", "\"lease\" : 99999999999"),
            good.replace("\"state\" : \"held\"", "\"state\" : \"offered\""),
            good.replace("\"state\" : \"held\"", "\"state\" : \"HELD\""),
            good.replace("P-1", "P-2"),
            good.replace("nnnn", "../n"),
            good.replace(REPLICA.value(), "../../etc"),
            good.replace("because", "b".repeat(2000)),
            "{\"a\":".repeat(100_000));
    for (String text : bad) {
      assertThat(text).isNotEqualTo(good);
      assertThatThrownBy(() -> ClaimText.read(text.getBytes(UTF_8), PLAN))
          .as(text.substring(0, Math.min(text.length(), 400)))
          .isInstanceOf(UnreadableRecord.class);
      assertThatThrownBy(() -> ClaimNote.read(text.getBytes(UTF_8), PLAN))
          .isInstanceOf(UnreadableRecord.class);
    }
  }

  @Test
  @DisplayName("no two plans share a name, and every name is one that files and refs may have")
  void names() {
    String letters = "aAzZ09._-éß界𐐀u";
    int[] points = letters.codePoints().toArray();
    Set<String> ids = new HashSet<>();
    Set<String> names = new HashSet<>();
    SplittableRandom random = new SplittableRandom(1);
    while (ids.size() < 20_000) {
      StringBuilder id = new StringBuilder();
      int length = random.nextInt(1, random.nextInt(2, 100));
      for (int i = 0; i < length; i++) {
        id.appendCodePoint(points[random.nextInt(points.length)]);
      }
      if (PlanId.of(id.toString()).isPresent() && ids.add(id.toString())) {
        String name = ClaimName.of(new PlanId(id.toString()));
        assertThat(names.add(name)).as("%s: %s", id, name).isTrue();
        assertThat(name)
            .matches("[A-Za-z0-9._-]{1,200}")
            .doesNotEndWith(".lock")
            .doesNotEndWith(".");
        assertThat(name).doesNotContain("..").doesNotStartWith(".");
      }
    }
  }
}
