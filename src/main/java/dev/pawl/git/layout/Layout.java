package dev.pawl.git.layout;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.git.GitException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.jspecify.annotations.Nullable;

/**
 * Where a repository's parts are, found as {@code setup_git_directory} of git does.
 *
 * @param workTree null for a bare repository
 * @param gitDir of this work tree
 * @param commonDir shared by all work trees of the clone
 * @param gitFile the {@code .git} that led here, a file or a folder; null when bare
 * @param config the repository's own settings, those of this work tree included
 */
public record Layout(
    @Nullable Path workTree, Path gitDir, Path commonDir, @Nullable Path gitFile, Config config) {
  private static final String POINTER = "gitdir: ";

  /** The folder in which it was found: the one that holds {@code .git}, or the bare repository. */
  public Path found() {
    return gitFile == null ? gitDir : Objects.requireNonNull(gitFile.getParent());
  }

  /** Whether the work tree is not where git finds this repository ({@code core.worktree}). */
  public boolean isElsewhere() {
    return workTree != null && !workTree.equals(found());
  }

  /** Looks in this folder, then in those above it. */
  public static Layout find(Path start, Map<String, String> variables) throws GitException {
    Path from;
    try {
      from = start.toRealPath();
    } catch (IOException e) {
      throw new GitException(
          GitException.Kind.NOT_A_REPOSITORY,
          start.toString(),
          "no such folder",
          "name an existing folder with -C",
          e);
    }
    Set<Path> ceilings = ceilings(variables);
    try {
      for (Path folder = from; folder != null; folder = folder.getParent()) {
        if (!folder.equals(from) && ceilings.contains(folder)) {
          break;
        }
        Optional<Layout> here = at(folder, asked(from, variables));
        if (here.isPresent()) {
          return here.get();
        }
      }
    } catch (IOException e) {
      throw GitException.failed(from.toString(), e);
    }
    throw new GitException(
        GitException.Kind.NOT_A_REPOSITORY,
        from.toString(),
        "neither this folder nor one above it is a git repository",
        "go to a repository, or make one here with 'git init'");
  }

  /** What {@code GIT_DIR} names; null when it names nothing. */
  private static @Nullable Path asked(Path from, Map<String, String> variables) {
    String named = variables.getOrDefault("GIT_DIR", "");
    try {
      return named.isEmpty() ? null : from.resolve(named).toRealPath();
    } catch (IOException | InvalidPathException e) {
      return null;
    }
  }

  private static Optional<Layout> at(Path folder, @Nullable Path asked)
      throws IOException, GitException {
    Path dotGit = folder.resolve(".git");
    if (Files.isRegularFile(dotGit)) {
      return Optional.of(of(folder, pointedTo(dotGit), dotGit));
    }
    if (isGitDir(dotGit)) {
      return Optional.of(of(folder, dotGit.toRealPath(), dotGit));
    }
    if (!isGitDir(folder)) {
      return Optional.empty();
    }
    if (!folder.equals(asked)) {
      refuseNested(folder);
    }
    Layout bare = of(null, folder, null);
    if (!bare.config.getBoolean("core", "bare", false)) {
      throw new GitException(
          GitException.Kind.NOT_A_REPOSITORY,
          folder.toString(),
          "this is git's own folder, not a work tree",
          "go to the folder that git keeps your files in");
    }
    return Optional.of(bare);
  }

  /**
   * A clone may bring a folder that looks like a bare repository, with settings that name programs:
   * nothing of it is read. Git's own {@code safe.bareRepository=explicit}, always (N54, N55).
   */
  private static void refuseNested(Path folder) throws GitException {
    for (Path above = folder.getParent(); above != null; above = above.getParent()) {
      Path dotGit = above.resolve(".git");
      if (Files.isRegularFile(dotGit) || isGitDir(dotGit)) {
        throw new GitException(
            GitException.Kind.UNTRUSTED,
            folder.toString(),
            "looks like a bare repository and lies in the work tree of another, which may have"
                + " brought it",
            "work in " + above + "; if this one is yours and you trust it, set GIT_DIR to it");
      }
    }
  }

  private static Layout of(@Nullable Path folder, Path gitDir, @Nullable Path gitFile)
      throws IOException, GitException {
    Path commonDir = gitDir;
    Path pointer = gitDir.resolve("commondir");
    if (Files.isRegularFile(pointer)) {
      commonDir = gitDir.resolve(text(pointer)).toRealPath();
    }
    Config config = config(gitDir, commonDir);
    boolean linked = !commonDir.equals(gitDir);
    Path workTree = folder;
    String elsewhere = config.getString("core", null, "worktree");
    if (config.getBoolean("core", "bare", false) && !linked) {
      workTree = null;
    } else if (elsewhere != null && !linked) {
      workTree = gitDir.resolve(elsewhere).toRealPath();
    }
    return new Layout(workTree, gitDir, commonDir, gitFile, config);
  }

  /** The shared settings, and on top those of the work tree where the repository has such. */
  private static Config config(Path gitDir, Path commonDir) throws IOException, GitException {
    Config shared = parse(commonDir.resolve("config"), new Config());
    return shared.getBoolean("extensions", "worktreeConfig", false)
        ? parse(gitDir.resolve("config.worktree"), shared)
        : shared;
  }

  private static Config parse(Path file, Config below) throws IOException, GitException {
    Config config = new Config(below);
    if (Files.isRegularFile(file)) {
      try {
        config.fromText(new String(Files.readAllBytes(file), UTF_8));
      } catch (ConfigInvalidException e) {
        throw new GitException(
            GitException.Kind.DAMAGED,
            file.toString(),
            "is not a git configuration: " + e.getMessage(),
            "correct the line; 'git config --list' names its number",
            e);
      }
    }
    return config;
  }

  private static String text(Path file) throws IOException, GitException {
    try {
      return Files.readString(file).strip();
    } catch (CharacterCodingException e) {
      throw GitException.failed(file.toString(), e);
    }
  }

  private static Path pointedTo(Path gitFile) throws IOException, GitException {
    String text = text(gitFile);
    if (text.startsWith(POINTER)) {
      Path target = gitFile.resolveSibling(text.substring(POINTER.length()));
      if (isGitDir(target)) {
        return target.toRealPath();
      }
    }
    throw new GitException(
        GitException.Kind.DAMAGED,
        gitFile.toString(),
        "does not lead to a git folder: '" + text + "'",
        "if the repository was moved, run 'git worktree repair' in it");
  }

  private static boolean isGitDir(Path folder) {
    return Files.isRegularFile(folder.resolve("HEAD"))
        && (Files.isRegularFile(folder.resolve("commondir"))
            || (Files.isDirectory(folder.resolve("objects"))
                && Files.isDirectory(folder.resolve("refs"))));
  }

  private static Set<Path> ceilings(Map<String, String> variables) {
    Set<Path> ceilings = new HashSet<>();
    Arrays.stream(variables.getOrDefault("GIT_CEILING_DIRECTORIES", "").split(":", -1))
        .filter(entry -> entry.startsWith("/"))
        .forEach(entry -> ceilings.add(Path.of(entry).normalize()));
    return ceilings;
  }
}
