package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever becomes of the index between two commands, the answers stay the same: two machines live
 * the same life, and one of them has its index mistreated before every command.
 */
final class IndexAnswersTest {
  private static final List<String> KINDS = List.of("start", "block", "done", "cancel", "reopen");
  private static final List<String> WORDS =
      List.of("todo", "in_progress", "blocked", "done", "cancelled", "wip", "doen");

  @TempDir Path folder;

  @Test
  @DisplayName(
      "N14 N40 an index that is deleted, damaged, stale, locked, in the way or of another version"
          + " changes no answer")
  void sameAnswers() throws Exception {
    long seed = Long.getLong("pawl.seed", System.nanoTime());
    int cases = Integer.getInteger("pawl.cases", 3);
    for (int i = 0; i < cases; i++) {
      life(folder.resolve("case" + i), seed + i, 14);
    }
  }

  @Test
  @DisplayName("linked worktrees share one index, and each reads its own files out of it")
  void worktrees() throws Exception {
    Machines machines = Machines.one(folder);
    Path here = machines.at(Machines.HERE);
    machines.git.run(here, "worktree", "add", "-q", "-b", "side", "../side");
    Path side = here.resolveSibling("side");
    Path plan = side.resolve(Machines.PLAN);
    FileTime made = Files.getLastModifiedTime(here.resolve(Machines.PLAN));
    Files.writeString(plan, Files.readString(plan).replace("id: T02", "id: T92"));
    Files.setLastModifiedTime(plan, made);
    for (int i = 0; i < 3; i++) {
      assertThat(list(machines, here)).contains("T02 ").doesNotContain("T92");
      assertThat(list(machines, side)).contains("T92 ").doesNotContain("T02 ");
    }
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(file -> file.endsWith("index.db")))
          .containsExactly(here.resolve(".git/pawl/index.db"));
    }
  }

  private static String list(Machines machines, Path place) {
    return machines.in(place, Machines.HERE, "task", "list").exits(0).out();
  }

  private static void life(Path root, long seed, int steps) throws Exception {
    Twin kept = new Twin(Files.createDirectories(root.resolve("kept")));
    Twin mistreated = new Twin(Files.createDirectories(root.resolve("mistreated")));
    SplittableRandom random = new SplittableRandom(seed);
    List<String> story = new ArrayList<>();
    for (int step = 0; step < steps; step++) {
      long edit = random.nextLong();
      story.add(kept.edit(new SplittableRandom(edit)));
      mistreated.edit(new SplittableRandom(edit));
      for (String[] command : commands(random)) {
        try (Treatment treatment = Treatment.of(random, mistreated.index())) {
          story.add(treatment + ": " + String.join(" ", command));
          assertThat(mistreated.run(command))
              .as("-Dpawl.seed=%d, then %s", seed, story)
              .isEqualTo(kept.run(command));
        }
      }
    }
  }

  /** A report or a fix, and then what reads. */
  private static List<String[]> commands(SplittableRandom random) {
    List<String[]> commands = new ArrayList<>();
    String kind = KINDS.get(random.nextInt(KINDS.size()));
    if (random.nextInt(3) > 0) {
      commands.add(new String[] {"task", kind, task(random), task(random)});
    }
    if (random.nextInt(4) == 0) {
      commands.add(new String[] {"fix", "--no-fetch", "--format", "json"});
    }
    commands.add(new String[] {"check", "--no-fetch"});
    commands.add(new String[] {"task", "list", "--format", "json"});
    commands.add(
        switch (random.nextInt(5)) {
          case 0 -> new String[] {"plan", "list"};
          case 1 -> new String[] {"task", "show", task(random), "-v"};
          case 2 -> new String[] {"task", "next", "-n", "3"};
          case 3 -> new String[] {"log", "-v"};
          default -> new String[] {"check", "--no-fetch", "--format", "json"};
        });
    return commands;
  }

  private static String task(SplittableRandom random) {
    return "P" + random.nextInt(4) + "-" + random.nextInt(3);
  }

  /** One of the two machines. */
  private static final class Twin {
    private final Machines machines;
    private final Path clone;

    Twin(Path root) {
      machines = Machines.one(root);
      clone = machines.at(HERE);
      for (int plan = 0; plan < 4; plan++) {
        String id = "P" + plan;
        machines.git.write(
            clone, "plans/" + id + ".md", Machines.plan(id, id + "-0", id + "-1", id + "-2"));
      }
      machines.git.commitAll(clone, "plans");
    }

    Path index() {
      return clone.resolve(".git/pawl/index.db");
    }

    /** What it says, without what differs between any two clones. */
    String run(String... command) {
      Run run = machines.run(HERE, command);
      return (run.exit() + "\n" + run.out() + "\n" + run.err())
          .replace(machines.git.root().toString(), "ROOT")
          .replaceAll("\\b[0-9a-f]{7,40}\\b", "HASH")
          .replaceAll("\\b[0-9a-hj-np-tv-z]{26}\\b", "REPLICA")
          .replaceAll("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?Z?", "TIME");
    }

    /** Changes files as a person does; says what. */
    String edit(SplittableRandom random) throws IOException {
      Path file = clone.resolve("plans/P" + random.nextInt(4) + ".md");
      int what = random.nextInt(8);
      String word = WORDS.get(random.nextInt(WORDS.size()));
      boolean there = Files.exists(file);
      switch (what) {
        case 0 -> machines.git.write(clone, ".pawl.yaml", settings(random.nextInt(2)));
        case 1 -> {
          if (there) {
            Files.move(file, file.resolveSibling("renamed-" + file.getFileName()));
          }
        }
        case 2 -> machines.git.commitAll(clone, "by hand");
        case 3 -> {
          if (there) {
            String text = Files.readString(file);
            FileTime time = Files.getLastModifiedTime(file);
            // As long as before, at the same time: only what changed in it can tell.
            Files.writeString(
                file,
                text.contains("todo")
                    ? text.replace("todo", "done")
                    : text.replace("done", "todo"));
            Files.setLastModifiedTime(file, time);
          }
        }
        case 4 -> Files.deleteIfExists(file);
        default -> {
          if (there) {
            Files.writeString(
                file, Files.readString(file).replaceFirst("(?s)(.*status: )\\w+", "$1" + word));
          }
        }
      }
      return what + " " + file.getFileName() + " " + word;
    }

    private static String settings(int more) {
      return "repo: net\nexchange: off\n" + (more == 0 ? "" : "aliases:\n  wip: in_progress\n");
    }
  }

  /** What is done to an index before a command, and taken back after it. */
  private record Treatment(String name, @Nullable Connection lock) implements AutoCloseable {
    private static byte[] old = new byte[0];

    static Treatment of(SplittableRandom random, Path index) throws Exception {
      boolean there = Files.isRegularFile(index);
      byte[] bytes = there ? Files.readAllBytes(index) : new byte[0];
      return switch (random.nextInt(9)) {
        case 0 -> {
          delete(index);
          yield new Treatment("deleted", null);
        }
        case 1 -> {
          byte[] noise = new byte[random.nextInt(1, 10_000)];
          random.nextBytes(noise);
          write(index, noise);
          yield new Treatment("noise", null);
        }
        case 2 -> {
          write(index, java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)));
          yield new Treatment("cut off", null);
        }
        case 3 -> {
          for (int i = 0; there && i < 40; i++) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
          }
          write(index, bytes);
          yield new Treatment("flipped", null);
        }
        case 4 -> {
          byte[] stale = old;
          old = bytes;
          write(index, stale);
          yield new Treatment("stale", null);
        }
        case 5 -> {
          sql(index, "PRAGMA user_version = " + random.nextInt(-1, 5), !there);
          yield new Treatment("of another version", null);
        }
        case 6 -> {
          delete(index);
          Files.createDirectories(index);
          yield new Treatment("in the way", null);
        }
        case 7 -> new Treatment("locked", there ? locked(index) : null);
        default -> new Treatment("left alone", null);
      };
    }

    private static void delete(Path index) throws IOException {
      Files.deleteIfExists(index);
      Files.deleteIfExists(index.resolveSibling("index.db-journal"));
    }

    private static void write(Path index, byte[] bytes) throws IOException {
      delete(index);
      Files.createDirectories(index.getParent());
      Files.write(index, bytes);
    }

    private static void sql(Path index, String sql, boolean skip) throws Exception {
      if (skip) {
        return;
      }
      try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + index);
          Statement statement = connection.createStatement()) {
        statement.execute(sql);
      } catch (SQLException e) {
        // It was damaged before: that is a treatment as well.
        return;
      }
    }

    private static @Nullable Connection locked(Path index) throws Exception {
      Connection connection = DriverManager.getConnection("jdbc:sqlite:" + index);
      try (Statement statement = connection.createStatement()) {
        statement.execute("BEGIN EXCLUSIVE");
        return connection;
      } catch (SQLException e) {
        // It was damaged before: that is a treatment as well.
        connection.close();
        return null;
      }
    }

    @Override
    public void close() throws SQLException {
      if (lock != null) {
        lock.close();
      }
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
