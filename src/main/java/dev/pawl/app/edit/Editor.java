package dev.pawl.app.edit;

import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.git.GitException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The person's editor: as git finds it, for pawl's input and output. */
public final class Editor {
  private static final List<String> PLACE_IN_NAME = List.of("code", "codium", "cursor", "zed");

  private final Surroundings surroundings;

  public Editor(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Opens a file of the repository at a line, and waits until the editor is closed. */
  public void open(String file, int line) throws Failure {
    Path root;
    String command;
    try (Workspace workspace = Workspace.open(surroundings)) {
      root = workspace.repo().root();
      command = command(workspace.repo().config("core.editor").orElse(""));
    } catch (GitException e) {
      throw Failure.of(e);
    }
    boolean inName = PLACE_IN_NAME.contains(program(command));
    List<String> place = inName ? List.of("--goto", file + ":" + line) : List.of("+" + line, file);
    ProcessBuilder builder =
        new ProcessBuilder(
                Stream.concat(Stream.of("sh", "-c", command + " \"$@\"", "editor"), place.stream())
                    .toList())
            .directory(root.toFile())
            .inheritIO();
    builder.environment().clear();
    builder.environment().putAll(surroundings.variables());
    try {
      int exit = builder.start().waitFor();
      if (exit != 0) {
        throw Failure.environment("the editor '" + command + "' failed with exit code " + exit);
      }
    } catch (IOException e) {
      throw Failure.of("the editor '" + command + "' cannot be started", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.environment("the editor was interrupted");
    }
  }

  private String command(String setting) {
    Map<String, String> variables = surroundings.variables();
    return Stream.of(
            variables.getOrDefault("GIT_EDITOR", ""),
            setting,
            variables.getOrDefault("VISUAL", ""),
            variables.getOrDefault("EDITOR", ""))
        .filter(each -> !each.isBlank())
        .findFirst()
        .orElse("vi");
  }

  private static String program(String command) {
    String first = command.strip().split("\\s+", 2)[0];
    return first.substring(first.lastIndexOf('/') + 1);
  }
}
