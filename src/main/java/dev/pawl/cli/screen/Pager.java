package dev.pawl.cli.screen;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Shows long texts as git does: with {@code PAWL_PAGER}, else with what git would take (GIT_PAGER,
 * core.pager, PAGER, less).
 */
public final class Pager {
  private static final String ASK_GIT =
      "PAWL_PAGER=$(git var GIT_PAGER 2>/dev/null) || PAWL_PAGER=${PAGER-less}\n";

  /** What a shell says when there is no such program, or it cannot be run. */
  private static final List<Integer> NOT_RUN = List.of(126, 127);

  private final Path folder;
  private final Map<String, String> variables;

  public Pager(Path folder, Map<String, String> variables) {
    this.folder = folder;
    this.variables = variables;
  }

  /** Shows it until the reader has had enough; false when there is no pager that could. */
  public boolean show(byte[] text) {
    Map<String, String> environment = new HashMap<>(variables);
    environment.putIfAbsent("LESS", "FRX");
    environment.putIfAbsent("LV", "-c");
    ProcessBuilder builder =
        new ProcessBuilder(
                "/bin/sh",
                "-c",
                (variables.containsKey("PAWL_PAGER") ? "" : ASK_GIT)
                    + "[ -n \"$PAWL_PAGER\" ] && [ \"$PAWL_PAGER\" != cat ] || exit 127\n"
                    + "eval \"$PAWL_PAGER\"")
            .directory(folder.toFile())
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      Process pager = builder.start();
      Thread onExit = Thread.ofPlatform().unstarted(() -> waitFor(pager));
      // Ctrl-C is for the pager: it goes on with the terminal, and pawl ends after it.
      Runtime.getRuntime().addShutdownHook(onExit);
      write(pager, text);
      boolean run = !NOT_RUN.contains(waitFor(pager));
      Runtime.getRuntime().removeShutdownHook(onExit);
      return run;
    } catch (IOException e) {
      // No shell: then no pager either.
      return false;
    }
  }

  private static void write(Process pager, byte[] text) {
    try (OutputStream in = pager.getOutputStream()) {
      in.write(text);
    } catch (IOException e) {
      // The reader has had enough, or there is no pager, which its exit code says.
      return;
    }
  }

  private static int waitFor(Process pager) {
    while (true) {
      try {
        return pager.waitFor();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return -1;
      }
    }
  }
}
