package dev.pawl.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.git.repo.Repo;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Real repositories made by the installed git, with a home, identity and dates of their own.
 *
 * <pre>
 * root/home       HOME, with a .gitconfig
 * root/NAME       repo(NAME), clone(bare, NAME)
 * root/NAME.git   bare(NAME)
 * </pre>
 */
public final class GitSandbox {
  private final Path root;
  private final TreeMap<String, String> variables = new TreeMap<>();

  private GitSandbox(Path root) {
    this.root = root;
  }

  /** Makes the home below this folder. */
  public static GitSandbox create(Path folder) {
    try {
      GitSandbox sandbox = new GitSandbox(folder.toRealPath());
      Path home = Files.createDirectories(sandbox.root.resolve("home"));
      // Git's own template has a dozen samples of hooks, copied into every new repository.
      Path template = home.resolve("template");
      Files.createDirectories(template.resolve("hooks"));
      Files.createDirectories(template.resolve("info"));
      Files.writeString(
          home.resolve(".gitconfig"),
          """
          [user]
          \tname = Ada Sand
          \temail = ada@sand.example
          [init]
          \tdefaultBranch = main
          \ttemplateDir = %s
          [maintenance]
          \tauto = false
          [protocol "file"]
          \tallow = always
          """
              .formatted(template));
      sandbox.variables.put("HOME", home.toString());
      sandbox.variables.put("PATH", System.getenv("PATH"));
      sandbox.variables.put("GIT_CONFIG_NOSYSTEM", "1");
      sandbox.variables.put("LC_ALL", "C.UTF-8");
      sandbox.variables.put("TZ", "UTC");
      return sandbox;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The hermetic variables, for {@link GitEnvironment} or a process. */
  public Map<String, String> env() {
    return Map.copyOf(variables);
  }

  /** Sets a variable for all that follows. */
  public void set(String name, String value) {
    variables.put(name, value);
  }

  /** An environment with these variables and the usual limits. */
  public GitEnvironment environment() {
    return GitEnvironment.of(env());
  }

  /** Opens what {@link Repo#open} finds there. */
  public Repo open(Path folder) throws GitException {
    return Repo.open(folder, environment());
  }

  /** The folder all is in. */
  public Path root() {
    return root;
  }

  /** The folder that is HOME. */
  public Path home() {
    return root.resolve("home");
  }

  /** A new repository without a commit, on branch main. */
  public Path repo(String name) {
    Path folder = root.resolve(name);
    run(root, "init", "-q", "-b", "main", folder.toString());
    return folder;
  }

  /** A new bare repository, NAME.git. */
  public Path bare(String name) {
    Path folder = root.resolve(name + ".git");
    run(root, "init", "-q", "--bare", "-b", "main", folder.toString());
    return folder;
  }

  /** A clone of that repository. */
  public Path clone(Path from, String name) {
    Path folder = root.resolve(name);
    run(root, "clone", "-q", from.toString(), folder.toString());
    return folder;
  }

  /** Runs git there and returns its standard output without the last line break. */
  public String run(Path folder, String... args) {
    return feed(folder, "", args);
  }

  /** What a git did that may fail. */
  public record Outcome(int exit, String out, String err) {}

  /** Runs git there, whatever comes of it. */
  public Outcome attempt(Path folder, String... args) {
    return fed(folder, "", args);
  }

  /** As {@link #run}, with something to read. */
  public String feed(Path folder, String input, String... args) {
    Outcome outcome = fed(folder, input, args);
    if (outcome.exit() != 0) {
      throw new AssertionError(
          "git " + String.join(" ", args) + " in " + folder + ": " + outcome.err());
    }
    return outcome.out().stripTrailing();
  }

  private Outcome fed(Path folder, String input, String... args) {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(args));
    Path err = root.resolve("stderr-" + System.nanoTime());
    try {
      ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
      builder.environment().clear();
      builder.environment().putAll(variables);
      builder.environment().putIfAbsent("GIT_AUTHOR_DATE", "2026-03-21T10:00:00Z");
      builder.environment().putIfAbsent("GIT_COMMITTER_DATE", "2026-03-21T10:00:00Z");
      builder.redirectError(err.toFile());
      Process process = builder.start();
      try (OutputStream stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(UTF_8));
      }
      String out = new String(process.getInputStream().readAllBytes(), UTF_8);
      int exit = process.waitFor();
      String messages = Files.readString(err);
      Files.delete(err);
      return new Outcome(exit, out, messages);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Writes a file, with the folders it needs. */
  public void write(Path folder, String path, String text) {
    write(folder, path, text.getBytes(UTF_8));
  }

  /** Writes a file, with the folders it needs. */
  public void write(Path folder, String path, byte[] bytes) {
    try {
      Path file = folder.resolve(path);
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a file says. */
  public String read(Path folder, String path) {
    try {
      return Files.readString(folder.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Commits all there is, and names the commit. */
  public CommitId commitAll(Path folder, String message) {
    run(folder, "add", "-A");
    run(folder, "commit", "-q", "--allow-empty", "-m", message);
    return head(folder);
  }

  /** What HEAD is, by git. */
  public CommitId head(Path folder) {
    return new CommitId(run(folder, "rev-parse", "HEAD"));
  }
}
