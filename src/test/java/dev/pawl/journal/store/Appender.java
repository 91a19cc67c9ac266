package dev.pawl.journal.store;

import dev.pawl.journal.Draft;
import dev.pawl.journal.Event;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A process of its own that writes to a journal and names each event on its standard output, one id
 * a line, after the journal said that it is there.
 */
final class Appender {
  private Appender() {}

  /** {@code count N DIR}: N events, one at a time. {@code kill DIR}, {@code absorb DIR}: no end. */
  public static void main(String[] args) throws IOException {
    PrintStream out = new PrintStream(System.out, true);
    switch (args[0]) {
      case "count" -> {
        JournalStore store = store(args[2]);
        for (int n = Integer.parseInt(args[1]); n > 0; n--) {
          say(out, store.append(_ -> List.of(Places.done(1))).events());
        }
      }
      case "kill" -> {
        JournalStore store = store(args[1]);
        for (int n = 1; true; n++) {
          List<Draft> drafts = batch(n);
          say(out, store.append(_ -> drafts).events());
        }
      }
      case "absorb" -> absorbForEver(store(args[1]), out);
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static void absorbForEver(JournalStore store, PrintStream out) throws IOException {
    List<Event> events = Places.written(Places.OTHER, Places.done(1, 2500));
    for (int n = 1; true; n = n % events.size() + 1) {
      SortedMap<String, Piece> stream = new TreeMap<>();
      stream.put("00000001.jsonl", Piece.of(Segment.bytes(events.subList(0, n))));
      store.streams().absorb(Places.OTHER, stream);
      out.println(events.get(n - 1).id());
    }
  }

  private static List<Draft> batch(int n) {
    List<Draft> drafts = new ArrayList<>();
    for (int i = n % 7; i >= 0; i--) {
      drafts.add(Places.done(i).because("x".repeat(700 * i)));
    }
    return drafts;
  }

  private static JournalStore store(String pawlDir) {
    long pid = ProcessHandle.current().pid();
    Site site = new Site("anvil", "host-1", "zoe", pid, "test");
    return JournalStore.open(Path.of(pawlDir), site, InstantSource.system(), new SecureRandom())
        .waiting(Duration.ofMinutes(2));
  }

  private static void say(PrintStream out, List<Event> events) {
    events.forEach(event -> out.println(event.id()));
  }

  /** Starts one. */
  static Process start(Path errors, String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", classPath()));
    command.add(Appender.class.getName());
    command.addAll(List.of(args));
    return new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
        .start();
  }

  private static String classPath() {
    String surefire = System.getProperty("surefire.test.class.path");
    return surefire != null ? surefire : System.getProperty("java.class.path");
  }
}
