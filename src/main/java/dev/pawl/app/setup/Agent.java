package dev.pawl.app.setup;

import java.util.Locale;

/**
 * Coding agents whose hooks pawl knows how to write, each as its own documentation describes them:
 * a file of the repository, and an event that fires when a session ends.
 */
enum Agent {
  /** Kills what takes longer than seconds at the end; timeouts in seconds. */
  CLAUDE(".claude/settings.json", "SessionEnd", "CLAUDE_PROJECT_DIR", ", \"timeout\": 10"),
  /** Allows three seconds at most, and asks the user to trust the hook first. */
  CODEX(".codex/hooks.json", "SessionEnd", "", ", \"timeout\": 3"),
  /** Does not wait, and expects nothing on standard output; timeouts in milliseconds. */
  GEMINI(".gemini/settings.json", "SessionEnd", "GEMINI_PROJECT_DIR", ", \"timeout\": 10000"),
  CURSOR(".cursor/hooks.json", "sessionEnd", "CURSOR_PROJECT_DIR", "");

  /** What every hook of ours contains, however its document was formatted. */
  private static final String MARK = "hooks run session-end";

  private final String file;
  private final String event;
  private final String folderVariable;
  private final String limit;

  Agent(String file, String event, String folderVariable, String limit) {
    this.file = file;
    this.event = event;
    this.folderVariable = folderVariable;
    this.limit = limit;
  }

  /** The word for it on the command line. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its file, relative to the root of the repository. */
  String file() {
    return file;
  }

  /** The folder that is there where the agent is used. */
  String folder() {
    return file.substring(0, file.indexOf('/'));
  }

  /** The shell command: pawl alone, found on the user's own PATH (N54). */
  String command() {
    String where = folderVariable.isEmpty() ? "" : " -C \"${" + folderVariable + ":-.}\"";
    return "pawl" + where + " " + MARK + " >&2";
  }

  JsonInsertion insertion() {
    String command = "\"command\": \"" + command().replace("\"", "\\\"") + "\"";
    if (this == CURSOR) {
      String fresh =
          """
          {
            "version": 1,
            "hooks": {
              "%s": [
                {%s}
              ]
            }
          }
          """
              .formatted(event, command);
      return new JsonInsertion(event, "{" + command + "}", fresh, MARK);
    }
    String hook = "{\"type\": \"command\", " + command + limit + "}";
    String fresh =
        """
        {
          "hooks": {
            "%s": [
              {
                "hooks": [
                  %s
                ]
              }
            ]
          }
        }
        """
            .formatted(event, hook);
    return new JsonInsertion(event, "{\"hooks\": [" + hook + "]}", fresh, MARK);
  }
}
