package dev.pawl.app.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.app.workspace.Surroundings;
import dev.pawl.app.workspace.Uptime;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.git.GitSandbox;
import dev.pawl.journal.Body;
import dev.pawl.plan.PlanId;
import dev.pawl.schedule.Ask;
import dev.pawl.schedule.ClaimEnd;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Leases of executors, as another machine sees them, whatever the clocks say. */
final class ClaimLeaseTest {
  private static final PlanId PLAN = new PlanId("P-1");
  private static final Duration LEASE = Duration.ofMinutes(10);
  private static final Ask LEASED = new Ask.Take(false, null, LEASE);
  private static final Ask PERSON = new Ask.Take(false, null, null);

  @TempDir Path folder;
  private GitSandbox git;
  private final AtomicLong wall = new AtomicLong(1_780_000_000_000L);
  private final AtomicLong up = new AtomicLong(1_000_000);

  @BeforeEach
  void remote() {
    git = GitSandbox.create(folder);
    Path remote = git.bare("remote");
    Path seed = git.clone(remote, "seed");
    git.write(seed, "a.txt", "a\n");
    git.commitAll(seed, "a");
    git.run(seed, "push", "-q", "origin", "main");
    git.clone(remote, "here");
    git.clone(remote, "there");
  }

  private ClaimEnd ask(String machine, Ask ask, String executor) throws Exception {
    try (Workspace workspace = workspace(machine)) {
      Claims claims = new Claims(workspace, new Uptime("", up::get));
      String id = executor.isEmpty() ? null : executor;
      return claims.ask(PLAN, ask, id, /* offline= */ false).end();
    }
  }

  private Workspace workspace(String machine) throws Exception {
    Map<String, String> variables = new HashMap<>(git.env());
    variables.put("PAWL_HOME", folder.resolve("home-" + machine).toString());
    variables.put("PAWL_HOST", machine);
    return Workspace.open(
        new Surroundings(
            git.root().resolve(machine),
            variables,
            () -> Instant.ofEpochMilli(wall.get()),
            new Random(wall.get() ^ machine.hashCode()),
            step -> {}));
  }

  private void pass(Duration time) {
    up.addAndGet(time.toMillis());
    wall.addAndGet(time.toMillis());
  }

  @Test
  @DisplayName("N23 a dead executor loses the plan when its lease is over, and no sooner")
  void dead() throws Exception {
    assertThat(ask("here", LEASED, "x1")).isInstanceOf(ClaimEnd.Claimed.class);
    pass(Duration.ofDays(2));
    // Seen for the first time: it may have been renewed a moment ago.
    assertThat(ask("there", LEASED, "x2"))
        .isInstanceOfSatisfying(
            ClaimEnd.Refused.class, no -> assertThat(no.left()).isEqualTo(LEASE));
    pass(LEASE.minusMillis(1));
    assertThat(ask("there", LEASED, "x2")).isInstanceOf(ClaimEnd.Refused.class);
    pass(Duration.ofMillis(1));
    assertThat(ask("there", LEASED, "x2"))
        .isInstanceOfSatisfying(
            ClaimEnd.Claimed.class, yes -> assertThat(yes.claim().epoch()).isEqualTo(2));
    try (Workspace workspace = workspace("there")) {
      assertThat(workspace.journal().load().takeovers())
          .extracting(event -> ((Body.Takeover) event.body()).newEpoch())
          .containsExactly(2L);
    }
    assertThat(ask("here", LEASED, "x1")).isInstanceOf(ClaimEnd.Refused.class);
  }

  @Test
  @DisplayName("N23 a clock that is set forward by hours, here or there, takes no plan from anyone")
  void wrongClock() throws Exception {
    ask("here", LEASED, "x1");
    ask("there", LEASED, "x2");
    for (int hours : new int[] {5, -24, 1000}) {
      wall.addAndGet(Duration.ofHours(hours).toMillis());
      assertThat(ask("there", LEASED, "x2")).isInstanceOf(ClaimEnd.Refused.class);
    }
  }

  @Test
  @DisplayName("N23 who renews the lease keeps the plan, however long it takes")
  void renewed() throws Exception {
    ask("here", LEASED, "x1");
    for (int i = 1; i <= 5; i++) {
      assertThat(ask("there", LEASED, "x2")).isInstanceOf(ClaimEnd.Refused.class);
      pass(LEASE.minusMinutes(1));
      long renewals = i;
      assertThat(ask("here", LEASED, "x1"))
          .isInstanceOfSatisfying(
              ClaimEnd.Already.class,
              still -> {
                assertThat(still.claim().renewals()).isEqualTo(renewals);
                assertThat(still.claim().epoch()).isEqualTo(1);
              });
    }
  }

  @Test
  @DisplayName("N23 an observer whose machine was started anew begins to wait anew")
  void restarted() throws Exception {
    ask("here", LEASED, "x1");
    ask("there", LEASED, "x2");
    up.set(0);
    assertThat(ask("there", LEASED, "x2"))
        .isInstanceOfSatisfying(
            ClaimEnd.Refused.class, no -> assertThat(no.left()).isEqualTo(LEASE));
    up.set(LEASE.toMillis());
    assertThat(ask("there", LEASED, "x2")).isInstanceOf(ClaimEnd.Claimed.class);
  }

  @Test
  @DisplayName("N23 a person's claim has no lease: only a person takes it, by force")
  void person() throws Exception {
    ask("here", PERSON, "");
    ask("there", PERSON, "");
    pass(Duration.ofDays(1000));
    assertThat(ask("there", LEASED, "x2")).isInstanceOf(ClaimEnd.Refused.class);
    assertThat(ask("there", new Ask.Take(true, "gone", null), ""))
        .isInstanceOf(ClaimEnd.Claimed.class);
  }
}
