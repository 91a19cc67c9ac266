package dev.pawl.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ParallelTest {
  private final Set<Integer> done = ConcurrentHashMap.newKeySet();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 1000})
  @DisplayName("each number has its turn before the call returns")
  void all(int count) throws IOException {
    Parallel.each(count, done::add);
    assertThat(done).isEqualTo(IntStream.range(0, count).boxed().collect(Collectors.toSet()));
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 1000})
  @DisplayName("N18 what fails is said, the first of it")
  void failure(int count) {
    assertThatThrownBy(() ->
            Parallel.each(
                count,
                number -> {
                  if (number > 2) {
                    throw new IOException("no space for " + number);
                  }
                  done.add(number);
                }))
        .isInstanceOf(IOException.class)
        .hasMessage("no space for 3");
    assertThat(done).containsExactlyInAnyOrder(0, 1, 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 1000})
  @DisplayName("a fault of the program comes out as it is")
  void fault(int count) {
    assertThatThrownBy(() ->
            Parallel.each(
                count,
                number -> {
                  throw new IllegalArgumentException("number " + number);
                }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("number 0");
  }
}
