package dev.pawl.app.setup;

import java.util.List;
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

  private static final String USAGE_MARK = "hooks run usage";

  /** When an agent has answered, as those call it that keep a transcript which pawl reads. */
  private static final String ANSWERED = "Stop";

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

  /** Whether it keeps of a session what pawl can read of usage. */
  boolean keepsUsage() {
    return this == CLAUDE || this == CODEX;
  }

  /** The shell command at the end: pawl alone, found on the user's own PATH (N54). */
  String command() {
    return pawl(MARK) + (keepsUsage() ? " " + word() : "") + " >&2";
  }

  /** The one after each answer; whatever becomes of it, the agent goes on. */
  private String usageCommand() {
    return pawl(USAGE_MARK) + " " + word() + " >&2 || true";
  }

  private String pawl(String arguments) {
    String where = folderVariable.isEmpty() ? "" : " -C \"${" + folderVariable + ":-.}\"";
    return "pawl" + where + " " + arguments;
  }

  /** Where in its file what is put in: first the end of a session. */
  List<JsonInsertion> insertions() {
    JsonInsertion end = insertion(event, command(), MARK);
    return keepsUsage()
        ? List.of(end, insertion(ANSWERED, usageCommand(), USAGE_MARK))
        : List.of(end);
  }

  private JsonInsertion insertion(String event, String shell, String mark) {
    String command = "\"command\": \"" + shell.replace("\"", "\\\"") + "\"";
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
      return new JsonInsertion(event, "{" + command + "}", fresh, mark, command);
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
    return new JsonInsertion(event, "{\"hooks\": [" + hook + "]}", fresh, mark, command);
  }
}
