package dev.pawl.journal.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import dev.pawl.journal.Cases;
import dev.pawl.journal.Event;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;

/** Journals that real processes share, and that real kills interrupt. */
@Execution(CONCURRENT)
final class ProcessesTest {
  @TempDir Path folder;
  private Path pawl = Path.of("pawl");
  private Path errors = Path.of("errors");

  @BeforeEach
  void repository() throws Exception {
    pawl = Files.createDirectories(folder.resolve(".git")).resolve("pawl");
    errors = folder.resolve("errors");
  }

  @Test
  @DisplayName(
      "N15 eight processes write fifty events each: none is lost, each has its number, no reader is misled")
  void manyAtOnce() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      processes.add(Appender.start(errors, "count", "50", pawl.toString()));
    }
    while (processes.stream().anyMatch(Process::isAlive)) {
      // A write under way is no damage.
      assertThat(Places.store(pawl).load().damage()).isEmpty();
      Thread.sleep(20);
    }
    Set<String> said = new HashSet<>();
    for (Process process : processes) {
      said.addAll(said(process));
      assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
    }
    Snapshot snapshot = Places.store(pawl).load();
    assertThat(snapshot.damage()).isEmpty();
    assertThat(said).hasSize(400).isEqualTo(ids(snapshot));
    assertThat(snapshot.events())
        .extracting(Event::seq)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 400).boxed().toList());
    assertThat(snapshot.events()).extracting(Event::replica).containsOnly(snapshot.replica());
  }

  @Test
  @DisplayName("N14 N15 killed at any time while reporting: all that was said to be there is there")
  void killedWhileReporting() throws Exception {
    Set<String> said = new HashSet<>();
    Cases.play(
        24,
        random -> {
          Process process = Appender.start(errors, "kill", pawl.toString());
          said.addAll(killedAfter(process, random.nextInt(40), random.nextInt(8_000_000)));
          Snapshot snapshot = Places.store(pawl).load();
          assertThat(ids(snapshot)).as(Files.readString(errors)).containsAll(said);

          Event next = Places.append(Places.store(pawl), Places.done(1)).getFirst();
          said.add(next.id().hex());
          Snapshot after = Places.store(pawl).load();
          assertThat(after.damage()).isEmpty();
          assertThat(ids(after)).containsAll(ids(snapshot)).containsAll(said);
          assertThat(after.events()).extracting(Event::seq).doesNotHaveDuplicates();
          assertThat(after.replica()).isEqualTo(next.replica());
        });
    assertThat(said).hasSizeGreaterThan(100);
  }

  @Test
  @DisplayName("N04 N14 killed at any time while taking a stream in: a rerun comes to the same")
  void killedWhileAbsorbing() throws Exception {
    List<Event> events = Places.written(Places.OTHER, Places.done(1, 2500));
    SortedMap<String, Piece> stream = new TreeMap<>();
    stream.put("00000001.jsonl", Piece.of(Segment.bytes(events)));
    Cases.play(
        4,
        random -> {
          Path here = Files.createDirectories(folder.resolve("" + random.nextLong())).resolve("p");
          Process process = Appender.start(errors, "absorb", here.toString());
          Set<String> said = killedAfter(process, random.nextInt(60), random.nextInt(8_000_000));
          assertThat(ids(Places.store(here).load())).containsAll(said);
          Places.store(here).streams().absorb(Places.OTHER, stream);
          Snapshot after = Places.store(here).load();
          assertThat(after.events()).isEqualTo(events);
          assertThat(after.damage()).isEmpty();
        });
  }

  private static Set<String> ids(Snapshot snapshot) {
    Set<String> ids = new HashSet<>();
    snapshot.events().forEach(event -> ids.add(event.id().hex()));
    return ids;
  }

  private static Set<String> said(Process process) throws Exception {
    return killedAfter(process, Integer.MAX_VALUE, 0);
  }

  /** What the process said, until it said so many ids and some nanoseconds passed, or it ended. */
  private static Set<String> killedAfter(Process process, int ids, int nanos) throws Exception {
    Set<String> said = new HashSet<>();
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      String line = out.readLine();
      while (line != null) {
        // The last line may be cut off by the kill.
        if (line.length() == 64) {
          said.add(line);
        }
        if (said.size() == ids + 1) {
          Thread.sleep(nanos / 1_000_000, nanos % 1_000_000);
          // By its handle, for Process closes the streams, and what was said must be read.
          process.toHandle().destroyForcibly();
        }
        line = out.readLine();
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    return said;
  }
}
