package dev.pawl.git.files;

import dev.pawl.git.GitException;
import dev.pawl.git.index.IndexFile;
import dev.pawl.git.repo.Repo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Whether git might store other bytes than a file has, apart from line ends: by gitattributes(5)
 * only a {@code filter}, a {@code working-tree-encoding} and {@code ident} do. It is enough that a
 * file of attributes speaks of such a thing.
 */
final class Conversions {
  private static final String ATTRIBUTES = ".gitattributes";

  private final Repo repo;
  private final IndexFile index;

  Conversions(Repo repo, IndexFile index) {
    this.repo = repo;
    this.index = index;
  }

  boolean mayConcern(String path) throws IOException, GitException {
    Map<String, String> variables = repo.environment().variables();
    String xdg = variables.getOrDefault("XDG_CONFIG_HOME", "");
    Path user =
        xdg.isEmpty() ? Path.of(variables.getOrDefault("HOME", "/"), ".config") : Path.of(xdg);
    if (variables.containsKey("GIT_ATTR_SOURCE")
        || repo.config("attr.tree").isPresent()
        || repo.config("core.attributesFile").isPresent()
        || speaks(repo.commonDir().resolve("info/attributes"))
        || speaks(user.resolve("git/attributes"))
        || speaks(Path.of("/etc/gitattributes"))) {
      return true;
    }
    int end = 0;
    do {
      String file = path.substring(0, end) + ATTRIBUTES;
      Path here = repo.workTree().resolve(file);
      // Where it is missing, git takes the one that is in the index.
      if (speaks(here) || (index.entry(file) != null && !Files.exists(here))) {
        return true;
      }
      end = path.indexOf('/', end) + 1;
    } while (end > 0);
    return false;
  }

  private static boolean speaks(Path file) throws IOException {
    try {
      String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      return text.contains("filter") || text.contains("encoding") || text.contains("ident");
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
