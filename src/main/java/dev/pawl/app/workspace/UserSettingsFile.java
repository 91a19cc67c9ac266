package dev.pawl.app.workspace;

import dev.pawl.machine.MachineException;
import dev.pawl.machine.UserFolders;
import dev.pawl.plan.settings.SettingsNote;
import dev.pawl.plan.settings.UserSettings;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The user's own settings as they stand.
 *
 * @param warnings what is ignored in the file, each with its place
 */
public record UserSettingsFile(UserSettings settings, List<String> warnings) {
  /** Its name in the folder of what the user decided. */
  public static final String NAME = "settings.yaml";

  /**
   * Reads {@code settings.yaml}; without one the defaults hold.
   *
   * @throws Failure when it cannot be read or used; the message names the place
   */
  public static UserSettingsFile read(Surroundings surroundings) throws Failure {
    Path file = file(surroundings);
    UserSettings.Result result;
    try {
      result = UserSettings.parse(Files.readString(file));
    } catch (NoSuchFileException e) {
      return new UserSettingsFile(UserSettings.defaults(), List.of());
    } catch (CharacterCodingException e) {
      throw Failure.usage(file + " is not UTF-8", "save it as UTF-8");
    } catch (IOException e) {
      throw Failure.of("cannot read " + file, e);
    }
    List<String> warnings = new ArrayList<>();
    for (SettingsNote note : result.notes()) {
      String text =
          "%s:%d:%d: %s".formatted(file, note.at().line(), note.at().column(), note.message());
      if (note.error()) {
        throw Failure.usage(text);
      }
      warnings.add(text);
    }
    UserSettings settings = result.settings();
    return new UserSettingsFile(
        settings == null ? UserSettings.defaults() : settings, List.copyOf(warnings));
  }

  private static Path file(Surroundings surroundings) throws Failure {
    try {
      return UserFolders.of(surroundings.variables(), FileSystems.getDefault())
          .config()
          .resolve(NAME);
    } catch (MachineException e) {
      throw Failure.of(e);
    }
  }
}
