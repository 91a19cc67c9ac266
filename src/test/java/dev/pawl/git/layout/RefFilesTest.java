package dev.pawl.git.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.GitSandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Refs read from their files are what git says. */
final class RefFilesTest {
  private static final long SEED = Long.getLong("pawl.seed", 20261120L);

  @TempDir Path folder;
  private GitSandbox git;
  private Path dir;

  @BeforeEach
  void sandbox() {
    git = GitSandbox.create(folder);
    dir = git.repo("a");
  }

  private RefFiles files(Path place) throws GitException {
    return new RefFiles(Layout.find(place, git.env()));
  }

  private Map<String, String> asked(Path place, String prefix) {
    Map<String, String> refs = new TreeMap<>();
    String all = git.run(place, "for-each-ref", "--format=%(refname) %(objectname)", prefix);
    all.lines().forEach(line -> refs.put(line.split(" ", 2)[0], line.split(" ", 2)[1]));
    return refs;
  }

  private static Map<String, String> hex(Map<String, CommitId> refs) {
    Map<String, String> hex = new TreeMap<>();
    refs.forEach((name, commit) -> hex.put(name, commit.hex()));
    return hex;
  }

  @Test
  @DisplayName("refs of pawl's own, loose and packed; N50 one that is no commit is left to others")
  void own() throws Exception {
    assertThat(files(dir).below(RefFiles.OWN)).isEmpty();
    git.write(dir, "f", "1");
    git.commitAll(dir, "one");
    git.run(dir, "update-ref", "refs/pawl/claims/p", "HEAD");
    git.run(dir, "pack-refs", "--all");
    git.run(dir, "update-ref", "refs/pawl/journal/a", "HEAD");
    assertThat(hex(Objects.requireNonNull(files(dir).below(RefFiles.OWN))))
        .hasSize(2)
        .isEqualTo(asked(dir, "refs/pawl"));
    git.run(dir, "update-ref", "refs/pawl/journal/b", "HEAD:f");
    assertThat(files(dir).below(RefFiles.OWN)).isNull();
    assertThat(files(dir).ref("refs/pawl/journal/b")).isNull();
  }

  @Test
  @DisplayName("an unborn branch, a branch, a detached HEAD, a linked work tree's own HEAD")
  void head() throws Exception {
    assertThat(files(dir).ref("HEAD")).isEqualTo(new RefFiles.Found("refs/heads/main", null));
    git.write(dir, "f", "1");
    git.commitAll(dir, "one");
    CommitId one = new CommitId(git.run(dir, "rev-parse", "HEAD"));
    assertThat(files(dir).ref("HEAD")).isEqualTo(new RefFiles.Found("refs/heads/main", one));
    Path linked = git.root().resolve("linked");
    git.run(dir, "worktree", "add", "-q", "-b", "side", linked.toString());
    git.run(dir, "checkout", "-q", "--detach");
    assertThat(files(dir).ref("HEAD")).isEqualTo(new RefFiles.Found(null, one));
    assertThat(files(linked).ref("HEAD")).isEqualTo(new RefFiles.Found("refs/heads/side", one));
    assertThat(files(dir).ref("refs/heads/none")).isEqualTo(new RefFiles.Found(null, null));
  }

