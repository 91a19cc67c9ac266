package dev.pawl.git.process;

import dev.pawl.disk.Printable;
import dev.pawl.git.GitEnvironment;
import dev.pawl.git.GitException;
import dev.pawl.git.layout.Executables;
import dev.pawl.git.layout.Layout;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The installed git: started without a prompt, bounded in time together with all it starts. */
public final class NativeGit {
  /** What would make git act on another repository than the one named: {@code -C} decides. */
  public static final List<String> REPOSITORY =
      List.of(
          "GIT_DIR",
          "GIT_WORK_TREE",
          "GIT_INDEX_FILE",
          "GIT_OBJECT_DIRECTORY",
          "GIT_ALTERNATE_OBJECT_DIRECTORIES",
          "GIT_COMMON_DIR",
          "GIT_NAMESPACE",
          "GIT_PREFIX",
          "GIT_INTERNAL_SUPER_PREFIX",
          "GIT_QUARANTINE_PATH",
          "GIT_SHALLOW_FILE",
          "GIT_GRAFT_FILE",
          "GIT_IMPLICIT_WORK_TREE");

  /** What would make git answer otherwise than it is read. */
  private static final List<String> ODD =
      List.of(
          "GIT_REFLOG_ACTION",
          "GIT_EXTERNAL_DIFF",
          "GIT_DIFF_OPTS",
          "GIT_GLOB_PATHSPECS",
          "GIT_NOGLOB_PATHSPECS",
          "GIT_ICASE_PATHSPECS");

