package dev.pawl.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MergeOrderTest {
  private static final List<Set<Integer>> FREE = Collections.nCopies(60, Set.of());

  @Test
  @DisplayName("the one that conflicts with all in one file goes last: one conflict, not four")
  void star() {
    Map<Integer, Map<Integer, Set<String>>> conflicts = new HashMap<>();
    for (int leaf = 1; leaf < 5; leaf++) {
      conflicts.computeIfAbsent(0, _ -> new HashMap<>()).put(leaf, Set.of("api"));
    }
    assertThat(MergeOrder.of(5, conflicts, FREE)).containsExactly(1, 2, 3, 4, 0);
    List<Integer> many = MergeOrder.of(40, conflicts, FREE);
    assertThat(many.subList(many.indexOf(0), 40)).doesNotContain(1, 2, 3, 4);
  }

  @Test
  @DisplayName("ties follow what plans wait for, then the order given")
  void ties() {
    assertThat(MergeOrder.of(3, Map.of(), FREE)).containsExactly(0, 1, 2);
    assertThat(MergeOrder.of(3, Map.of(), List.of(Set.of(2), Set.of(), Set.of())))
        .containsExactly(1, 2, 0);
    assertThat(MergeOrder.of(2, Map.of(), List.of(Set.of(1), Set.of(0)))).containsExactly(0, 1);
    assertThat(MergeOrder.of(0, Map.of(), List.of())).isEmpty();
    List<Set<Integer>> chain = new ArrayList<>(FREE);
    chain.set(0, Set.of(39));
    assertThat(MergeOrder.of(40, Map.of(), chain)).endsWith(39, 0);
  }

  @Test
  @DisplayName("no other order has fewer conflicts, and the approximation comes near")
  void best() {
    long seed = Long.getLong("pawl.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int round = 0; round < 60; round++) {
      int size = 2 + random.nextInt(5);
      Map<Integer, Map<Integer, Set<String>>> conflicts = new HashMap<>();
      for (int i = 0; i < size; i++) {
        for (int j = i + 1; j < size; j++) {
          if (random.nextInt(3) > 0) {
            Set<String> files = new HashSet<>();
            for (int k = random.nextInt(4); k >= 0; k--) {
              files.add("f" + random.nextInt(5));
            }
            conflicts.computeIfAbsent(i, _ -> new HashMap<>()).put(j, files);
          }
        }
      }
      int least =
          orders(size).stream().mapToInt(order -> cost(order, conflicts)).min().orElseThrow();
      assertThat(cost(MergeOrder.of(size, conflicts, FREE), conflicts))
          .as("seed %d", seed)
          .isEqualTo(least);
      // The same branches among others that conflict with nobody: beyond the exact search.
      List<Integer> among = MergeOrder.of(20, conflicts, FREE);
      assertThat(among).hasSize(20).doesNotHaveDuplicates();
      assertThat(cost(among, conflicts)).as("seed %d", seed).isBetween(least, least + 3);
    }
  }

  private static int cost(
      List<Integer> order, Map<Integer, Map<Integer, Set<String>>> conflicts) {
    int cost = 0;
    for (int at = 0; at < order.size(); at++) {
      Set<String> files = new HashSet<>();
      for (int before = 0; before < at; before++) {
        int one = Math.min(order.get(at), order.get(before));
        int other = Math.max(order.get(at), order.get(before));
        files.addAll(conflicts.getOrDefault(one, Map.of()).getOrDefault(other, Set.of()));
      }
      cost += files.size();
    }
    return cost;
  }

  private static List<List<Integer>> orders(int size) {
    List<List<Integer>> all = List.of(List.of());
    for (int next : IntStream.range(0, size).toArray()) {
      List<List<Integer>> more = new ArrayList<>();
      for (List<Integer> order : all) {
        for (int at = 0; at <= order.size(); at++) {
          List<Integer> longer = new ArrayList<>(order);
          longer.add(at, next);
          more.add(longer);
        }
      }
      all = more;
    }
    return all;
  }
}
