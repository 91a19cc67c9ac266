package dev.pawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random histories of three clones and a remote, held against what must never happen.
 *
 * <p>{@code -Dpawl.histories=10000} plays so many, {@code -Dpawl.histories.seed=42} begins at that
 * seed; {@code -Dpawl.histories.shrink=false} leaves them as they are. See docs/testing.md.
 */
final class RandomHistoryTest {
  private static final int HISTORIES = Integer.getInteger("pawl.histories", 100);
  private static final long SEED = Long.getLong("pawl.histories.seed", 1);
  private static final boolean SHRINK =
      !"false".equals(System.getProperty("pawl.histories.shrink"));
  private static final int FINDINGS = Integer.getInteger("pawl.histories.findings", 1);

  /** Who plays thousands wants to know how far they are. */
  private static final int PROGRESS = 250;

  @TempDir Path folder;

  @Test
  @DisplayName("N01 N03 N04 N06 N07 N12 N17 N18 whatever people and machines do, in any order")
  void histories() throws Exception {
    Map<Long, String> findings = new TreeMap<>();
    for (long seed = SEED; seed < SEED + HISTORIES && findings.size() < FINDINGS; seed++) {
      if (seed % PROGRESS == 0) {
        System.err.println("at seed " + seed + ", " + findings.size() + " findings");
      }
      List<HistoryStep> steps = HistoryMaker.history(seed);
      Law.BrokenLaw broken = HistoryShrinker.play(folder, steps).broken();
      if (broken != null) {
        findings.put(seed, report(seed, steps, broken));
        System.err.println(findings.get(seed));
      }
    }
    assertThat(findings).isEmpty();
  }

  private String report(long seed, List<HistoryStep> steps, Law.BrokenLaw broken) throws Exception {
    List<HistoryStep> shortest =
        SHRINK ? HistoryShrinker.shrink(folder, steps, broken.law()) : steps;
    HistoryShrinker.Played again = HistoryShrinker.play(folder, shortest);
    String why = String.valueOf((again.broken() == null ? broken : again.broken()).getMessage());
    return "seed "
        + seed
        + ", "
        + shortest.size()
        + " lines, then healing:\n"
        + HistoryFixture.script(again.typed(), "seed " + seed + "\n" + why);
  }
}
