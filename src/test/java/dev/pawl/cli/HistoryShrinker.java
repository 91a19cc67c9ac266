package dev.pawl.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plays histories in a folder of their own, and makes those that break a law shorter. */
final class HistoryShrinker {
  /**
   * What came of a history.
   *
   * @param typed all that was typed, healing included
   * @param broken the law that it breaks, if it does
   */
  record Played(List<HistoryStep> typed, Law.@Nullable BrokenLaw broken) {}

  private HistoryShrinker() {}

  /** Plays it to its end, or to where it breaks a law. */
  static Played play(Path root, List<HistoryStep> steps) throws IOException {
    Path folder = Files.createTempDirectory(root, "history");
    HistoryRun run = new HistoryRun(folder);
    try {
      steps.forEach(run::play);
      new HistoryEnd(run).heal();
      return new Played(List.copyOf(run.typed), null);
    } catch (Law.BrokenLaw broken) {
      return new Played(List.copyOf(run.typed), broken);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(HistoryFixture.script(run.typed, "the test itself failed"), e);
    } finally {
      delete(folder);
    }
  }

  /** The shortest part of a history found that still breaks this law. */
  static List<HistoryStep> shrink(Path root, List<HistoryStep> steps, Law law) throws IOException {
    List<HistoryStep> shortest = steps;
    for (int size = Math.max(1, steps.size() / 2); size > 0; size = size == 1 ? 0 : size / 2) {
      boolean shorter = true;
      while (shorter) {
        shorter = false;
        for (int at = shortest.size() - size; at >= 0; at -= size) {
          List<HistoryStep> without = new ArrayList<>(shortest);
          without.subList(at, at + size).clear();
          Law.BrokenLaw broken = play(root, without).broken();
          if (broken != null && broken.law() == law) {
            shortest = without;
            shorter = size == 1;
            at = Math.min(at, shortest.size() - size + 1);
          }
        }
      }
    }
    return shortest;
  }

  private static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path each, @Nullable IOException failed)
              throws IOException {
            Files.delete(each);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