  @Test
  @DisplayName("a damaged ref is not answered here")
  void damaged() throws Exception {
    Files.writeString(dir.resolve(".git/refs/heads/bad"), "0123\n");
    assertThat(files(dir).ref("refs/heads/bad")).isNull();
    assertThat(files(dir).below("refs/heads/")).isNull();
    Files.writeString(dir.resolve(".git/refs/heads/bad"), "ref: ../../outside\n");
    assertThat(files(dir).ref("refs/heads/bad")).isNull();
    Files.writeString(dir.resolve(".git/refs/heads/bad"), "ref: refs/heads/bad\n");
    assertThat(files(dir).ref("refs/heads/bad")).isNull();
    Files.writeString(dir.resolve(".git/refs/heads/bad"), "0".repeat(40) + "\n");
    assertThat(files(dir).ref("refs/heads/bad")).isNull();
    Files.delete(dir.resolve(".git/refs/heads/bad"));
    assertThat(files(dir).ref("refs/heads/bad")).isEqualTo(new RefFiles.Found(null, null));
    Files.writeString(dir.resolve(".git/packed-refs"), "# packed\r\n");
    assertThat(files(dir).ref("refs/heads/bad")).isNull();
    Files.delete(dir.resolve(".git/packed-refs"));
    Files.createSymbolicLink(dir.resolve(".git/refs/heads/bad"), Path.of("main"));
    assertThat(files(dir).ref("refs/heads/bad")).isNull();
    RefFiles linked = files(dir);
    Files.move(dir.resolve(".git/HEAD"), dir.resolve(".git/elsewhere"));
    Files.createSymbolicLink(dir.resolve(".git/HEAD"), Path.of("elsewhere"));
    assertThat(linked.ref("HEAD")).isNull();
    Files.delete(dir.resolve(".git/HEAD"));
    assertThat(linked.ref("HEAD")).isNull();
  }

  @Test
  @DisplayName("what may not be a commit, or has an unusual name, is not answered here")
  void unusual() throws Exception {
    git.write(dir, "f", "1");
    git.commitAll(dir, "one");
    git.run(dir, "tag", "-a", "-m", "t", "t");
    git.run(dir, "update-ref", "refs/remotes/o/main", "HEAD");
    assertThat(files(dir).ref("refs/remotes/o/main")).isNotNull();
    git.run(dir, "update-ref", "refs/remotes/o/t", "t");
    assertThat(files(dir).ref("refs/remotes/o/t")).isNull();
    assertThat(files(dir).below("refs/remotes/o/")).isNull();
    git.run(dir, "pack-refs", "--all");
    assertThat(files(dir).ref("refs/remotes/o/t")).isNull();
    assertThat(files(dir).ref("refs/heads/main")).isNotNull();
    for (String name :
        new String[] {"refs/heads/a..b", "refs/heads/é", "refs/heads/../x", "refs/tags/t"}) {
      assertThat(files(dir).ref(name)).as(name).isNull();
    }
    assertThat(files(dir).below("refs/remotes/../heads/")).isNull();
  }

  @Test
  @DisplayName("loose, packed, moved and deleted branches, as git lists them")
  void generated() throws Exception {
    git.write(dir, "f", "0");
    git.commitAll(dir, "zero");
    git.run(dir, "update-ref", "refs/remotes/o/main", "HEAD");
    git.run(dir, "symbolic-ref", "refs/remotes/o/HEAD", "refs/remotes/o/main");
    git.run(dir, "symbolic-ref", "refs/remotes/o/gone", "refs/remotes/o/nowhere");
    Random random = new Random(SEED);
    for (int round = 0; round < 40; round++) {
      String branch = "b" + random.nextInt(4) + (random.nextBoolean() ? "/x" : "-x");
      switch (random.nextInt(5)) {
        case 0 -> git.attempt(dir, "branch", "-f", branch);
        case 1 -> git.attempt(dir, "branch", "-D", branch);
        case 2 -> git.run(dir, "pack-refs", "--all");
        case 3 -> git.run(dir, "commit", "-q", "--allow-empty", "-m", "c" + round);
        default -> git.attempt(dir, "update-ref", "refs/remotes/o/" + branch, "HEAD");
      }
      for (String prefix : new String[] {"refs/heads/", "refs/remotes/o/", "refs/replace/"}) {
        assertThat(hex(Objects.requireNonNull(files(dir).below(prefix))))
            .as("seed %s, round %s", SEED, round)
            .isEqualTo(asked(dir, prefix));
      }
    }
  }
}
