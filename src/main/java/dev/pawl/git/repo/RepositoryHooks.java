package dev.pawl.git.repo;

import dev.pawl.disk.Printable;
import dev.pawl.git.GitException;
import dev.pawl.git.layout.SystemSettings;
import dev.pawl.git.process.NativeGit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The hooks of a repository that a commit runs, found where git finds them and run by git. */
public final class RepositoryHooks {
  public static final String PRE_COMMIT = "pre-commit";
  public static final String PREPARE_COMMIT_MSG = "prepare-commit-msg";
  public static final String COMMIT_MSG = "commit-msg";
  public static final String POST_COMMIT = "post-commit";
  public static final String POST_CHECKOUT = "post-checkout";
  public static final String REFERENCE_TRANSACTION = "reference-transaction";
  public static final String POST_INDEX_CHANGE = "post-index-change";

  /** {@code git hook run} came with this version. */
  private static final int HOOK_RUN_MINOR = 36;

  private final Repo repo;
  private final Path folder;
  private final Duration limit;

  private RepositoryHooks(Repo repo, Path folder, Duration limit) {
    this.repo = repo;
    this.folder = folder;
    this.limit = limit;
  }

  /** The hooks of this repository, each bounded in time with all it starts. */
  public static RepositoryHooks of(Repo repo, Duration limit) throws GitException {
    String where = repo.config("core.hooksPath").orElse("");
    Optional<NativeGit> git = repo.installed();
    if (git.isPresent() && (where.startsWith("~") || where.startsWith("%("))) {
      // Other users' homes and git's own prefix: only git knows where those are.
      List<String> ask = List.of("rev-parse", "--git-path", "hooks");
      where = git.get().must(repo.workTree(), ask, git.get().local()).line();
    }
    return new RepositoryHooks(repo, folder(repo, where), limit);
  }

  private static Path folder(Repo repo, String where) {
    if (where.isEmpty()) {
      return repo.commonDir().resolve("hooks");
    }
    if (where.startsWith("~/")) {
      return SystemSettings.home(repo.environment().variables())
          .orElse(Path.of("/"))
          .resolve(where.substring(2));
    }
    return repo.root().resolve(where);
  }

  /** Where git looks for them. */
  Path folder() {
    return folder;
  }

  /** Whether git would run a hook of this name: one that is not executable is ignored. */
  public boolean has(String name) {
    Path hook = folder.resolve(name);
    return Files.isRegularFile(hook) && Files.isExecutable(hook);
  }

  /** The first of these hooks that exists, for a message. */
  public Optional<String> any(String... names) {
    return List.of(names).stream().filter(this::has).findFirst();
  }

  /** What a hook said against it. */
  public record Refusal(String hook, String said) {
    public String reason() {
      return "the hook " + hook + " refused" + (said.isEmpty() ? "" : ": " + said);
    }
  }

  /** Runs a hook where there is one; empty when it agreed. */
  public Optional<Refusal> run(String name, List<String> args, Map<String, String> variables)
      throws GitException {
    if (!has(name)) {
      return Optional.empty();
    }
    NativeGit git = repo.installed().orElseThrow();
    Map<String, String> all = new HashMap<>(variables);
    // What pawl sets for its own calls of git must not reach the gits that a hook starts.
    all.put("GIT_LITERAL_PATHSPECS", "0");
    all.put("GIT_OPTIONAL_LOCKS", "1");
    NativeGit.Options options =
        new NativeGit.Options(new byte[0], Map.copyOf(all), limit, /* network= */ false);
    boolean modern = git.version().atLeast(2, HOOK_RUN_MINOR);
    NativeGit.Result result =
        git.run(repo.workTree(), modern ? hookRun(name, args) : aliased(name, args), options);
    if (result.ok()) {
      return Optional.empty();
    }
    String said = Printable.text(result.err() + "\n" + result.text());
    return Optional.of(
        new Refusal(name, result.timedOut() ? "it did not end within " + limit : said));
  }

  private static List<String> hookRun(String name, List<String> args) {
    List<String> command = new ArrayList<>(List.of("hook", "run", "--ignore-missing", name, "--"));
    command.addAll(args);
    return command;
  }

  /** An older git runs it as an alias: from the same folder, with the same variables. */
  public List<String> aliased(String name, List<String> args) {
    String quoted = "'" + folder.resolve(name).toString().replace("'", "'\\''") + "'";
    List<String> command =
        new ArrayList<>(List.of("-c", "alias.pawl-hook=!" + quoted, "pawl-hook"));
    command.addAll(args);
    return command;
  }
}
