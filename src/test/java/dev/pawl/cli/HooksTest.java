package dev.pawl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pawl.git.GitSandbox;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hooks, run by the real git. The launcher is a script that notes how it was called and exits as it
 * is told.
 *
 * <pre>
 * root/it's pawl/bin/pawl   the launcher (pawl.home)
 * root/called               its notes
 * root/exit                 its exit code
 * root/net, root/net.git    a clone and its origin
 * </pre>
 */
@Isolated("sets pawl.home")
final class HooksTest {
  @TempDir Path folder;
  private GitSandbox sandbox;
  private Path repository;
  private Path launcher;
  private Terminal terminal;
  private String said = "";

  @BeforeEach
  void repository() throws Exception {
    sandbox = GitSandbox.create(folder);
    Path origin = sandbox.bare("net");
    repository = sandbox.clone(origin, "net");
    sandbox.write(repository, "plan.md", "one\n");
    sandbox.commitAll(repository, "one");
    sandbox.run(repository, "push", "-q", "-u", "origin", "HEAD:main");
    terminal = new Terminal(sandbox, repository);
    Path home = folder.resolve("it's pawl");
    launcher = Files.createDirectories(home.resolve("bin")).resolve("pawl");
    script(
        launcher,
        "#!/bin/sh\necho \"$@\" >>'%1$s/called'\nexit $(cat '%1$s/exit')\n".formatted(folder));
    exit(0);
    System.setProperty("pawl.home", home.toString());
  }

  @AfterEach
  void forget() {
    System.clearProperty("pawl.home");
  }

  private void exit(int code) throws Exception {
    Files.writeString(folder.resolve("exit"), code + "\n");
  }

