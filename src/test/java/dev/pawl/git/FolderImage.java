package dev.pawl.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A folder as it was, kept in memory: what many tests begin with is made once, and written anew for
 * each. Folders, and files without a mode of their own; links are not kept.
 */
public final class FolderImage {
  private final TreeSet<String> folders = new TreeSet<>();
  private final Map<String, byte[]> files = new TreeMap<>();

  /** Of all that is in this folder now. */
  public FolderImage(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.toList()) {
        String name = folder.relativize(path).toString();
        if (Files.isDirectory(path)) {
          folders.add(name);
        } else {
          files.put(name, Files.readAllBytes(path));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes it to a folder that is not there yet. */
  public void writeTo(Path folder) {
    try {
      for (String name : folders) {
        Files.createDirectories(folder.resolve(name));
      }
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Files.write(folder.resolve(file.getKey()), file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
