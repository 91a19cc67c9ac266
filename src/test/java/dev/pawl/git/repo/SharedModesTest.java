package dev.pawl.git.repo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.git.GitSandbox;
import dev.pawl.git.commit.CommitFixture;
import dev.pawl.git.commit.StatusCommit.Outcome;
import dev.pawl.git.ref.Refs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SharedModesTest {
  @TempDir Path folder;

  @ParameterizedTest(name = "core.sharedRepository={0}: what pawl makes has the modes of C git''s")
  @ValueSource(strings = {"group", "true", "1", "all", "world", "0660", "0664", "umask", "false"})
  void asGit(String setting) throws Exception {
    GitSandbox sandbox = GitSandbox.create(folder);
    CommitFixture fixture = new CommitFixture(sandbox, "work");
    sandbox.run(fixture.work, "config", "core.sharedRepository", setting);
    Path log = fixture.work.resolve(".git/logs/refs/heads/main");
    Files.delete(log);
    assertThat(fixture.commit(any -> {})).isInstanceOf(Outcome.Committed.class);
    try (Repo repo = sandbox.open(fixture.work)) {
      new Refs(repo).compareAndSet("refs/heads/plan/X", null, sandbox.head(fixture.work), "made");
    }
    Map<String, Integer> ours = modes(fixture.work.resolve(".git"));

    Path other = sandbox.repo("other");
    sandbox.run(other, "config", "core.sharedRepository", setting);
    sandbox.write(other, "plans/a.md", CommitFixture.TODO);
    sandbox.commitAll(other, "start");
    sandbox.run(other, "branch", "plan/X");
    Map<String, Integer> theirs = modes(other.resolve(".git"));
    for (String path :
        new String[] {
          "refs/heads/main",
          "logs/refs/heads/main",
          "refs/heads/plan",
          "refs/heads/plan/X",
          "logs/refs/heads/plan"
        }) {
      assertThat(Integer.toOctalString(Objects.requireNonNull(ours.get(path))))
          .as(path)
          .isEqualTo(Integer.toOctalString(Objects.requireNonNull(theirs.get(path))));
    }
    assertThat(objectFolders(ours)).isSubsetOf(objectFolders(theirs));
  }

  private static java.util.Set<Integer> objectFolders(Map<String, Integer> modes) {
    java.util.Set<Integer> found = new java.util.TreeSet<>();
    modes.forEach((path, mode) -> {
      if (path.matches("objects/[0-9a-f]{2}")) {
        found.add(mode);
      }
    });
    return found;
  }

  private static Map<String, Integer> modes(Path gitDir) throws Exception {
    Map<String, Integer> found = new TreeMap<>();
    try (var all = Files.walk(gitDir)) {
      for (Path each : all.toList()) {
        found.put(
            gitDir.relativize(each).toString(), (Integer) Files.getAttribute(each, "unix:mode"));
      }
    }
    return found;
  }
}
