package dev.pawl.git.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.git.BranchName;
import dev.pawl.git.GitException;
import dev.pawl.git.GitSandbox;
import dev.pawl.git.repo.Repo;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where git itself would push is the answer, whatever the settings.
 *
 * <pre>
 * origin.git, fork.git   main: first; origin has a branch other as well
 * a                      a clone of origin with a remote fork; topic follows origin/main
 * </pre>
 */
final class PushRulesTest {
  @TempDir Path folder;
  private GitSandbox git;
  private Path dir;

  @BeforeEach
  void sandbox() {
    git = GitSandbox.create(folder);
    Path origin = git.bare("origin");
    Path fork = git.bare("fork");
    Path seed = git.repo("seed");
    git.commitAll(seed, "first");
    git.run(seed, "push", "-q", origin.toString(), "main", "main:other");
    git.run(seed, "push", "-q", fork.toString(), "main");
    dir = git.clone(origin, "a");
    git.run(dir, "remote", "add", "fork", fork.toString());
    git.run(dir, "fetch", "-q", "--all");
    git.run(dir, "branch", "-q", "topic", "origin/main");
    git.run(dir, "branch", "-q", "--no-track", "lonely");
    git.run(dir, "config", "branch.several.remote", "origin");
    git.run(dir, "config", "--add", "branch.several.merge", "refs/heads/main");
    git.run(dir, "config", "--add", "branch.several.merge", "refs/heads/other");
    git.run(dir, "branch", "-q", "--no-track", "several");
  }

  private PushDestination decided(String branch) throws GitException {
    try (Repo repo = git.open(dir)) {
      return new PushRules(repo).of(new BranchName(branch), null);
    }
  }

  /** The refs of the one remote that git would push this branch to; empty where it refuses. */
  private Optional<String> byGit(String branch) {
    git.run(dir, "switch", "-q", branch);
    GitSandbox.Outcome dry = git.attempt(dir, "push", "--dry-run", "--porcelain");
    if (dry.exit() != 0) {
      return Optional.empty();
    }
    String to = dry.out().lines().filter(line -> line.startsWith("To ")).findFirst().orElse("");
    return dry.out()
        .lines()
        .filter(line -> line.matches(".\t(HEAD|refs/heads/" + branch + "):.*"))
        .map(line -> line.split("\t", -1)[1].replaceFirst("^[^:]*:", ""))
        .map(ref -> (to.contains("fork.git") ? "fork " : "origin ") + ref)
        .findFirst();
  }

  private Optional<String> byPawl(String branch) throws GitException {
    if (!(decided(branch) instanceof PushDestination.There there)) {
      return Optional.empty();
    }
    boolean missing =
        git.attempt(
                    folder.resolve(there.remote() + ".git"),
                    "rev-parse",
                    "-q",
                    "--verify",
                    there.ref())
                .exit()
            != 0;
    return missing && !there.creates()
        ? Optional.empty()
        : Optional.of(there.remote() + " " + there.ref());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "push.default=simple",
        "push.default=current",
        "push.default=upstream",
        "push.default=tracking",
        "push.default=nothing",
        "push.default=matching",
        "push.autoSetupRemote=true",
        "push.autoSetupRemote=true push.default=upstream",
        "remote.pushDefault=fork",
        "remote.pushDefault=fork push.default=upstream",
        "remote.pushDefault=fork push.default=current",
        "remote.pushDefault=origin",
        "remote.pushDefault=nobody",
        "branch.main.pushRemote=fork",
        "branch.topic.pushRemote=fork remote.pushDefault=origin",
        "remote.origin.push=refs/heads/*:refs/heads/zoe/*",
        "remote.origin.push=refs/heads/*:refs/heads/*/wip",
        "remote.origin.push=main",
        "remote.origin.push=topic:other",
        "remote.origin.push=topic:heads/other",
        "remote.origin.push=+topic:refs/for/main",
        "remote.origin.push=HEAD",
        "remote.origin.push=HEAD:refs/heads/mine",
        "remote.origin.push=:",
        "remote.origin.push=refs/heads/t*",
        "remote.fork.push=refs/heads/*:refs/heads/zoe/* remote.pushDefault=fork",
        "remote.fork.mirror=true remote.pushDefault=fork",
      })
  @DisplayName("N17 a push goes where git push would go, and nowhere else")
  void asGit(String settings) throws Exception {
    for (String setting : settings.split(" ", -1)) {
      if (!setting.isEmpty()) {
        git.run(
            dir, "config", setting.replaceFirst("=.*", ""), setting.replaceFirst("^[^=]*=", ""));
      }
    }
    for (String branch : List.of("main", "topic", "lonely", "several")) {
      assertThat(byPawl(branch)).as("%s with %s", branch, settings).isEqualTo(byGit(branch));
    }
  }

  @Test
  @DisplayName(
      "a refusal has git's reason, and a command that pushes the branch under its own name")
  void refusal() throws Exception {
    assertThat(decided("topic"))
        .isEqualTo(
            new PushDestination.Nowhere(
                "the upstream branch of your current branch does not match the name of your"
                    + " current branch",
                "git push -u origin topic"));
    git.run(dir, "switch", "-q", "topic");
    assertThat(git.attempt(dir, "push").err().replace('\n', ' '))
        .contains(
            "The upstream branch of your current branch does not match the name of your current"
                + " branch");
    git.run(dir, "push", "-q", "-u", "origin", "topic");
    assertThat(decided("topic"))
        .isEqualTo(
            new PushDestination.There(
                "origin", "refs/heads/topic", "refs/remotes/origin/topic", true));
  }

  @Test
  @DisplayName("N32 a branch for which nothing is configured may be taken to follow its own name")
  void assumed() throws Exception {
    try (Repo repo = git.open(dir)) {
      assertThat(new PushRules(repo).of(new BranchName("lonely"), "origin"))
          .isEqualTo(
              new PushDestination.There(
                  "origin", "refs/heads/lonely", "refs/remotes/origin/lonely", true));
    }
    git.run(dir, "config", "push.default", "nothing");
    try (Repo repo = git.open(dir)) {
      assertThat(new PushRules(repo).of(new BranchName("lonely"), "origin"))
          .isInstanceOf(PushDestination.Nowhere.class);
    }
  }

  @Test
  @DisplayName("one remote counts without being named, several do not")
  void fallback() throws Exception {
    git.run(dir, "remote", "remove", "fork");
    git.run(dir, "remote", "rename", "origin", "hub");
    git.run(dir, "config", "push.default", "current");
    assertThat(decided("lonely"))
        .isInstanceOfSatisfying(
            PushDestination.There.class, there -> assertThat(there.remote()).isEqualTo("hub"));
  }
}
