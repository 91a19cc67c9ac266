package dev.pawl.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessLockTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("lock");
  }

  private static Optional<ProcessLock> now(Path file) throws IOException {
    return ProcessLock.take(file, Duration.ZERO);
  }

  @Test
  @DisplayName("one has it alone, under whatever name of its folder")
  void alone() throws Exception {
    Path other = Files.createSymbolicLink(folder.resolve("other"), folder).resolve("lock");
    try (ProcessLock lock = now(file()).orElseThrow()) {
      assertThat(now(file())).isEmpty();
      assertThat(now(other)).isEmpty();
      assertThat(ProcessLock.share(other, Duration.ZERO)).isEmpty();
      assertThat(ProcessLock.isTaken(other)).isTrue();
      assertThat(lock.folder().toRealPath()).isEqualTo(folder.toRealPath());
    }
    assertThat(ProcessLock.isTaken(file())).isFalse();
    now(other).orElseThrow().close();
  }

  @Test
  @DisplayName("many share it, and nobody has it alone until the last of them is done")
  void shared() throws Exception {
    ProcessLock first = ProcessLock.share(file(), Duration.ZERO).orElseThrow();
    try (ProcessLock second = ProcessLock.share(file(), Duration.ZERO).orElseThrow()) {
      first.close();
      first.close();
      assertThat(now(file())).isEmpty();
      assertThat(ProcessLock.isTaken(file())).isFalse();
      assertThat(second).isNotSameAs(first);
    }
    now(file()).orElseThrow().close();
  }

  @Test
  @DisplayName(
      "what is waited for comes when it is free, and a file that must be there is not made")
  void waiting() throws Exception {
    assertThatThrownBy(() -> ProcessLock.takeExisting(file(), Duration.ZERO))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(ProcessLock.isTaken(file())).isFalse();
    assertThat(file()).doesNotExist();
    ProcessLock lock = now(file()).orElseThrow();
    Thread closing =
        Thread.ofPlatform()
            .start(() -> {
              try {
                Thread.sleep(30);
                lock.close();
              } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    ProcessLock.takeExisting(file(), SOON).orElseThrow().close();
    closing.join();
  }

  @Test
  @DisplayName("N14 looking at it does not give it up to another process, and a kill does")
  void processes() throws Exception {
    try (ProcessLock lock = now(file()).orElseThrow()) {
      assertThat(ProcessLock.isTaken(file())).isTrue();
      assertThat(now(file())).isEmpty();
      assertThat(got("take")).isFalse();
      assertThat(lock).isNotNull();
    }
    try (ProcessLock lock = ProcessLock.share(file(), Duration.ZERO).orElseThrow()) {
      ProcessLock.share(file(), Duration.ZERO).orElseThrow().close();
      assertThat(got("take")).isFalse();
      assertThat(got("share")).isTrue();
      assertThat(lock).isNotNull();
    }
    Process holder = LockHolder.start("take", file());
    assertThat(LockHolder.has(holder)).isTrue();
    assertThat(ProcessLock.isTaken(file())).isTrue();
    assertThat(now(file())).isEmpty();
    holder.destroyForcibly();
    ProcessLock.take(file(), SOON).orElseThrow().close();
  }

  private boolean got(String how) throws Exception {
    Process other = LockHolder.start(how, file());
    try {
      return LockHolder.has(other);
    } finally {
      other.destroyForcibly().waitFor();
    }
  }
}