  private static void script(Path file, String text) throws Exception {
    Files.createDirectories(file.getParent());
    Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Path hook() {
    return repository.resolve(".git/hooks/pre-push");
  }

  private GitSandbox.Outcome push() {
    sandbox.commitAll(repository, "more");
    return sandbox.attempt(repository, "push", "-q", "origin", "HEAD:main");
  }

  @Test
  @DisplayName("a push is refused while something fails, and only then")
  void refuses() throws Exception {
    Terminal.Screen screen = terminal.run("hooks", "install");
    assertThat(screen.err()).isEmpty();
    assertThat(screen.out()).startsWith("git  written  ");
    assertThat(push().exit()).isZero();
    assertThat(folder.resolve("called")).hasContent("check --no-fetch");
    exit(1);
    assertThat(push().err()).contains("pawl: not pushed: fix what is marked fail above");
    assertThat(sandbox.run(repository, "rev-list", "--count", "origin/main..HEAD")).isEqualTo("1");
    exit(3);
    assertThat(push())
        .satisfies(pushed -> assertThat(pushed.exit()).isZero())
        .satisfies(pushed -> assertThat(pushed.err()).contains("could not be checked (exit 3)"));
    Files.delete(launcher);
    assertThat(push().err()).contains("could not be checked (exit 127)");
  }

  @Test
  @DisplayName("installed twice is installed once; uninstalled, it is as if it had never been")
  void idempotent() throws Exception {
    terminal.run("hooks", "install", "git");
    byte[] once = Files.readAllBytes(hook());
    assertThat(terminal.run("hooks", "install", "git").out()).startsWith("git  installed  ");
    assertThat(hook()).hasBinaryContent(once);
    assertThat(terminal.run("hooks", "status").out()).startsWith("git     installed  ");
    assertThat(terminal.run("hooks", "uninstall").out()).startsWith("git     removed  ");
    assertThat(hook()).doesNotExist();
    assertThat(terminal.run("hooks", "uninstall").out()).startsWith("git     absent  ");
  }

  @Test
  @DisplayName(
      "N14 an install that was killed at any instant: the person's hook is asked, comes back")
  void killed() throws Exception {
    String text = "#!/usr/bin/env python3\nraise SystemExit(1)\n";
    Path former = hook().resolveSibling("pre-push.before-pawl");
    script(hook(), text);
    // Between the copy and the hook that calls it; the second state is what an older pawl left.
    Files.copy(hook(), former, StandardCopyOption.COPY_ATTRIBUTES);
    for (int state = 0; state < 2; state++) {
      assertThat(terminal.run("hooks", "install", "git").err()).isEmpty();
      assertThat(push().exit()).isNotZero();
      terminal.run("hooks", "uninstall", "git");
      assertThat(hook()).hasContent(text);
      assertThat(former).doesNotExist();
      Files.move(hook(), former);
    }
    assertThat(terminal.run("hooks", "uninstall", "git").out()).startsWith("git  removed  ");
    assertThat(hook()).hasContent(text);
    assertThat(hook().toFile().canExecute()).isTrue();
    assertThat(former).doesNotExist();
  }

  static List<String> formerHooks() {
    return List.of(
        "#!/bin/sh\ncat >>\"$(dirname \"$0\")/../../../former\"; echo \"$0 $@\" >&2\n",
        "#!/usr/bin/env bash\nset -euo pipefail\ncat >>\"$(dirname \"$0\")/../../../former\"",
        "#!/bin/sh -e\n\n# \u00e9\u00ff\ncat >>\"$(dirname \"$0\")/../../../former\"\n",
        "#!/usr/bin/perl\nopen(F, '>>', '../former') or die; print F <STDIN>;\n",
        "#!/bin/sh\n");
  }

  @ParameterizedTest
  @MethodSource("formerHooks")
  @DisplayName("a hook that is there still runs, with its input, and comes back byte for byte")
  void former(String text) throws Exception {
    script(hook(), text);
    byte[] before = Files.readAllBytes(hook());
    var permissions = Files.getPosixFilePermissions(hook());
    Path former = repository.resolveSibling("former");
    assertThat(terminal.run("hooks", "install").err()).isEmpty();
    assertThat(push().exit()).isZero();
    assertThat(folder.resolve("called")).hasContent("check --no-fetch");
    if (text.contains("former")) {
      assertThat(former).content().contains("refs/heads/main");
    }
    exit(1);
    Files.deleteIfExists(former);
    assertThat(push().exit()).isNotZero();
    assertThat(former).doesNotExist();
    assertThat(terminal.run("hooks", "uninstall").err()).isEmpty();
    assertThat(hook()).hasBinaryContent(before);
    assertThat(Files.getPosixFilePermissions(hook())).isEqualTo(permissions);
    try (var left = Files.list(hook().getParent())) {
      assertThat(left.filter(file -> file.toString().contains("pawl"))).isEmpty();
    }
  }

  @Test
  @DisplayName("a link is set aside and called; a hook that git ignores stays ignored")
  void linked() throws Exception {
    script(repository.resolve("scripts/push"), "#!/bin/sh\ntouch ../linked\n");
    Files.createDirectories(hook().getParent());
    Files.createSymbolicLink(hook(), Path.of("../../scripts/push"));
    terminal.run("hooks", "install");
    assertThat(push().exit()).isZero();
    assertThat(folder.resolve("linked")).exists();
    terminal.run("hooks", "uninstall");
    assertThat(Files.readSymbolicLink(hook())).isEqualTo(Path.of("../../scripts/push"));
    Files.delete(hook());
    Files.writeString(hook(), "#!/bin/sh\ntouch ../ignored\n");
    terminal.run("hooks", "install");
    assertThat(push().exit()).isZero();
    assertThat(folder.resolve("ignored")).doesNotExist();
    terminal.run("hooks", "uninstall");
    assertThat(hook()).hasContent("#!/bin/sh\ntouch ../ignored\n");
    assertThat(Files.isExecutable(hook())).isFalse();
  }

  @Test
  @DisplayName("what others wrote around our block since then stays")
  void changedSince() throws Exception {
    terminal.run("hooks", "install");
    Files.writeString(hook(), Files.readString(hook()) + "echo more >&2\n");
    assertThat(terminal.run("hooks", "uninstall").exit()).isZero();
    assertThat(hook()).hasContent("#!/bin/sh\necho more >&2\n");
  }

  @Test
  @DisplayName("a pawl that was moved is named anew")
  void moved() throws Exception {
    script(hook(), "#!/bin/sh\nexit 0\n");
    terminal.run("hooks", "install");
    Path home = folder.resolve("other");
    script(home.resolve("bin/pawl"), "#!/bin/sh\nexit 0\n");
    System.setProperty("pawl.home", home.toString());
    assertThat(terminal.run("hooks", "install").out()).startsWith("git  written");
    assertThat(hook()).content().contains("/other/bin/pawl").doesNotContain("s pawl");
    terminal.run("hooks", "uninstall");
    assertThat(hook()).hasContent("#!/bin/sh\nexit 0\n");
  }

  @Test
  @DisplayName("core.hooksPath is respected; a folder that repositories share is left alone")
  void hooksPath() throws Exception {
    sandbox.run(repository, "config", "core.hooksPath", ".githooks");
    assertThat(terminal.run("hooks", "install").out())
        .contains("/net/.githooks/pre-push", "it lies in the work tree");
    exit(1);
    assertThat(push().exit()).isNotZero();
    terminal.run("hooks", "uninstall");
    assertThat(repository.resolve(".githooks/pre-push")).doesNotExist();
    Path shared = folder.resolve("shared");
    sandbox.run(repository, "config", "core.hooksPath", shared.toString());
    Terminal.Screen screen = terminal.run("hooks", "install");
    assertThat(screen.exit()).isEqualTo(1);
    assertThat(screen.err()).contains("where hooks of other repositories are as well");
    assertThat(shared).doesNotExist();
  }

  @Test
  @DisplayName(
      "N54 the hook runs our own launcher, whatever the repository or the PATH brings along")
  void ownLauncher() throws Exception {
    script(repository.resolve("pawl"), "#!/bin/sh\ntouch ../hijacked\n");
    sandbox.write(repository, ".pawl.yaml", "commands:\n  check: \"touch ../hijacked\"\n");
    terminal.run("hooks", "install");
    sandbox.set("PATH", ".:" + repository + ":" + System.getenv("PATH"));
    assertThat(push().exit()).isZero();
    assertThat(folder.resolve("called")).hasContent("check --no-fetch");
    assertThat(folder.resolve("hijacked")).doesNotExist();
  }

  @Test
  @DisplayName("agents whose folder is here get a session-end hook, and status says so")
  void agents() throws Exception {
    Files.createDirectories(repository.resolve(".claude"));
    assertThat(terminal.run("hooks", "install").out()).contains("git", "claude", "written");
    assertThat(terminal.run("hooks", "status").out().lines().map(line -> line.split(" +", -1)[1]))
        .containsExactly("installed", "installed", "absent", "absent", "absent");
    assertThat(repository.resolve(".claude/settings.json"))
        .content()
        .contains("\"SessionEnd\"", "hooks run session-end claude >&2")
        .contains("\"Stop\"", "hooks run usage claude >&2 || true");
    assertThat(terminal.run("hooks", "uninstall").exit()).isZero();
    assertThat(repository.resolve(".claude")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"claude", "codex", "gemini", "cursor"})
  @DisplayName("an agent's file that is there comes back byte for byte")
  void agentFile(String agent) throws Exception {
    String file = agent.equals("codex") || agent.equals("cursor") ? "hooks.json" : "settings.json";
    String before = "{\"version\": 1,\r\n\t\"x\": [1,2 , 3], \"é\": {} }\r\n";
    sandbox.write(repository, "." + agent + "/" + file, before);
    assertThat(terminal.run("hooks", "install", agent).err()).isEmpty();
    assertThat(sandbox.read(repository, "." + agent + "/" + file)).isNotEqualTo(before);
    assertThat(terminal.run("hooks", "uninstall", agent).out()).startsWith(agent + "  removed");
    assertThat(sandbox.read(repository, "." + agent + "/" + file)).isEqualTo(before);
  }

  @Test
  @DisplayName("N11 a settings file that cannot be read is named and left alone; the rest goes on")
  void broken() {
    sandbox.write(repository, ".claude/settings.json", "{\"hooks\": [}\n");
    sandbox.write(repository, ".gemini/settings.json", "{}");
    Terminal.Screen screen = terminal.run("hooks", "install");
    assertThat(screen.exit()).isEqualTo(1);
    assertThat(screen.out()).contains("claude  refused", "gemini  written", "cannot be edited");
    assertThat(sandbox.read(repository, ".claude/settings.json")).isEqualTo("{\"hooks\": [}\n");
    assertThat(terminal.run("hooks", "install", "cluade").err()).contains("did you mean claude?");
  }

  @Test
  @DisplayName("N50 an agent's file that is a link is not followed")
  void linkedSettings() throws Exception {
    Path outside = Files.writeString(folder.resolve("settings.json"), "{}");
    Files.createDirectories(repository.resolve(".claude"));
    Files.createSymbolicLink(repository.resolve(".claude/settings.json"), outside);
    Terminal.Screen screen = terminal.run("hooks", "install", "claude");
    assertThat(screen.exit()).isEqualTo(1);
    assertThat(screen.err()).contains("is a link or no file");
    assertThat(outside).hasContent("{}");
  }

  @Test
  @DisplayName("N53 the end of a session starts pawl close, and logs for its user alone")
  void sessionEnd() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkfifo")), "mkfifo is not installed");
    Path gate = folder.resolve("gate");
    assertThat(Processes.run(folder, java.util.Map.of(), "mkfifo", gate.toString()).exit())
        .isZero();
    script(
        launcher,
        "#!/bin/sh\ncat '%1$s/gate'\necho \"$@\" >>'%1$s/called'\necho said\n".formatted(folder));
    Terminal.Screen screen = terminal.run("hooks", "run", "session-end");
    assertThat(screen.exit()).isZero();
    assertThat(screen.out()).isEmpty();
    assertThat(folder.resolve("called")).doesNotExist();
    Files.writeString(gate, "go\n");
    Path log = repository.resolve(".git/pawl/session-end.log");
    for (int i = 0; i < 1000 && !Files.readString(log).contains("said"); i++) {
      Thread.sleep(10);
    }
    assertThat(log).hasContent("go\nsaid");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log.getParent())))
        .isEqualTo("rwx------");
    assertThat(folder.resolve("called")).hasContent("-C " + repository + " close");
  }

  /** Runs a hook as an agent does: by a shell, with what it says on standard input. */
  private void called(String input, String... arguments) throws Exception {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    try {
      Terminal.Screen screen = terminal.run(arguments);
      assertThat(screen.out()).isEmpty();
      assertThat(screen.exit()).as(screen.err()).isZero();
      said = screen.err();
    } finally {
      System.setIn(before);
    }
  }

  private void waitFor(String line) throws Exception {
    Path called = folder.resolve("called");
    for (int i = 0; i < 1000; i++) {
      if (Files.exists(called) && Files.readString(called).contains(line)) {
        return;
      }
      Thread.sleep(10);
    }
    assertThat(called).content().contains(line);
  }

  @Test
  @DisplayName("what an agent kept is recorded after each answer, and at the end before close")
  void usage() throws Exception {
    Path kept = Files.writeString(folder.resolve("it's $(kept).jsonl"), "{}\n");
    String input =
        "{\"session_id\":\"s\",\"x\":[{\"transcript_path\":\"no\"}],\"transcript_path\":\"%s\"} more"
            .formatted(kept);
    called(input, "hooks", "run", "usage", "claude");
    assertThat(said).isEmpty();
    String add = "-C " + repository + " tokens add --agent claude --from " + kept + "\n";
    waitFor(add);
    called(input, "hooks", "run", "session-end", "claude");
    waitFor(add + add + "-C " + repository + " close\n");
    exit(1);
    called(input, "hooks", "run", "session-end", "codex");
    waitFor("--agent codex --from " + kept + "\n-C " + repository + " close\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"transcript_path\":null}",
        "{\"transcript_path\":\"relative\"}",
        "{\"transcript_path\":\"/nowhere/at/all\"}",
        "{\"transcript_path\":\"\\u0000\"}"
      })
  @DisplayName("an agent that names no transcript is told so, and its session goes on")
  void noTranscript(String input) throws Exception {
    called(input, "hooks", "run", "usage", "codex");
    assertThat(said).contains("what was used is not recorded: codex names no transcript");
    called(input, "hooks", "run", "session-end", "codex");
    waitFor("-C " + repository + " close");
    assertThat(folder.resolve("called")).content().doesNotContain("tokens");
  }

  @Test
  @DisplayName("a hook that an earlier version wrote is brought up to date, and taken out")
  void earlier() {
    String before = "{\n  \"x\": 1\n}\n";
    sandbox.write(repository, ".claude/settings.json", before);
    terminal.run("hooks", "install", "claude");
    String now = sandbox.read(repository, ".claude/settings.json");
    String old = now.replace("session-end claude", "session-end");
    sandbox.write(repository, ".claude/settings.json", old);
    assertThat(terminal.run("hooks", "install", "claude").out()).startsWith("claude  written");
    assertThat(sandbox.read(repository, ".claude/settings.json"))
        .contains("session-end claude")
        .doesNotContain("session-end >&2");
    assertThat(terminal.run("hooks", "install", "claude").out()).startsWith("claude  installed");
    terminal.run("hooks", "uninstall", "claude");
    assertThat(sandbox.read(repository, ".claude/settings.json")).isEqualTo(before);
  }

  @Test
  @DisplayName("JSON names every hook, its file and its state")
  void json() {
    assertThat(terminal.run("hooks", "status", "--format", "json").out())
        .contains("\"schema\": \"pawl.hooks/1\"", "\"name\": \"cursor\"", "\"state\": \"absent\"");
    assertThat(Arrays.asList(terminal.run("hooks").err().split("\n", -1)))
        .contains("pawl: Missing command: one of install, uninstall, status");
  }
}
