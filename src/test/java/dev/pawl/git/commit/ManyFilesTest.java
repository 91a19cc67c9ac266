package dev.pawl.git.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.git.CommitId;
import dev.pawl.git.FileChange;
import dev.pawl.git.GitException;
import dev.pawl.git.GitSandbox;
import dev.pawl.git.commit.StatusCommit.Outcome;
import dev.pawl.git.commit.StatusCommit.Step;
import dev.pawl.git.repo.Repo;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many files in one commit are written several at a time, and are still all or none. */
final class ManyFilesTest {
  private static final List<String> FILES =
      IntStream.range(0, 60).mapToObj(i -> "plans/" + i % 3 + "/" + i + ".md").toList();

  @TempDir Path folder;
  private GitSandbox sandbox;
  private Path work;

  @BeforeEach
  void start() {
    sandbox = GitSandbox.create(folder);
    work = sandbox.repo("work");
    FILES.forEach(file -> sandbox.write(work, file, before(file)));
    sandbox.commitAll(work, "start");
  }

  private static String before(String file) {
    return file + "\n" + CommitFixture.TODO;
  }

  private static String after(String file) {
    return file + "\n" + CommitFixture.DONE;
  }

  private Outcome commit(Consumer<Step> steps) throws GitException {
    List<FileChange> changes =
        FILES.stream().map(file -> CommitFixture.change(file, before(file), after(file))).toList();
    try (Repo repo = sandbox.open(work)) {
      return CommitFixture.commit(repo, sandbox.head(work), changes, steps);
    }
  }

  @Test
  @DisplayName("N03 each is in the commit, the index and the work tree by git's own account")
  void all() throws Exception {
    assertThat(commit(step -> {})).isInstanceOf(Outcome.Committed.class);
    assertThat(sandbox.run(work, "diff", "--name-only", "HEAD^", "HEAD").lines())
        .containsExactlyInAnyOrderElementsOf(FILES);
    for (String file : FILES) {
      assertThat(sandbox.read(work, file)).isEqualTo(after(file));
    }
    assertThat(sandbox.run(work, "diff-files", "--name-only")).isEmpty();
    assertThat(sandbox.run(work, "status", "--porcelain")).isEmpty();
    assertThat(sandbox.run(work, "fsck", "--strict", "--no-dangling")).isEmpty();
    CommitFixture.assertNothingLeft(work);
  }

  @Test
  @DisplayName("N13 one that is edited when the others are staged: none is written")
  void edited() throws Exception {
    String last = FILES.getLast();
    CommitId head = sandbox.head(work);
    Outcome outcome =
        commit(step -> {
          if (step == Step.FILES_STAGED) {
            sandbox.write(work, last, "mine\n");
          }
        });
    assertThat(outcome).isEqualTo(new Outcome.Dirty(List.of(last)));
    assertThat(sandbox.head(work)).isEqualTo(head);
    assertThat(sandbox.run(work, "status", "--porcelain")).isEqualTo(" M " + last);
    assertThat(sandbox.read(work, last)).isEqualTo("mine\n");
    CommitFixture.assertNothingLeft(work);
  }

  @Test
  @DisplayName("N14 a failure when half of them are replaced: all are as they were")
  void halfWay() throws Exception {
    CommitId head = sandbox.head(work);
    AtomicInteger replaced = new AtomicInteger();
    assertThatThrownBy(() ->
            commit(step -> {
              if (step == Step.FILE_REPLACED && replaced.incrementAndGet() == FILES.size() / 2) {
                throw new IllegalStateException("the disk is gone");
              }
            }))
        .hasMessage("the disk is gone");
    assertThat(sandbox.head(work)).isEqualTo(head);
    assertThat(sandbox.run(work, "diff-files", "--name-only")).isEmpty();
    assertThat(sandbox.run(work, "status", "--porcelain")).isEmpty();
    CommitFixture.assertNothingLeft(work);
  }
}
