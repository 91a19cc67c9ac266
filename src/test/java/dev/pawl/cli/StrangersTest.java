package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers leave in a clone, or put on PATH, runs nothing, is not followed, is not shown. */
final class StrangersTest {
  private static final String SECRET = "ghp_TOKEN";

  /** Reads, writes, refuses and fails: all that may name a remote. */
  private static final List<String> COMMANDS =
      List.of(
          "check",
          "check -v",
          "check --format json",
          "check --format sarif",
          "check --format github",
          "task done T01",
          "task done T02 --write",
          "fix-consistency --remote -v",
          "fix-consistency --remote --push --format json",
          "sync",
          "sync --format json",
          "sync https://bot:ghp_TOKEN@127.0.0.1:1/other.git",
          "sync https://bot:ghp_TOKEN@127.0.0.1:1/other.git --format json",
          "sync ftp://bot:ghp_TOKEN@127.0.0.1/x",
          "plan list",
          "plan list --format json",
          "plan show",
          "plan claim",
          "plan claim --offline",
          "plan release",
          "plan start",
          "plan complete --push",
          "plan complete --force",
          "conflicts",
          "worktree list",
          "worktree remove NET-WP-1",
          "log",
          "log --format json",
          "undo --dry-run",
          "git --status",
          "trust --show",
          "hooks list",
          "protocol",
          "init",
          "doctor",
          "doctor --format json");

  @TempDir Path folder;
  private Machines machines;
  private Path here;

  @BeforeEach
  void oneClone() {
    machines = Machines.one(folder);
    here = machines.at(HERE);
  }

  @ParameterizedTest
  @DisplayName("N55 a token in the address of a remote is printed by no command")
  @ValueSource(strings = {"remote.origin.url", "remote.origin.pushurl", "branch.main.remote"})
  void token(String setting) {
    machines.git.run(here, "config", setting, "https://bot:" + SECRET + "@127.0.0.1:1/net.git");
    for (String command : COMMANDS) {
      Run run = machines.run(HERE, command.split(" ", -1));
      assertThat(run.out() + run.err())
          .as("%s (exit %d)", command, run.exit())
          .doesNotContain(SECRET);
      assertThat(run.exit()).as(command).isNotEqualTo(70);
    }
  }

  @Test
  @DisplayName("N55 an address that is typed for git is not shown to those who wait for it")
  void queued() throws IOException {
    String address = "https://bot:" + SECRET + "@127.0.0.1:1/net.git";
    Path holder = here.resolve(".git/pawl/queue.holder");
    Path seen = folder.resolve("seen");
    machines.git.run(here, "config", "alias.look", "!cp '" + holder + "' '" + seen + "'; :");
    machines.run(HERE, "git", "--", "look", address).exits(0);
    assertThat(seen).content().contains("127.0.0.1").doesNotContain(SECRET);
  }

  @Test
  @DisplayName(
      "N54 a tracked folder that poses as a bare repository is not opened, and runs nothing")
  void posing() {
    Path ran = folder.resolve("ran");
    machines.git.write(here, "docs/HEAD", "ref: refs/heads/main\n");
    machines.git.write(here, "docs/objects/info/x", "");
    machines.git.write(here, "docs/refs/heads/x/.keep", "");
    machines.git.write(
        here,
        "docs/config",
        """
        [core]
        	bare = true
        [remote "origin"]
        	url = .
        	fetch = +refs/heads/*:refs/remotes/origin/*
        	uploadpack = touch %1$s; git-upload-pack
        	receivepack = touch %1$s; git-receive-pack
        """
            .formatted(ran));
    for (String place : List.of("docs", "docs/refs/heads")) {
      for (String command : List.of("check", "sync", "task list", "plan claim", "git -- fetch")) {
        Run run = machines.in(here.resolve(place), HERE, command.split(" ", -1));
        assertThat(run.exits(3).err()).as(command).contains("looks like a bare repository");
        assertThat(ran).as(command).doesNotExist();
      }
    }
    Map<String, String> asked = machines.variables(HERE);
    asked.put("GIT_DIR", here.resolve("docs").toString());
    Run run = machines.in(here.resolve("docs"), asked, HERE, "check").exits(0);
    assertThat(run.out()).contains("C-20");
    assertThat(ran).as("what only reads asks no remote there").doesNotExist();
  }

