package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids as people type them; what is printed and written is the whole id. */
final class ShortIdsTest {
  @TempDir Path folder;
  private Machines machines;

  @BeforeEach
  void start() {
    machines = Machines.one(folder);
    machines.git.write(
        machines.at(HERE), "plans/shop.md", Machines.plan("SHOP-2026", "SHOP-T01", "SHOP-T12"));
    machines.git.write(
        machines.at(HERE), "plans/bank.md", Machines.plan("BANK", "BANK-T01", "BANK-T07"));
    machines.git.commitAll(machines.at(HERE), "plans");
  }

  @ParameterizedTest
  @CsvSource({
    "SHOP-T12, SHOP-T12",
    "shop-t12, SHOP-T12",
    "T12, SHOP-T12",
    "t12, SHOP-T12",
    "t7, BANK-T07",
    "bank-T7, BANK-T07",
    "T02, T02",
    "t3, T03"
  })
  @DisplayName("a task, by a unique end of its id, in any case, without leading zeros")
  void task(String typed, String id) {
    Run done = machines.run(HERE, "task", "done", typed, "--format", "json").exits(0);
    assertThat(Run.objects(done.json().get("tasks")).getFirst()).containsEntry("id", id);
    assertThat(machines.counts(HERE, id)).isEqualTo("done");
  }

  @Test
  @DisplayName("several are listed, and none is taken; the plan that is asked for decides")
  void several() {
    Run refused = machines.run(HERE, "task", "start", "BANK-T07", "t1").exits(1);
    assertThat(refused.err()).contains("T01");
    assertThat(machines.run(HERE, "task", "show", "bank-t1").exits(0).out()).contains("BANK-T01");
    Run listed = machines.run(HERE, "task", "show", "t01").exits(1);
    assertThat(listed.err())
        .contains("'t01' may be any of these: ", "BANK-T01", "SHOP-T01", "type more of it");
    assertThat(machines.counts(HERE, "BANK-T07")).isEqualTo("todo");
    machines.run(HERE, "task", "start", "t01", "--plan", "bank").exits(0);
    assertThat(machines.counts(HERE, "BANK-T01")).isEqualTo("in_progress");
    assertThat(machines.counts(HERE, "SHOP-T01")).isEqualTo("todo");
  }

  @Test
  @DisplayName("a number alone means the plan at hand, and nothing without one")
  void number() {
    assertThat(machines.run(HERE, "task", "start", "7").exits(1).err())
        .contains("a number alone means a task of the plan at hand", "--plan PLAN");
    Map<String, String> bound = new TreeMap<>(machines.variables(HERE));
    bound.put("PAWL_PLAN", "BANK");
    machines.in(machines.at(HERE), bound, HERE, "task", "start", "7").exits(0);
    machines.in(machines.at(HERE), bound, HERE, "task", "start", "1").exits(0);
    assertThat(machines.counts(HERE, "BANK-T07")).isEqualTo("in_progress");
    assertThat(machines.counts(HERE, "BANK-T01")).isEqualTo("in_progress");
    machines.in(machines.at(HERE), bound, HERE, "task", "start", "2").exits(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHOP-2026", "shop-2026", "2026", "shop", "SHO", "plans/shop.md"})
  @DisplayName("a plan: the end of its id, or a unique beginning")
  void plan(String typed) {
    Run shown = machines.run(HERE, "plan", "show", typed).exits(0);
    assertThat(shown.out()).contains("SHOP-2026");
  }

  @Test
  @DisplayName("what is written is the whole id, and log takes short ones")
  void written() {
    machines.run(HERE, "task", "add", "Pay", "--plan", "bank", "--depends-on", "t12").exits(0);
    assertThat(machines.git.read(machines.at(HERE), "plans/bank.md")).contains("SHOP-T12");
    machines.report(HERE, "done", "t12");
    assertThat(machines.run(HERE, "log", "t12").exits(0).out()).contains("SHOP-T12");
  }

  @Test
  @DisplayName("an exact id is never taken for a short one")
  void exact() {
    machines.git.write(machines.at(HERE), "plans/x.md", Machines.plan("X", "X-T02", "T01"));
    machines.run(HERE, "task", "done", "T02").exits(0);
    assertThat(machines.counts(HERE, "T02")).isEqualTo("done");
    assertThat(machines.counts(HERE, "X-T02")).isEqualTo("todo");
    assertThat(machines.run(HERE, "task", "done", "T01").exits(1).err())
        .contains("stands in several places");
  }
}
