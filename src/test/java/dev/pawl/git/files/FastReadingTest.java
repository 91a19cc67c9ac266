package dev.pawl.git.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.git.CommitId;
import dev.pawl.git.GitSandbox;
import dev.pawl.git.layout.PlainSettings;
import dev.pawl.git.layout.RefFiles;
import dev.pawl.git.repo.Repo;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is read without JGit and without git is what git says, whatever was done to the repository.
 * {@code -Dpawl.rounds=5000} plays longer, {@code -Dpawl.seed} another game.
 */
final class FastReadingTest {
  private static final long SEED = Long.getLong("pawl.seed", 20261120L);
  private static final int ROUNDS = Integer.getInteger("pawl.rounds", 60);
  private static final List<String> PATHS =
      List.of("p.md", "plans/a.md", "plans/b.md", "plans/deep/c.md", "plans/deep/é.md");
  private static final List<String> WORDS =
      List.of("one\n", "two\n", "one\r\n", "$Id$\n", "$Id: x$\n", "");
  private static final List<String> ATTRIBUTES =
      List.of("*.md text\n", "*.md ident\n", "*.md filter=up\n", "a.md eol=crlf\n", "* -text\n");

  private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

  @TempDir Path folder;
  private GitSandbox git;
  private Path main;
  private Path dir;
  private final Random random = new Random(SEED);
  private final List<String> played = new ArrayList<>();
  private int found;

  @BeforeEach
  void sandbox() {
    git = GitSandbox.create(folder);
    // With the variables that pawl gives it: nothing that only looks writes the index.
    git.set("GIT_LITERAL_PATHSPECS", "1");
    main = git.repo("a");
    dir = main;
    PATHS.forEach(path -> git.write(main, path, "one\n"));
    git.commitAll(main, "plans");
    git.bare("up");
    git.run(main, "remote", "add", "o", git.root().resolve("up.git").toString());
    git.run(main, "worktree", "add", "-q", "-b", "side", git.root().resolve("linked").toString());
    git.run(main, "clone", "-q", "--shared", ".", git.root().resolve("shared").toString());
  }

