package dev.pawl.git.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.git.BlobId;
import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.FileChange;
import dev.pawl.git.GitSandbox;
import dev.pawl.git.repo.Repo;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SameContentTest {
  @TempDir Path folder;

  @Test
  @DisplayName("N13 N15 a status that another has committed meanwhile is never taken back")
  void committedMeanwhile() throws Exception {
    GitSandbox git = GitSandbox.create(folder);
    Path repo = git.repo("repo");
    git.write(repo, "a.md", "done\n");
    CommitId head = git.commitAll(repo, "another was faster");
    byte[] before = "todo\n".getBytes(StandardCharsets.UTF_8);
    byte[] after = "done\n".getBytes(StandardCharsets.UTF_8);
    try (Repo open = git.open(repo)) {
      BlobId there = new BlobId(git.run(repo, "rev-parse", "HEAD:a.md").strip());
      // What was loaded: the file of before that commit, and the commit of after it.
      FileChange change = new FileChange("a.md", there, after, before, after);
      StatusCommit commit =
          new StatusCommit(open, StatusCommit.Limits.USUAL, InstantSource.system());

      assertThat(commit.commit(new BranchName("main"), head, List.of(change), "status\n"))
          .isInstanceOf(StatusCommit.Outcome.Raced.class);
    }
    assertThat(Files.readString(repo.resolve("a.md"))).isEqualTo("done\n");
    assertThat(git.run(repo, "status", "--porcelain")).isEmpty();
  }
}
