package dev.pawl.git.worktree;

import dev.pawl.disk.Printable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Which processes have their current folder at or below some folder, where the system says it. */
final class Occupants {
  private static final Path PROC = Path.of("/proc");

  private Occupants() {}

  /** A line each: name and number. Processes of other users cannot be seen. */
  static List<String> in(Path folder) throws IOException {
    List<String> found = new ArrayList<>();
    if (!Files.isDirectory(PROC)) {
      return found;
    }
    Path real = folder.toRealPath();
    String own = Long.toString(ProcessHandle.current().pid());
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[1-9]*")) {
      for (Path process : processes) {
        // This process ends with the command; whoever started it stands there, too, or does not.
        if (!process.endsWith(own) && current(process).startsWith(real)) {
          found.add(name(process) + " (process " + process.getFileName() + ")");
        }
      }
    }
    return found;
  }

  private static Path current(Path process) {
    try {
      return Files.readSymbolicLink(process.resolve("cwd"));
    } catch (IOException e) {
      // Another user's, or it ended meanwhile.
      return PROC;
    }
  }

  private static String name(Path process) {
    try {
      return Printable.line(Files.readString(process.resolve("comm")).strip());
    } catch (IOException e) {
      return "a process";
    }
  }
}