  @Test
  @DisplayName(
      "N55 a work tree elsewhere is written by its own repository, whatever lies around it")
  void workTreeElsewhere() throws IOException {
    Path tree = Files.createDirectories(folder.resolve("elsewhere/tree"));
    machines.git.run(here, "config", "core.worktree", tree.toString());
    machines.git.run(here, "checkout", "-q", "-f", "main");
    machines.report(HERE, "done", "T01");
    machines.run(HERE, "fix-consistency").exits(0);
    assertThat(tree.resolve(Machines.PLAN)).content().contains("status: done");

    machines.git.run(tree, "init", "-q", "-b", "other");
    machines.git.run(tree, "commit", "-q", "--allow-empty", "-m", "another repository");
    machines.git.run(tree, "config", "core.fsmonitor", "touch " + folder.resolve("ran") + "; true");
    String objects = machines.git.run(tree, "count-objects");
    machines.report(HERE, "done", "T02");
    machines.run(HERE, "fix-consistency", "--remote").exits(0);
    assertThat(machines.git.run(tree, "count-objects")).isEqualTo(objects);
    assertThat(folder.resolve("ran")).doesNotExist();
    assertThat(machines.git.run(here, "log", "-1", "--format=%s")).isEqualTo(Machines.SUBJECT);
  }

  @Test
  @DisplayName("N50 where git trusts no repository of another user, pawl git writes nothing either")
  void foreign() throws IOException {
    assumeTrue(Files.getAttribute(here, "unix:uid").equals(0), "only root can give a folder away");
    for (Path part : List.of(here, here.resolve(".git"))) {
      Files.setAttribute(part, "unix:uid", 12345);
    }
    for (String command : List.of("git -- status", "git --status")) {
      Run run = machines.run(HERE, command.split(" ", -1));
      assertThat(run.exits(3).err()).as(command).contains("belongs to another user");
    }
    assertThat(here.resolve(".git/pawl")).doesNotExist();
  }

  @ParameterizedTest
  @DisplayName("N50 no symbolic link among pawl's own files is followed")
  @ValueSource(
      strings = {"", "/queue.lock", "/queue.holder.new", "/journal", "/replica.new", "/index.db"})
  void planted(String name) throws IOException {
    Path victim = Files.writeString(folder.resolve("victim"), "precious\n");
    Path own = here.resolve(".git/pawl");
    Files.createDirectories(name.isEmpty() ? here : own);
    Files.createSymbolicLink(Path.of(own + name), victim);
    for (String command : List.of("git -- status", "task done T01", "check", "worktree create")) {
      Run run = machines.run(HERE, command.split(" ", -1));
      assertThat(run.exits(3).err()).as(command).contains("is a symbolic link");
    }
    assertThat(victim).hasContent("precious");
    assertThat(folder.resolve("queue")).doesNotExist();
  }

  @ParameterizedTest
  @DisplayName("a git on PATH that answers rubbish is named, and is no bug of pawl's")
  @ValueSource(
      strings = {
        "echo rubbish",
        "printf 'a\\tb\\nc\\td\\n'",
        "printf '\\000\\000x\\000'",
        "echo git version 2.39.5",
        "printf '\\377\\376'",
        "echo rubbish; exit 1"
      })
  void rubbish(String says) throws IOException {
    machines.report(HERE, "done", "T01");
    Path stub = Files.createDirectories(folder.resolve("bin")).resolve("git");
    Files.writeString(stub, "#!/bin/sh\n" + says + "\n");
    assertThat(stub.toFile().setExecutable(true)).isTrue();
    Map<String, String> variables = machines.variables(HERE);
    variables.put("PATH", stub.getParent() + ":" + variables.get("PATH"));
    for (String command :
        List.of(
            "check",
            "fix-consistency --no-fetch",
            "sync",
            "plan claim",
            "conflicts",
            "worktree list",
            "worktree create NET-WP-1",
            "task done T02 --write",
            "log",
            "doctor")) {
      Run run = machines.in(here, variables, HERE, command.split(" ", -1));
      assertThat(run.exit()).as("%s: %s", command, run.err()).isNotEqualTo(70);
    }
    assertThat(machines.written(HERE)).containsExactly("todo", "todo", "todo");
  }
}
