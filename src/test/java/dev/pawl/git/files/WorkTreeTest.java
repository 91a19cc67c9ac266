package dev.pawl.git.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.git.GitEnvironment;
import dev.pawl.git.GitException;
import dev.pawl.git.GitSandbox;
import dev.pawl.git.repo.Repo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * <pre>
 * a/plans/p.md          committed
 * a/plans/deep/q.md     committed
 * a/plans/nested/.git   another repository
 * a/plans/out           a link to ../../secret
 * secret/s.md           outside
 * </pre>
 */
final class WorkTreeTest {
  @TempDir Path folder;
  private GitSandbox git;
  private Path dir;

  @BeforeEach
  void sandbox() throws Exception {
    git = GitSandbox.create(folder);
    dir = git.repo("a");
    git.write(dir, "plans/p.md", "p\n");
    git.write(dir, "plans/deep/q.md", "q\n");
    git.commitAll(dir, "plans");
    git.write(git.root(), "secret/s.md", "secret\n");
    git.run(dir, "init", "-q", dir.resolve("plans/nested").toString());
    git.write(dir, "plans/nested/n.md", "n\n");
    Files.createSymbolicLink(dir.resolve("plans/out"), git.root().resolve("secret"));
    Files.createSymbolicLink(dir.resolve("plans/s.md"), git.root().resolve("secret/s.md"));
  }

  @Test
  @DisplayName("N14 a new file is never seen in part, and takes nobody's place")
  void createdWhole() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    byte[] bytes = "x".repeat(100_000).getBytes(UTF_8);
    Path file = dir.resolve("plans/new.md");
    try (Repo repo = git.open(dir);
        ExecutorService watching = Executors.newSingleThreadExecutor()) {
      WorkTree tree = new WorkTree(repo);
      Future<Long> seen =
          watching.submit(() -> {
            while (!over.get()) {
              if (Files.exists(file)) {
                return Files.size(file);
              }
            }
            return -1L;
          });
      tree.create("plans/new.md", bytes);
      assertThat(seen.get(10, TimeUnit.SECONDS)).isEqualTo(bytes.length);
      over.set(true);
      assertThatThrownBy(() -> tree.create("plans/new.md", bytes))
          .hasMessageContaining("already exists");
      assertThatThrownBy(() -> tree.create("plans/s.md", bytes))
          .hasMessageContaining("already exists");
    }
    try (var files = Files.list(dir.resolve("plans"))) {
      assertThat(files.map(each -> each.getFileName().toString()))
          .noneMatch(name -> name.startsWith(".pawl-"));
    }
  }

  @Test
  @DisplayName("N50 listing stays in the work tree: no links, nested repositories, git folders")
  void listing() throws Exception {
    git.run(dir, "worktree", "add", "-q", "-b", "side", dir.resolve("plans/wt").toString());
    try (Repo repo = git.open(dir)) {
      WorkTree tree = new WorkTree(repo);
      assertThat(tree.listing(Set.of("plans"), path -> path.endsWith(".md")).files())
          .containsOnlyKeys("plans/deep/q.md", "plans/p.md");
      assertThat(
              tree.listing(Set.of("plans/out", "plans/nested", "plans/s.md"), path -> true).files())
          .isEmpty();
      assertThat(tree.listing(Set.of(""), path -> true).files())
          .containsOnlyKeys("plans/deep/q.md", "plans/p.md");
      assertThat(tree.listing(Set.of("plans/p.md"), path -> true).files())
          .containsOnlyKeys("plans/p.md");
      for (String root : new String[] {"../secret", "/etc", "plans/../../secret", ".git", "a//b"}) {
        assertThatThrownBy(() -> tree.listing(Set.of(root), path -> true))
            .as(root)
            .isInstanceOf(GitException.class);
      }
    }
  }

  @Test
  @DisplayName("N50 reading follows no link and leaves no work tree")
  void reading() throws Exception {
    try (Repo repo = git.open(dir)) {
      WorkTree tree = new WorkTree(repo);
      assertThat(tree.read("plans/p.md")).hasValue("p\n".getBytes(UTF_8));
      assertThat(tree.read("plans/s.md")).isEmpty();
      assertThat(tree.read("plans/out/s.md")).isEmpty();
      assertThat(tree.read("plans/nested/n.md")).isEmpty();
      assertThat(tree.read("plans/none.md")).isEmpty();
      assertThatThrownBy(() -> tree.read("../secret/s.md")).isInstanceOf(GitException.class);
      assertThatThrownBy(() -> tree.read(".GIT/config")).isInstanceOf(GitException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("states are those of git status, line ends counted as git stores them")
  void states(GitEnvironment.Engine engine) throws Exception {
    for (String name : new String[] {"staged", "both", "gone", "crlf", "same"}) {
      git.write(dir, name, "1\n");
    }
    git.run(dir, "add", "staged", "both", "gone", "crlf", "same");
    git.run(dir, "commit", "-q", "-m", "more");
    git.run(dir, "config", "core.autocrlf", "true");
    Files.delete(dir.resolve("crlf"));
    git.run(dir, "checkout", "-q", "--", "crlf");
    assertThat(git.read(dir, "crlf")).isEqualTo("1\r\n");
    git.write(dir, "crlf", "1\r\n");
    git.write(dir, "staged", "2\n");
    git.write(dir, "both", "2\n");
    git.write(dir, "added", "2\n");
    git.run(dir, "add", "staged", "both", "added");
    git.write(dir, "both", "3\n");
    git.write(dir, "new", "3\n");
    Files.delete(dir.resolve("gone"));
    try (Repo repo = Repo.open(dir, git.environment().withEngine(engine))) {
      WorkTree tree = new WorkTree(repo);
      assertThat(
              tree.states(
                  Set.of("same", "staged", "both", "gone", "crlf", "added", "new", "never")))
          .containsEntry("same", WorkTree.State.SAME)
          .containsEntry("crlf", WorkTree.State.SAME)
          .containsEntry("staged", WorkTree.State.STAGED)
          .containsEntry("added", WorkTree.State.STAGED)
          .containsEntry("both", WorkTree.State.MODIFIED)
          .containsEntry("gone", WorkTree.State.MISSING)
          .containsEntry("never", WorkTree.State.MISSING)
          .containsEntry("new", WorkTree.State.UNTRACKED);
      assertThat(tree.state("plans/p.md")).isEqualTo(WorkTree.State.SAME);
    }
  }
}
