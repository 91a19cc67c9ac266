package dev.pawl.machine;

import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where this user's own state lives: {@code PAWL_HOME} when it is set, else the XDG folders.
 *
 * @param config what the user decided: allowed command lines
 * @param state what pawl remembers: the host's id, known repositories
 */
public record UserFolders(Path config, Path state) {

  /**
   * Reads the environment.
   *
   * @throws MachineException when neither PAWL_HOME, nor XDG folders, nor HOME name a folder
   */
  public static UserFolders of(Map<String, String> environment, FileSystem files)
      throws MachineException {
    String own = environment.getOrDefault("PAWL_HOME", "");
    if (!own.isEmpty()) {
      Path home = files.getPath(own).toAbsolutePath();
      return new UserFolders(home, home);
    }
    return new UserFolders(
        folder(environment, files, "XDG_CONFIG_HOME", ".config"),
        folder(environment, files, "XDG_STATE_HOME", ".local/state"));
  }

  private static Path folder(
      Map<String, String> environment, FileSystem files, String variable, String below)
      throws MachineException {
    String set = environment.getOrDefault(variable, "");
    // The XDG specification: a relative path in these variables is to be ignored.
    if (!set.isEmpty() && files.getPath(set).isAbsolute()) {
      return files.getPath(set).resolve("pawl");
    }
    String home = environment.getOrDefault("HOME", "");
    if (home.isEmpty()) {
      throw new MachineException(
          "no folder for pawl's own state: HOME is not set; set PAWL_HOME to a folder");
    }
    return files.getPath(home).resolve(below).resolve("pawl");
  }
}