  private static final int EXCERPT = 60;
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);
  private static final Pattern NUMBERS = Pattern.compile("(\\d+)\\.(\\d+)(?:\\.(\\d+))?");

  private final Path executable;
  private final GitEnvironment environment;
  private final Map<String, String> pinned;
  private @Nullable Version version;

  private NativeGit(Path executable, GitEnvironment environment, Map<String, String> pinned) {
    this.executable = executable;
    this.environment = environment;
    this.pinned = pinned;
  }

  /** The git on the given {@code PATH}; none when the engine is forced to JGit. */
  public static Optional<NativeGit> find(GitEnvironment environment) {
    if (environment.engine() == GitEnvironment.Engine.JGIT) {
      return Optional.empty();
    }
    return Executables.find("git", environment.variables())
        .map(path -> new NativeGit(path, environment, Map.of()));
  }

  /**
   * The same, for one repository only: where git, started in its work tree, would not find it, git
   * is told where it is, and so never runs in another one.
   */
  public NativeGit within(Layout layout) {
    Path workTree = layout.workTree();
    return workTree == null || !layout.isElsewhere()
        ? this
        : new NativeGit(
            executable,
            environment,
            Map.of("GIT_DIR", layout.gitDir().toString(), "GIT_WORK_TREE", workTree.toString()));
  }

  /** A version of git; {@code 2.39.5.windows.1} counts by its numbers. */
  public record Version(int major, int minor, int patch) implements Comparable<Version> {
    @Override
    public int compareTo(Version other) {
      int byMajor = Integer.compare(major, other.major);
      int byMinor = byMajor != 0 ? byMajor : Integer.compare(minor, other.minor);
      return byMinor != 0 ? byMinor : Integer.compare(patch, other.patch);
    }

    public boolean atLeast(int wantedMajor, int wantedMinor) {
      return compareTo(new Version(wantedMajor, wantedMinor, 0)) >= 0;
    }

    @Override
    public String toString() {
      return major + "." + minor + "." + patch;
    }
  }

  /**
   * How one command is run.
   *
   * @param stdin what git reads
   * @param variables on top of the environment
   * @param limit how long it may take
   * @param network whether it talks to a remote: it then gets no terminal at all
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  public record Options(
      byte[] stdin, Map<String, String> variables, Duration limit, boolean network) {
    public Options withInput(byte[] input) {
      return new Options(input, variables, limit, network);
    }

    public Options withInput(String input) {
      return withInput(input.getBytes(StandardCharsets.UTF_8));
    }

    public Options with(String name, String value) {
      Map<String, String> more = new HashMap<>(variables);
      more.put(name, value);
      return new Options(stdin, Map.copyOf(more), limit, network);
    }
  }

  /**
   * What one command did.
   *
   * @param exit its exit code; not 0 when it was ended
   * @param out its standard output
   * @param err its standard error, untranslated
   * @param timedOut whether it was ended because its time was over
   */
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  public record Result(int exit, byte[] out, String err, boolean timedOut) {
    public boolean ok() {
      return exit == 0 && !timedOut;
    }

    public String text() {
      return new String(out, StandardCharsets.UTF_8);
    }

    /**
     * What its output means: what is first on PATH may be anything, and what it says is not trusted
     * to have git's form.
     *
     * @param what was run, to be named
     * @param reader fails with any exception where the output is not as git's
     */
    public <T> T read(String what, Function<Result, T> reader) throws GitException {
      try {
        return reader.apply(this);
      } catch (RuntimeException e) {
        throw new GitException(
            GitException.Kind.ENVIRONMENT,
            what,
            "answered what pawl does not understand: '" + Printable.line(excerpt()) + "'",
            "see whether the git that is first on PATH is git: git --version",
            e);
      }
    }

    private String excerpt() {
      String all = text();
      return all.length() <= EXCERPT ? all : all.substring(0, EXCERPT) + "…";
    }

    /** The output without its last line break. */
    public String line() {
      return text().stripTrailing();
    }

    /** The parts of output that was asked for with {@code -z}. */
    public List<String> records() {
      String all = text();
      List<String> parts = new ArrayList<>(List.of(all.split("\0", -1)));
      if (!parts.isEmpty() && parts.getLast().isEmpty()) {
        parts.removeLast();
      }
      return List.copyOf(parts);
    }
  }

  /** Options for a command that stays on this machine. */
  public Options local() {
    return new Options(new byte[0], Map.of(), environment.localLimit(), false);
  }

  /** Options for a command that talks to a remote. */
  public Options network(Duration limit) {
    return new Options(new byte[0], Map.of(), limit, true);
  }

  /** The version, asked for once. */
  public synchronized Version version() throws GitException {
    Version known = version;
    if (known == null) {
      Result result = run(Path.of("/"), List.of("version"), local());
      Matcher numbers = NUMBERS.matcher(result.text());
      if (!result.ok() || !numbers.find()) {
        throw new GitException(
            GitException.Kind.ENVIRONMENT,
            executable.toString(),
            "does not say its version: " + result.err().strip(),
            "check the git that is first on PATH");
      }
      known = result.read("git version", _ -> version(numbers));
      version = known;
    }
    return known;
  }

  private static Version version(Matcher numbers) {
    String patch = numbers.group(3);
    return new Version(
        Integer.parseInt(numbers.group(1)),
        Integer.parseInt(numbers.group(2)),
        patch == null ? 0 : Integer.parseInt(patch));
  }

  /** Runs {@code git -C cwd args}; a failing git is a result, a git that cannot start an error. */
  public Result run(Path cwd, List<String> args, Options options) throws GitException {
    ProcessTree tree = new ProcessTree();
    Thread onExit = Thread.ofPlatform().unstarted(tree::end);
    // Before the start: an end that comes between the two would leave git behind.
    remember(onExit, "git " + args.getFirst());
    try {
      return follow(tree.start(builder(cwd, args, options)), tree, options);
    } catch (IOException e) {
      throw new GitException(
          GitException.Kind.ENVIRONMENT,
          executable.toString(),
          "could not be started: " + e.getMessage(),
          "check the git that is first on PATH",
          e);
    } catch (InterruptedException e) {
      tree.end();
      Thread.currentThread().interrupt();
      throw new GitException(
          GitException.Kind.ENVIRONMENT,
          "git " + args.getFirst(),
          "interrupted",
          "run it again",
          e);
    } finally {
      forget(onExit);
    }
  }

  /** Like {@link #run}, for a command whose failure leaves nothing to go on with. */
  public Result must(Path cwd, List<String> args, Options options) throws GitException {
    Result result = run(cwd, args, options);
    if (!result.ok()) {
      throw new GitException(
          GitException.Kind.ENVIRONMENT,
          cwd.toString(),
          "git "
              + args.getFirst()
              + (result.timedOut() ? " took too long" : " failed")
              + said(result),
          "run 'git status' there to see more");
    }
    return result;
  }

  private static String said(Result result) {
    return result.err().isBlank() ? "" : ": " + result.err().strip();
  }

  private ProcessBuilder builder(Path cwd, List<String> args, Options options) {
    List<String> command = new ArrayList<>();
    if (options.network()) {
      // No controlling terminal, so nothing below git can stop and ask a person.
      Executables.find("setsid", environment.variables())
          .ifPresent(setsid -> command.add(setsid.toString()));
    }
    command.add(executable.toString());
    command.add("-C");
    command.add(cwd.toString());
    command.addAll(args);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(cwd.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment(options));
    return builder;
  }

  private Map<String, String> environment(Options options) {
    Map<String, String> result = new HashMap<>(environment.variables());
    REPOSITORY.forEach(result::remove);
    ODD.forEach(result::remove);
    result.put(TurnTokens.VARIABLE, TurnTokens.passedOn(environment.variables()));
    // Messages are read, so untranslated; UTF-8 stays for hooks that handle names.
    result.remove("LANGUAGE");
    result.put("LC_ALL", "C.UTF-8");
    result.put("GIT_TERMINAL_PROMPT", "0");
    result.remove("SSH_ASKPASS");
    result.put("GCM_INTERACTIVE", "never");
    result.put("GIT_EDITOR", ":");
    result.put("GIT_PAGER", "cat");
    result.put("GIT_OPTIONAL_LOCKS", "0");
    result.put("GIT_LITERAL_PATHSPECS", "1");
    result.putAll(pinned);
    result.putAll(options.variables());
    return result;
  }

  private static Result follow(Process process, ProcessTree tree, Options options)
      throws InterruptedException {
    Drain out = Drain.of(process.getInputStream());
    Drain err = Drain.of(process.getErrorStream());
    Thread feeder = Thread.ofPlatform().daemon().start(() -> feed(process, options.stdin()));
    boolean ended = await(process, tree, options.limit());
    if (!ended) {
      tree.end();
      process.waitFor(1, TimeUnit.SECONDS);
    }
    feeder.interrupt();
    byte[] output = out.bytes();
    String messages = new String(err.bytes(), StandardCharsets.UTF_8);
    int exit = process.isAlive() ? -1 : process.exitValue();
    return new Result(exit, output, messages, !ended);
  }

  private static boolean await(Process process, ProcessTree tree, Duration limit)
      throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!process.waitFor(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
      if (System.nanoTime() - end >= 0) {
        return false;
      }
      tree.look();
    }
    return true;
  }

  private static void feed(Process process, byte[] input) {
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input);
    } catch (IOException e) {
      // Git closed its input: what it made of it shows in its exit code.
      return;
    }
  }

  static void remember(Thread onExit, String what) throws GitException {
    try {
      Runtime.getRuntime().addShutdownHook(onExit);
    } catch (IllegalStateException e) {
      throw new GitException(
          GitException.Kind.ENVIRONMENT,
          what,
          "was not started: pawl is ending",
          "run it again",
          e);
    }
  }

  static void forget(Thread onExit) {
    try {
      Runtime.getRuntime().removeShutdownHook(onExit);
    } catch (IllegalStateException e) {
      // The exit has begun; the hook ends a tree that has ended.
      return;
    }
  }
}
