package dev.pawl.git.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.pawl.git.GitException;
import dev.pawl.git.GitSandbox;
import dev.pawl.git.commit.StatusCommit.Outcome;
import dev.pawl.git.commit.StatusCommit.Step;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** On a disk of a few megabytes; only who may mount one can run this. */
final class DiskFullTest {
  @TempDir Path folder;
  private Path disk;
  private CommitFixture fixture;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(folder.resolve("disk"));
    assumeThat(run("mount", "-t", "tmpfs", "-o", "size=3m", "pawl-test", disk.toString())).isZero();
    fixture = new CommitFixture(GitSandbox.create(disk), "work");
    fixture.recover();
  }

  @AfterEach
  void unmount() throws Exception {
    // Lazily: a process that another test starts at this moment may still hold files of it open.
    run("umount", "--lazy", disk.toString());
  }

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  @ParameterizedTest(name = "N14 the disk is full after {0}: taken back, or done")
  @EnumSource(Step.class)
  void fullAfter(Step step) throws Exception {
    boolean done =
        committed(now -> {
          if (now == step) {
            fill();
          }
        });
    settled(done);
  }

  @Test
  @DisplayName("N14 with ever less space a commit is there as a whole or not at all")
  void everLess() throws Exception {
    fill();
    for (int pages = 0; pages < 40; pages += 2) {
      free(pages);
      boolean done = committed(now -> {});
      settled(done);
      if (done) {
        return;
      }
      fill();
    }
  }

  private boolean committed(java.util.function.Consumer<Step> steps) {
    try {
      return fixture.commit(steps) instanceof Outcome.Committed;
    } catch (GitException | RuntimeException e) {
      return false;
    }
  }

  private void settled(boolean done) throws Exception {
    Files.deleteIfExists(disk.resolve("ballast"));
    fixture.assertAll(done ? CommitFixture.DONE : CommitFixture.TODO);
    assertThat(fixture.recover()).isEmpty();
  }

  private void fill() {
    try (OutputStream out = Files.newOutputStream(disk.resolve("ballast"))) {
      while (true) {
        out.write(new byte[4096]);
      }
    } catch (IOException e) {
      return;
    }
  }

  private void free(int pages) throws IOException {
    Path ballast = disk.resolve("ballast");
    try (var channel =
        java.nio.channels.FileChannel.open(ballast, java.nio.file.StandardOpenOption.WRITE)) {
      channel.truncate(Math.max(0, channel.size() - pages * 4096L));
    }
  }
}
