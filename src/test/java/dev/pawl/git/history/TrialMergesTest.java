package dev.pawl.git.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.git.CommitId;
import dev.pawl.git.GitEnvironment;
import dev.pawl.git.GitException;
import dev.pawl.git.GitSandbox;
import dev.pawl.git.repo.Repo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trial merges by both engines, with {@code git merge} in a work tree as the judge. */
class TrialMergesTest {
  @TempDir Path temp;
  private GitSandbox git;
  private Path work;

  @BeforeEach
  void repository() {
    git = GitSandbox.create(temp);
    work = git.repo("work:with \"odd\" name");
  }

  /** The paths left unmerged by a real merge, which is then taken back. */
  private List<String> really(CommitId one, CommitId other) {
    git.run(work, "checkout", "-q", "--detach", one.hex());
    git.attempt(work, "merge", "-q", "--no-edit", other.hex());
    String unmerged = git.run(work, "diff", "--name-only", "-z", "--diff-filter=U");
    git.run(work, "reset", "-q", "--hard", one.hex());
    git.run(work, "clean", "-fdq");
    return Stream.of(unmerged.split("\0", -1)).filter(path -> !path.isEmpty()).sorted().toList();
  }

  private List<String> trial(GitEnvironment.Engine engine, CommitId one, CommitId other)
      throws GitException {
    try (Repo repo = Repo.open(work, git.environment().withEngine(engine))) {
      assertThat(TrialMerges.engine(repo).engine()).isEqualTo(engine);
      return TrialMerges.of(repo, List.of(new TrialMerges.Pair(one, other)), List.of())
          .getFirst()
          .conflicts()
          .stream()
          .map(TrialMerges.Conflict::path)
          .sorted()
          .toList();
    }
  }

  private List<Path> objects() throws Exception {
    try (Stream<Path> files = Files.walk(work.resolve(".git"))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Test
  @DisplayName(
      "both engines find what git merge finds, in generated repositories, and write nothing")
  void asGitMerges() throws Exception {
    long seed = Long.getLong("pawl.seed", System.nanoTime());
    Random random = new Random(seed);
    List<CommitId> tips = new ArrayList<>();
    for (int file = 0; file < 4; file++) {
      git.write(work, "d/f" + file, lines(random));
    }
    CommitId base = git.commitAll(work, "base");
    for (int branch = 0; branch < 5; branch++) {
      git.run(work, "checkout", "-q", "--detach", base.hex());
      for (int change = 0; change < 3; change++) {
        String path = "d/f" + random.nextInt(4);
        if (random.nextInt(6) == 0 && Files.exists(work.resolve(path))) {
          Files.delete(work.resolve(path));
        } else {
          git.write(work, path, lines(random));
        }
      }
      tips.add(git.commitAll(work, "branch " + branch));
    }
    List<Path> before = objects();
    int conflicts = 0;
    for (CommitId one : tips) {
      for (CommitId other : tips.subList(tips.indexOf(one) + 1, tips.size())) {
        List<String> byGit = trial(GitEnvironment.Engine.NATIVE, one, other);
        List<String> byJGit = trial(GitEnvironment.Engine.JGIT, one, other);
        assertThat(objects()).as("seed %d", seed).containsExactlyElementsOf(before);
        assertThat(byGit).as("seed %d", seed).isEqualTo(really(one, other));
        assertThat(byJGit).as("seed %d", seed).isEqualTo(byGit);
        conflicts += byGit.size();
        before = objects();
      }
    }
    assertThat(conflicts).as("seed %d", seed).isPositive();
    git.run(work, "fsck", "--strict");
  }

  private static String lines(Random random) {
    StringBuilder text = new StringBuilder();
    for (int line = 0; line < 12; line++) {
      text.append(line % 4 == 0 ? random.nextInt(3) : line).append('\n');
    }
    return text.toString();
  }

  @Test
  @DisplayName("by git renames are seen, a file and a folder of one name, and unrelated histories")
  void shapes() throws Exception {
    git.write(work, "old.txt", "1\n2\n3\n4\n5\n6\n");
    CommitId base = git.commitAll(work, "base");
    git.run(work, "mv", "old.txt", "new.txt");
    CommitId renamed = git.commitAll(work, "renamed");
    git.run(work, "checkout", "-q", "--detach", base.hex());
    git.write(work, "old.txt", "1\n2\n3\n4\n5\nsix\n");
    CommitId edited = git.commitAll(work, "edited");
    assertThat(trial(GitEnvironment.Engine.NATIVE, renamed, edited)).isEmpty();
    assertThat(trial(GitEnvironment.Engine.JGIT, renamed, edited)).containsExactly("old.txt");

    git.run(work, "checkout", "-q", "--detach", base.hex());
    git.write(work, "x", "file\n");
    CommitId file = git.commitAll(work, "file");
    git.run(work, "checkout", "-q", "--detach", base.hex());
    git.write(work, "x/y", "folder\n");
    CommitId folder = git.commitAll(work, "folder");
    assertThat(trial(GitEnvironment.Engine.NATIVE, file, folder)).isNotEmpty();

    git.run(work, "checkout", "-q", "--orphan", "other");
    git.write(work, "old.txt", "something else\n");
    CommitId other = git.commitAll(work, "other");
    assertThat(trial(GitEnvironment.Engine.NATIVE, base, other)).contains("old.txt");
    try (Repo repo = git.open(work)) {
      assertThat(TrialMerges.base(repo, base, other)).isNull();
      assertThat(TrialMerges.base(repo, renamed, edited)).isEqualTo(base);
      assertThat(TrialMerges.of(repo, List.of(), List.of())).isEmpty();
      TrialMerges.Merged clean =
          TrialMerges.of(repo, List.of(new TrialMerges.Pair(base, edited)), List.of()).getFirst();
      assertThat(clean.tree()).isEqualTo(TrialMerges.tree(repo, edited));
    }
  }

  @Test
  @DisplayName("paths with blanks, line breaks and other scripts arrive whole")
  void paths() throws Exception {
    String odd = "a b/ü\n\t\"x\".txt";
    git.write(work, odd, "base\n");
    CommitId base = git.commitAll(work, "base");
    git.write(work, odd, "one\n");
    CommitId one = git.commitAll(work, "one");
    git.run(work, "checkout", "-q", "--detach", base.hex());
    git.write(work, odd, "two\n");
    CommitId two = git.commitAll(work, "two");
    assertThat(trial(GitEnvironment.Engine.NATIVE, one, two)).containsExactly(odd);
    assertThat(trial(GitEnvironment.Engine.JGIT, one, two)).containsExactly(odd);
  }
}
