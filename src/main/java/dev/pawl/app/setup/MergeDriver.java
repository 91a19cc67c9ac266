package dev.pawl.app.setup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.pawl.app.workspace.Workspace;
import dev.pawl.git.GitException;
import dev.pawl.git.files.WorkTree;
import dev.pawl.git.repo.LocalSettings;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes git ask pawl when it merges plan files: a line a glob in {@code .gitattributes}, which is
 * committed, and the command in this clone's configuration, which is not.
 *
 * <p>The command is right when pawl was moved or removed: it looks for pawl where it was, then on
 * {@code PATH}, and merges as git does where neither has it or where it fails.
 */
public final class MergeDriver {
  static final String ATTRIBUTES = ".gitattributes";
  public static final String KEY = "merge.pawl.driver";
  private static final String ATTRIBUTE = "merge=pawl";
  private static final String COMMENT =
      "# pawl merges the statuses of plans; 'pawl init' says how in each clone";
  private static final Pattern PLACE = Pattern.compile("^p='((?:[^']|'\\\\'')*)'");

  private final Workspace workspace;

  MergeDriver(Workspace workspace) {
    this.workspace = workspace;
  }

  /**
   * Installs both; what is there already is left as it is.
   *
   * @param launcher where pawl is; null when that is not known, then {@code PATH} decides
   * @return the files that were written
   */
  List<String> install(@Nullable Path launcher) throws GitException {
    String command = command(launcher);
    if (!workspace.repo().config(KEY).equals(Optional.of(command))) {
      // No merge.pawl.name beside it: with a name and no driver git refuses to merge at all.
      LocalSettings.set(workspace.repo(), KEY, command);
    }
    WorkTree tree = new WorkTree(workspace.repo());
    byte[] before = tree.read(ATTRIBUTES).orElse(null);
    List<String> missing = missing(before);
    if (missing.isEmpty()) {
      return List.of();
    }
    byte[] after = appended(before == null ? new byte[0] : before, missing);
    if (before == null) {
      if (Files.exists(workspace.repo().workTree().resolve(ATTRIBUTES), NOFOLLOW_LINKS)) {
        // A link: git does not follow it, so it is nobody's to write through.
        return List.of();
      }
      tree.create(ATTRIBUTES, after);
    } else if (!tree.replace(ATTRIBUTES, before, after)) {
      return List.of();
    }
    return List.of(ATTRIBUTES);
  }

  private List<String> missing(byte @Nullable [] attributes) {
    Set<String> missing = new LinkedHashSet<>();
    for (String pattern : workspace.settings().globs().alternatives()) {
      missing.add(quoted("/" + pattern) + " " + ATTRIBUTE);
    }
    if (attributes != null) {
      new String(attributes, UTF_8).lines().map(String::strip).forEach(missing::remove);
    }
    return List.copyOf(missing);
  }

  /** As gitattributes(5) quotes a pattern that holds white space. */
  private static String quoted(String pattern) {
    return pattern.chars().anyMatch(c -> Character.isWhitespace(c) || c == '"')
        ? "\"" + pattern.replace("\"", "\\\"") + "\""
        : pattern;
  }

  private static byte[] appended(byte[] before, List<String> lines) {
    String text = new String(before, UTF_8);
    String end = text.contains("\r\n") ? "\r\n" : "\n";
    ByteArrayOutputStream after = new ByteArrayOutputStream();
    after.writeBytes(before);
    if (before.length > 0 && before[before.length - 1] != '\n') {
      after.writeBytes(end.getBytes(UTF_8));
    }
    List<String> all = new ArrayList<>();
    if (text.lines().noneMatch(COMMENT::equals)) {
      all.add(COMMENT);
    }
    all.addAll(lines);
    all.forEach(line -> after.writeBytes((line + end).getBytes(UTF_8)));
    return after.toByteArray();
  }

  /**
   * The command for git, which runs it in the top folder of the work tree with {@code sh}. What
   * pawl could not merge at all is merged by git: pawl replaces the file only when it is done.
   */
  static String command(@Nullable Path launcher) {
    String place = launcher == null ? "" : launcher.toString().replace("'", "'\\''");
    // Git replaces what follows a per cent sign; two are one.
    return "p='"
        + place.replace("%", "%%")
        + "'; test -x \"$p\" || p=$(command -v pawl);"
        + " if test -n \"$p\"; then \"$p\" merge-driver --marker-size=%L -- %O %A %B %P;"
        + " r=$?; test $r -gt 1 || exit $r; fi;"
        + " git merge-file --marker-size=%L -L ours -L base -L theirs %A %O %B";
  }

  /** What keeps plans from being merged so in this clone; null when nothing does. */
  @Nullable String obstacle() throws GitException {
    boolean wanted =
        new WorkTree(workspace.repo())
            .read(ATTRIBUTES)
            .map(bytes -> new String(bytes, UTF_8).contains(ATTRIBUTE))
            .orElse(false);
    Optional<String> command = workspace.repo().config(KEY);
    if (command.isEmpty()) {
      return wanted
          ? "this clone does not know the driver that "
              + ATTRIBUTES
              + " names, so git merges statuses as text: pawl init installs it"
          : "not installed: git merges statuses as text; pawl init installs it";
    }
    if (!wanted) {
      return ATTRIBUTES + " does not name it, so git merges statuses as text: pawl init writes it";
    }
    Matcher place = PLACE.matcher(command.get());
    if (place.find() && !place.group(1).isEmpty()) {
      Path launcher = Path.of(place.group(1).replace("'\\''", "'").replace("%%", "%"));
      if (!Files.isExecutable(launcher)) {
        return launcher + " is gone; the pawl on PATH is used, if there is one: pawl init fixes it";
      }
    }
    return null;
  }
}
