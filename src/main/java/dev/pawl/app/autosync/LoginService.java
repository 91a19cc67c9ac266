package dev.pawl.app.autosync;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.disk.Digest;
import dev.pawl.disk.Printable;
import dev.pawl.disk.WholeFile;
import dev.pawl.git.GitException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Has the system start a clone's autosync when its user logs in: a systemd user unit, or a launchd
 * agent on macOS (which nobody has tried). Only the file is written; the user turns it on.
 */
public final class LoginService {
  /** Stands in what pawl wrote, and may take back. */
  private static final String MARK = "written by pawl for its autosync";

  private static final int NAME_LENGTH = 10;

  private final Path clone;
  private final String slug;
  private final Map<String, String> variables;
  private final boolean launchd;

  /** For the repository around the surroundings' folder, on a system of this name. */
  public LoginService(Surroundings surroundings, String system) throws Failure {
    this.variables = surroundings.variables();
    this.launchd = system.toLowerCase(Locale.ROOT).contains("mac");
    try (Workspace workspace = Workspace.open(surroundings)) {
      this.clone = workspace.repo().workTree();
      this.slug = workspace.slug().replaceAll("[^A-Za-z0-9-]", "-");
    } catch (GitException e) {
      throw Failure.of(e);
    }
  }

  /**
   * What was done to which file.
   *
   * @param changed false when there was nothing to do
   * @param next what the user types next, a command a line
   */
  public record Done(Path file, boolean changed, List<String> next) {}

  /**
   * Writes the file.
   *
   * @param program the pawl to start
   */
  public Done install(Path program) throws Failure {
    Path file = file();
    String text = launchd ? agent(program) : unit(program);
    try {
      mine(file);
      boolean changed = !Files.exists(file) || !Files.readString(file).equals(text);
      if (changed) {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        WholeFile.replace(file, text.getBytes(UTF_8));
      }
      List<String> next =
          launchd
              ? List.of("launchctl load " + file)
              : List.of(
                  "systemctl --user daemon-reload",
                  "systemctl --user enable --now " + file.getFileName());
      return new Done(file, changed, next);
    } catch (IOException e) {
      throw Failure.of(file + " cannot be written", e);
    }
  }

  /** Deletes the file, if pawl wrote it. */
  public Done uninstall() throws Failure {
    Path file = file();
    try {
      mine(file);
      boolean changed = Files.deleteIfExists(file);
      List<String> next =
          launchd
              ? List.of("launchctl remove " + label())
              : List.of(
                  "systemctl --user disable --now " + file.getFileName(),
                  "systemctl --user daemon-reload");
      return new Done(file, changed, changed ? next : List.of());
    } catch (IOException e) {
      throw Failure.of(file + " cannot be deleted", e);
    }
  }

  private static void mine(Path file) throws IOException, Failure {
    if (Files.exists(file) && !Files.readString(file).contains(MARK)) {
      throw Failure.refused(
          file + " was not written by pawl, and stays as it is", "move it away first");
    }
  }

  /** Clones of one repository have a service each. */
  private String label() {
    String digest = Digest.sha256(clone.toString()).substring(0, NAME_LENGTH);
    return (launchd ? "dev.pawl.autosync." : "pawl-autosync-") + slug + "-" + digest;
  }

  private Path file() throws Failure {
    String home = variables.getOrDefault("HOME", "");
    String config = variables.getOrDefault("XDG_CONFIG_HOME", "");
    if (home.isEmpty()) {
      throw Failure.usage("HOME is not set: there is no place for the user's services");
    }
    return launchd
        ? Path.of(home, "Library", "LaunchAgents", label() + ".plist")
        : (Path.of(config).isAbsolute() ? Path.of(config) : Path.of(home, ".config"))
            .resolve("systemd")
            .resolve("user")
            .resolve(label() + ".service");
  }

  /** What pawl has to know that a login does not say. */
  private Map<String, String> environment() {
    Map<String, String> kept = new TreeMap<>();
    for (String name : List.of("PAWL_HOME", "PAWL_HOST", "PAWL_ACTOR")) {
      String value = variables.getOrDefault(name, "");
      if (!value.isEmpty()) {
        kept.put(name, value);
      }
    }
    return kept;
  }

  private String unit(Path program) throws Failure {
    StringBuilder environment = new StringBuilder();
    for (Map.Entry<String, String> variable : environment().entrySet()) {
      environment
          .append("Environment=")
          .append(word(variable.getKey() + "=" + variable.getValue()))
          .append('\n');
    }
    return """
    # %s
    [Unit]
    Description=pawl autosync of %s

    [Service]
    ExecStart=%s -C %s autosync
    %sRestart=on-failure
    RestartSec=60
    SuccessExitStatus=143

    [Install]
    WantedBy=default.target
    """
        .formatted(MARK, slug, word(program.toString()), word(clone.toString()), environment);
  }

  /** A word of systemd.syntax(7) and systemd.service(5). */
  private static String word(String text) throws Failure {
    String escaped =
        plain(text)
            .replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace("%", "%%")
            .replace("$", "$$");
    return "\"" + escaped + "\"";
  }

  private static String plain(String text) throws Failure {
    if (!Printable.visible(text).equals(text)) {
      throw Failure.refused("a service cannot name " + Printable.quoted(text));
    }
    return text;
  }

  private String agent(Path program) throws Failure {
    StringBuilder environment = new StringBuilder();
    for (Map.Entry<String, String> variable : environment().entrySet()) {
      environment
          .append("    <key>%s</key>\n".formatted(variable.getKey()))
          .append("    <string>%s</string>\n".formatted(xml(variable.getValue())));
    }
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <!-- %s -->
    <plist version="1.0">
    <dict>
      <key>Label</key>
      <string>%s</string>
      <key>ProgramArguments</key>
      <array>
        <string>%s</string>
        <string>-C</string>
        <string>%s</string>
        <string>autosync</string>
      </array>
      <key>EnvironmentVariables</key>
      <dict>
    %s  </dict>
      <key>RunAtLoad</key>
      <true/>
    </dict>
    </plist>
    """
        .formatted(MARK, label(), xml(program.toString()), xml(clone.toString()), environment);
  }

  private static String xml(String text) throws Failure {
    return plain(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
