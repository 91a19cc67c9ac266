package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Repositories that would go along with a removed worktree. */
final class NestedRepositoriesTest {
  private static final String PLAN = "NET-WP-1";
  @TempDir Path folder;
  private Machines machines;
  private Path here;
  private Path tree;

  @BeforeEach
  void start() {
    machines = Machines.one(folder);
    here = machines.at(HERE);
    machines.git.write(here, ".gitignore", "target/\n");
    machines.git.commitAll(here, "ignores");
    machines.push(HERE);
    machines.run(HERE, "worktree", "create", PLAN).exits(0);
    tree = here.resolve("worktrees/plan-" + PLAN);
  }

  private String git(Path where, String... arguments) {
    return machines.git.run(where, arguments);
  }

  /** Removing is refused for what is nested, and for nothing else. */
  private void refused() {
    Run run = machines.run(HERE, "worktree", "remove", PLAN, "--format", "json").exits(1);
    assertThat(Run.objects(run.json().get("reasons")))
        .isNotEmpty()
        .allMatch(reason -> "nested".equals(reason.get("kind")));
    assertThat(tree.resolve(".git")).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"target", "target/deep/site", "target/a.class"})
  @DisplayName("N30 repositories inside of what tools make anew are looked for like any others")
  void nestedInThrowaway(String where) throws Exception {
    Path site = Files.createDirectories(tree.resolve(where));
    git(site, "init", "-q", "-b", "main");
    machines.git.write(site, "index.html", "never pushed\n");
    machines.git.commitAll(site, "site");
    refused();
    Files.move(site, folder.resolve("moved-away"));
    git(folder, "clone", "-q", "--bare", folder.resolve("moved-away").toString(), site.toString());
    refused();
    Files.move(site, folder.resolve("moved-too"));
    machines.run(HERE, "worktree", "remove", PLAN).exits(0);
  }

  @Test
  @DisplayName("N30 a submodule that is not checked out any more still has its commits")
  void deinitialised() throws Exception {
    Path library = machines.git.bare("library");
    Path seed = machines.git.clone(library, "library-seed");
    machines.git.write(seed, "lib.txt", "lib\n");
    machines.git.commitAll(seed, "lib");
    git(seed, "push", "-q", "origin", "main");
    String file = "protocol.file.allow=always";
    git(here, "-c", file, "submodule", "--quiet", "add", library.toUri().toString(), "lib");
    machines.git.commitAll(here, "with a library");
    machines.push(HERE);
    git(tree, "merge", "-q", "--ff-only", "main");
    git(tree, "-c", file, "submodule", "--quiet", "update", "--init");
    refused();
    git(tree, "submodule", "--quiet", "deinit", "lib");
    machines.run(HERE, "worktree", "remove", PLAN).exits(0);
    machines.run(HERE, "worktree", "restore", PLAN).exits(0);
    git(tree, "-c", file, "submodule", "--quiet", "update", "--init");
    git(tree.resolve("lib"), "commit", "-q", "--allow-empty", "-m", "only here");
    git(tree.resolve("lib"), "branch", "-f", "mine");
    git(tree.resolve("lib"), "switch", "-q", "--detach", "origin/main");
    git(tree, "submodule", "--quiet", "deinit", "lib");
    refused();
  }
}
