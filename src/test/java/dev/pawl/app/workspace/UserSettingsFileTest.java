package dev.pawl.app.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.plan.settings.AutosyncSettings;
import dev.pawl.plan.settings.UserSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UserSettingsFileTest {
  @TempDir Path folder;

  private UserSettingsFile read(String text) throws IOException, Failure {
    Files.writeString(folder.resolve("settings.yaml"), text);
    return read();
  }

  private UserSettingsFile read() throws Failure {
    return UserSettingsFile.read(
        new Surroundings(
            folder,
            Map.of("PAWL_HOME", folder.toString()),
            InstantSource.system(),
            new Random(1),
            step -> {}));
  }

  @Test
  @DisplayName("without the file, and with an empty one, the defaults hold")
  void defaults() throws Exception {
    assertThat(read().settings()).isEqualTo(UserSettings.defaults());
    assertThat(read("").settings()).isEqualTo(UserSettings.defaults());
  }

  @Test
  @DisplayName(
      "what is written counts, nested or flat; what is unknown is a warning with its place")
  void values() throws Exception {
    UserSettingsFile read =
        read("autosync:\n  quiet: 2s\n  after: [make, -C, x]\nautosync.every: 2m\nautosnyc: 1\n");
    assertThat(read.settings().autosync())
        .isEqualTo(
            new AutosyncSettings(
                Duration.ofSeconds(2), Duration.ofMinutes(2), null, List.of("make", "-C", "x")));
    assertThat(read.warnings())
        .singleElement()
        .asString()
        .startsWith(folder.resolve("settings.yaml") + ":5:1: unknown setting `autosnyc`");
  }

  @Test
  @DisplayName("N43 a file that cannot be used is an error with its place, never the defaults")
  void unusable() throws Exception {
    assertThatThrownBy(() -> read("autosync:\n  quiet: soon\n"))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("settings.yaml:2:10: `autosync.quiet` must be a length of time");
    assertThatThrownBy(() -> read("autosync: [\n"))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("settings.yaml:");
    Files.write(folder.resolve("settings.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThatThrownBy(() -> read()).hasMessageContaining("is not UTF-8");
  }
}
