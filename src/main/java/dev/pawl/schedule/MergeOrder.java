package dev.pawl.schedule;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * In which order branches are merged one after the other with the fewest conflicts to resolve: a
 * branch conflicts in a file when it does with one that was merged before it, and each branch and
 * file counts once, however many are behind it. Ties go to the order in which plans wait for each
 * other, then to the order given.
 *
 * <p>Exact up to {@value #MOST_EXACT} branches; above, the best of an order built step by step and
 * moved about until nothing gets better, within a bound.
 */
public final class MergeOrder {
  static final int MOST_EXACT = 14;

  /** A conflict outweighs any number of dependencies. */
  private static final long CONFLICT = 1_000_000;

  private static final long MOST_STEPS = 5_000_000;

  private final int size;
  private final BitSet[][] files;
  private final boolean[][] after;
  private long steps;

  private MergeOrder(int size) {
    this.size = size;
    this.files = new BitSet[size][size];
    this.after = new boolean[size][size];
  }

  /**
   * The order, as indices.
   *
   * @param size how many branches there are
   * @param conflicts the files in which two conflict: row and column are branches
   * @param waitsFor for each branch, those whose plans its plan waits for
   */
  public static List<Integer> of(
      int size, Map<Integer, Map<Integer, Set<String>>> conflicts, List<Set<Integer>> waitsFor) {
    MergeOrder order = new MergeOrder(size);
    Map<String, Integer> numbers = new HashMap<>();
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        order.files[i][j] = new BitSet();
      }
    }
    conflicts.forEach((i, row) -> row.forEach((j, paths) -> {
      for (String path : paths) {
        int number = numbers.computeIfAbsent(path, _ -> numbers.size());
        order.files[i][j].set(number);
        order.files[j][i].set(number);
      }
    }));
    for (int i = 0; i < size; i++) {
      for (int other : waitsFor.get(i)) {
        order.after[i][other] = true;
      }
    }
    return size <= MOST_EXACT ? order.exact() : order.approximate();
  }

  /** What merging one costs after those that are set. */
  private long step(BitSet merged, int next) {
    steps++;
    BitSet touched = new BitSet();
    int early = 0;
    for (int other = 0; other < size; other++) {
      if (merged.get(other)) {
        touched.or(files[next][other]);
      } else if (after[next][other] && other != next) {
        early++;
      }
    }
    return touched.cardinality() * CONFLICT + early;
  }

  private List<Integer> exact() {
    int all = 1 << size;
    long[] rest = new long[all];
    for (int set = all - 2; set >= 0; set--) {
      BitSet merged = BitSet.valueOf(new long[] {set});
      long best = Long.MAX_VALUE;
      for (int next = merged.nextClearBit(0); next < size; next = merged.nextClearBit(next + 1)) {
        best = Math.min(best, step(merged, next) + rest[set | 1 << next]);
      }
      rest[set] = best;
    }
    List<Integer> order = new ArrayList<>();
    int set = 0;
    while (order.size() < size) {
      BitSet merged = BitSet.valueOf(new long[] {set});
      int next = merged.nextClearBit(0);
      while (step(merged, next) + rest[set | 1 << next] != rest[set]) {
        next = merged.nextClearBit(next + 1);
      }
      order.add(next);
      set |= 1 << next;
    }
    return List.copyOf(order);
  }

  /** What a whole order costs. */
  private long cost(List<Integer> order) {
    BitSet merged = new BitSet();
    long sum = 0;
    for (int next : order) {
      sum += step(merged, next);
      merged.set(next);
    }
    return sum;
  }

  private List<Integer> approximate() {
    List<Integer> best = greedy();
    long cost = cost(best);
    boolean better = true;
    while (better) {
      better = false;
      for (int from = 0; from < size; from++) {
        for (int to = 0; to < size && steps < MOST_STEPS; to++) {
          List<Integer> moved = new ArrayList<>(best);
          moved.add(to, moved.remove(/* index */ from));
          long now = cost(moved);
          if (now < cost) {
            best = moved;
            cost = now;
            better = true;
          }
        }
      }
    }
    return List.copyOf(best);
  }

  /** Next is always what costs least now, and of those what then leaves the others least. */
  private List<Integer> greedy() {
    List<Integer> order = new ArrayList<>();
    BitSet merged = new BitSet();
    while (order.size() < size) {
      int best = -1;
      long least = Long.MAX_VALUE;
      for (int next = merged.nextClearBit(0); next < size; next = merged.nextClearBit(next + 1)) {
        long now = step(merged, next);
        if (now < least) {
          least = now;
          best = next;
        }
      }
      order.add(best);
      merged.set(best);
    }
    return order;
  }
}
