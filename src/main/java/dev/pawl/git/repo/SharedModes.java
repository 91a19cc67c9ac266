package dev.pawl.git.repo;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.pawl.git.layout.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code core.sharedRepository}: what pawl and JGit made in git's folder gets the permissions that
 * git would have given it, so that the others who share the repository can go on writing there.
 *
 * @param bits what git adds to a file's permissions, or all of them where the setting is a number
 */
record SharedModes(int bits, boolean exact) {
  private static final int SET_GROUP = 02000;
  private static final int PERMISSIONS = 0777;
  private static final List<String> PLACES = List.of("refs", "logs", "worktrees");

  /** What the setting says; empty where the repository is not shared, or there are no modes. */
  static Optional<SharedModes> of(Layout layout) {
    String setting = layout.config().getString("core", null, "sharedRepository");
    boolean modes =
        layout.commonDir().getFileSystem().supportedFileAttributeViews().contains("unix");
    return setting == null || !modes ? Optional.empty() : parse(setting.toLowerCase(Locale.ROOT));
  }

  private static Optional<SharedModes> parse(String setting) {
    return switch (setting) {
      case "group", "true", "yes", "on", "1" -> Optional.of(new SharedModes(0660, false));
      case "all", "world", "everybody", "2" -> Optional.of(new SharedModes(0664, false));
      default ->
          setting.matches("0[0-7]{3,4}") && (Integer.parseInt(setting, 8) & 0600) == 0600
              ? Optional.of(new SharedModes(Integer.parseInt(setting, 8) & 0666, true))
              : Optional.empty();
    };
  }

  /** Mends what is this user's below git's folder. */
  void mend(Path commonDir) throws IOException {
    String me = Ownership.me();
    try (Stream<Path> folders = Files.list(commonDir.resolve("objects"))) {
      for (Path folder : folders.filter(Files::isDirectory).toList()) {
        mend(folder, me);
      }
    }
    for (String place : PLACES) {
      Path top = commonDir.resolve(place);
      if (Files.isDirectory(top)) {
        try (Stream<Path> all = Files.walk(top)) {
          for (Path each : all.toList()) {
            mend(each, me);
          }
        }
      }
    }
  }

  private void mend(Path path, String me) throws IOException {
    try {
      if (Files.isSymbolicLink(path) || !owner(path).equals(me)) {
        return;
      }
      int now = (Integer) Files.getAttribute(path, "unix:mode", NOFOLLOW_LINKS);
      int wanted = Files.isDirectory(path) ? ofFolder(now) : ofFile(now);
      if (wanted != now) {
        Files.setAttribute(path, "unix:mode", wanted, NOFOLLOW_LINKS);
      }
    } catch (NoSuchFileException e) {
      // Somebody moved it on meanwhile, and gave it its permissions.
      return;
    }
  }

  private static String owner(Path path) throws IOException {
    return Files.getAttribute(path, "unix:uid", NOFOLLOW_LINKS).toString();
  }

  /** As git: what its owner may not write, nobody may. */
  int ofFile(int mode) {
    int tweak = (mode & 0200) == 0 ? bits & ~0222 : bits;
    tweak |= (mode & 0100) == 0 ? 0 : (tweak & 0444) >> 2;
    return exact ? (mode & ~PERMISSIONS) | tweak : mode | tweak;
  }

  /** As git: who may read may enter, and what is made inside belongs to the same group. */
  int ofFolder(int mode) {
    int open = ofFile(mode);
    int wide = open | (open & 0444) >> 2;
    return (wide & 0060) == 0 ? wide : wide | SET_GROUP;
  }
}