  @Test
  @DisplayName("generated work of a person and git: HEAD, refs, settings and files are as git says")
  void generated() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      step();
      if (random.nextInt(3) == 0) {
        settle();
      }
      compare();
    }
    assertThat(found).as("answers without git").isGreaterThan(ROUNDS / 2);
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private void play(String... args) {
    played.add(String.join(" ", args));
    git.attempt(dir, args);
  }

  private void step() throws Exception {
    String path = any(PATHS);
    Path file = dir.resolve(path);
    String branch = any(List.of("x", "y/z", "main", "side", "é", "a.b_c-1"));
    while (played.size() > 20) {
      played.removeFirst();
    }
    switch (random.nextInt(12)) {
      case 0, 1 -> change(path, file);
      case 2, 3 -> stage(path);
      case 4, 5 -> move(branch);
      case 6 -> refs(branch);
      case 7 -> store();
      case 8 -> configure();
      case 9 -> hide(path);
      case 10 -> attribute();
      default -> {
        dir = any(List.of(main, git.root().resolve("linked"), git.root().resolve("shared")));
        played.add("cd " + dir);
      }
    }
  }

  private void change(String path, Path file) throws IOException {
    int what = random.nextInt(7);
    String text = any(WORDS);
    played.add("change " + what + " " + path + " " + text.strip());
    boolean there = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    switch (what) {
      case 0, 1 -> rewrite(file, text);
      case 2 -> Files.deleteIfExists(file);
      case 3 -> {
        // The same size and the time that it had.
        if (there && Files.size(file) > 2) {
          FileTime before = Files.getLastModifiedTime(file);
          try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.write("xyz".charAt(random.nextInt(3)));
          }
          Files.setLastModifiedTime(file, before);
        }
      }
      case 4 -> {
        if (there) {
          assertThat(file.toFile().setExecutable(random.nextBoolean())).isTrue();
        }
      }
      case 5 -> swapForLink();
      default -> {
        if (there) {
          Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        }
      }
    }
  }

  private void rewrite(Path file, String text) throws IOException {
    if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      Files.writeString(file, text);
    } else if (Files.isDirectory(file.resolveSibling(""), LinkOption.NOFOLLOW_LINKS)) {
      Files.deleteIfExists(file);
      Files.writeString(file, text);
    }
  }

  /** A folder becomes a link to itself elsewhere: every file keeps its inode and times. */
  private void swapForLink() throws IOException {
    Path deep = dir.resolve("plans/deep");
    Path away = dir.resolve("plans/away");
    if (Files.isSymbolicLink(deep)) {
      Files.delete(deep);
      if (Files.isDirectory(away)) {
        Files.move(away, deep);
      }
    } else if (Files.isDirectory(deep) && !Files.exists(away, LinkOption.NOFOLLOW_LINKS)) {
      Files.move(deep, away);
      Files.createSymbolicLink(deep, Path.of("away"));
    }
  }

  private void stage(String path) {
    switch (random.nextInt(8)) {
      case 0 -> play("add", "-A");
      case 1 -> play("add", "-N", path);
      case 2, 3 -> play("commit", "-q", "-a", "-m", "c");
      case 4 -> play("commit", "-q", "--amend", "-m", "d");
      case 5 -> play("rm", "-q", "--cached", path);
      case 6 -> play("stash", "-q");
      default -> play("stash", "pop", "-q");
    }
  }

  private void move(String branch) {
    switch (random.nextInt(11)) {
      case 0, 1 -> play("checkout", "-q", "-f", branch);
      case 2 -> play("checkout", "-q", "--detach");
      case 3 -> play("checkout", "-q", "-B", branch);
      case 4 -> play("reset", "-q", any(List.of("--soft", "--mixed", "--hard")), "HEAD~1");
      case 5 -> play("merge", "-q", "--no-edit", branch);
      case 6 -> play("checkout", "-q", "-f", "HEAD", "--", ".");
      case 7 -> play("reset", "-q", "--hard");
      case 8 -> play("checkout", "-q", "--orphan", "new" + random.nextInt(100));
      case 9 -> play("rebase", "-q", branch);
      default -> play("cherry-pick", branch);
    }
  }

  private void refs(String branch) throws IOException {
    switch (random.nextInt(12)) {
      case 0 -> play("branch", "-f", branch);
      case 1 -> play("branch", "-D", branch);
      case 2, 3 -> play("pack-refs", "--all");
      case 4 -> play("push", "-q", "-f", "o", "HEAD:refs/heads/" + branch);
      case 5 -> play("fetch", "-q", "--prune", "o");
      case 6 -> play("symbolic-ref", "refs/remotes/o/HEAD", "refs/remotes/o/" + branch);
      case 7 -> {
        play("tag", "-f", "-a", "-m", "t", "t");
        play("update-ref", "refs/remotes/o/t", "t");
      }
      case 8 -> play("replace", "-f", "HEAD", "HEAD~1");
      case 9 -> git.attempt(dir, "replace", "-d", git.attempt(dir, "replace").out().strip());
      case 10 -> play("symbolic-ref", "refs/heads/alias", "refs/heads/" + branch);
      default -> {
        Path common =
            Path.of(git.run(dir, "rev-parse", "--path-format=absolute", "--git-common-dir"));
        Path loose = common.resolve("refs/heads/odd");
        played.add("odd ref");
        if (random.nextBoolean()) {
          Files.writeString(
              loose,
              any(
                  List.of(
                      "", "ref: refs/heads/main\n", "ref:refs/heads/main", "0".repeat(40), "x")));
        } else {
          Files.deleteIfExists(loose);
        }
      }
    }
  }

  private void store() {
    switch (random.nextInt(6)) {
      case 0 -> play("gc", "-q");
      case 1 -> play("repack", "-q", "-A", "-d", "-f", "--depth=50");
      case 2 -> play("update-index", "-q", "--index-version=" + (2 + random.nextInt(3)));
      case 3 -> play("update-index", any(List.of("--split-index", "--no-split-index")));
      case 4 -> play("read-tree", "HEAD");
      default -> play("multi-pack-index", "write");
    }
  }

  private void configure() throws IOException {
    switch (random.nextInt(8)) {
      case 0 -> play("config", "core.autocrlf", any(List.of("true", "false", "input")));
      case 1 -> play("config", "core.fileMode", any(List.of("true", "false")));
      case 2 -> play("config", "core.checkStat", any(List.of("minimal", "default")));
      case 3 -> play("config", "core.trustctime", any(List.of("true", "false")));
      case 4 ->
          play("config", "a.b" + random.nextInt(3) + ".c", any(List.of("d", "e  f", " g", "h#")));
      case 5 -> {
        Files.writeString(git.home().resolve("more"), "[more]\n\tn = " + random.nextInt(9) + "\n");
        play("config", "--global", "includeIf.gitdir:" + main + "/.path", "~/more");
      }
      case 6 -> play("config", "--global", "--unset-all", "includeIf.gitdir:" + main + "/.path");
      default -> {
        play("config", "extensions.worktreeConfig", "true");
        play("config", "--worktree", "w.n", "" + random.nextInt(9));
      }
    }
  }

  private void hide(String path) {
    switch (random.nextInt(7)) {
      case 0 -> play("update-index", "--assume-unchanged", path);
      case 1, 2 -> play("update-index", "--no-assume-unchanged", path);
      case 3 -> play("update-index", "--skip-worktree", path);
      case 4, 5 -> play("update-index", "--no-skip-worktree", path);
      default -> play("update-index", "--chmod=" + any(List.of("+x", "-x")), path);
    }
  }

  private void attribute() throws IOException {
    Path file = dir.resolve(any(List.of(".gitattributes", "plans/.gitattributes")));
    played.add("attributes");
    if (random.nextInt(3) > 0 && Files.isDirectory(file.resolveSibling("."))) {
      Files.writeString(file, any(ATTRIBUTES));
      play("config", "filter.up.clean", "tr a-z A-Z");
    } else {
      Files.deleteIfExists(file);
    }
  }

  /** Makes files older than the index, or as old, with what it remembers of them. */
  private void settle() throws IOException {
    played.add("settle");
    for (String path : PATHS) {
      Path file = dir.resolve(path);
      if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        Files.setLastModifiedTime(file, LONG_AGO);
      }
    }
    git.attempt(dir, "update-index", "-q", "--refresh");
    Path index =
        Path.of(git.run(dir, "rev-parse", "--path-format=absolute", "--git-path", "index"));
    if (random.nextInt(3) == 0 && Files.exists(index)) {
      Files.setLastModifiedTime(index, LONG_AGO);
    }
  }

  private void compare() throws Exception {
    String now = "seed " + SEED + ", last of all: " + played;
    try (Repo repo = git.open(dir)) {
      assertThat(text(repo.head())).as(now).isEqualTo(said("rev-parse", "-q", "--verify", "HEAD"));
      assertThat(text(repo.branch())).as(now).isEqualTo(branch());
      for (String prefix : List.of("refs/heads/", "refs/remotes/o/")) {
        Map<String, CommitId> fast = new RefFiles(repo.layout()).below(prefix);
        if (fast != null) {
          found++;
          assertThat(hex(fast)).as(now).isEqualTo(listed(prefix));
        }
      }
      Map<String, List<String>> plain = PlainSettings.read(repo.layout(), git.env());
      if (plain != null) {
        found++;
        assertThat(plain).as(now).isEqualTo(settings());
      }
      Set<String> clean = StatClean.of(repo, PATHS);
      found += clean.size();
      Set<String> both = new TreeSet<>(clean);
      both.retainAll(changed());
      assertThat(both).as(now).isEmpty();
    }
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private @Nullable String said(String... args) {
    GitSandbox.Outcome outcome = git.attempt(dir, args);
    return outcome.exit() == 0 ? outcome.out().strip() : null;
  }

  private @Nullable String branch() {
    String name = said("symbolic-ref", "-q", "HEAD");
    return name == null || !name.startsWith("refs/heads/")
        ? null
        : name.substring("refs/heads/".length());
  }

  private Map<String, String> listed(String prefix) {
    Map<String, String> refs = new TreeMap<>();
    git.run(dir, "for-each-ref", "--format=%(refname) %(objectname)", prefix)
        .lines()
        .forEach(line -> refs.put(line.split(" ", 2)[0], line.split(" ", 2)[1]));
    return refs;
  }

  private static Map<String, String> hex(Map<String, CommitId> refs) {
    Map<String, String> hex = new TreeMap<>();
    refs.forEach((name, commit) -> hex.put(name, commit.hex()));
    return hex;
  }

  private Map<String, List<String>> settings() {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String entry : git.run(dir, "config", "--list", "-z").split("\0", -1)) {
      int end = entry.indexOf('\n');
      if (end > 0) {
        values
            .computeIfAbsent(entry.substring(0, end), key -> new ArrayList<>())
            .add(entry.substring(end + 1));
      }
    }
    return values;
  }

  /** What git calls changed, told without writing anything. */
  private Set<String> changed() {
    List<String> args =
        new ArrayList<>(List.of("--no-optional-locks", "status", "--porcelain", "-z", "-uall"));
    args.addAll(List.of("--no-renames", "--"));
    args.addAll(PATHS);
    Set<String> changed = new TreeSet<>();
    Arrays.stream(git.run(dir, args.toArray(String[]::new)).split("\0", -1))
        .filter(entry -> entry.length() > 3)
        .forEach(entry -> changed.add(entry.substring(3)));
    return changed;
  }
}
