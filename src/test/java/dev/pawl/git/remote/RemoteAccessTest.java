package dev.pawl.git.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import dev.pawl.git.CommitId;
import dev.pawl.git.EngineChoice;
import dev.pawl.git.GitEnvironment;
import dev.pawl.git.GitException;
import dev.pawl.git.GitSandbox;
import dev.pawl.git.repo.Repo;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the engines differ, and what no remote may do. */
@Execution(CONCURRENT)
final class RemoteAccessTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path folder;
  private GitSandbox git;
  private Path hub;
  private Path a;
  private CommitId first;

  @BeforeEach
  void sandbox() {
    git = GitSandbox.create(folder);
    hub = git.bare("hub");
    Path seed = git.repo("seed");
    first = git.commitAll(seed, "first");
    git.run(seed, "push", "-q", hub.toString(), "main");
    a = git.clone(hub, "a");
  }

  private Repo open(GitEnvironment.Engine engine) throws GitException {
    return Repo.open(a, git.environment().withEngine(engine));
  }

  private PushOutcome.Result push(
      GitEnvironment.Engine engine, String ref, @Nullable CommitId old, CommitId value)
      throws GitException {
    try (Repo repo = open(engine)) {
      return new RemoteAccess(repo)
          .push("origin", List.of(new RefPush(ref, old, value)), LIMIT)
          .of(ref);
    }
  }

  private void hook(Path hooks, String name, String body) {
    git.write(hooks, name, "#!/bin/sh\n" + body);
    assertThat(hooks.resolve(name).toFile().setExecutable(true)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"pre-receive,AUTO", "update,AUTO", "pre-receive,JGIT", "update,JGIT"})
  @DisplayName("N16 the server's hooks decide; JGit, which would not run them, does not push")
  void serverHooks(String name, GitEnvironment.Engine engine) throws Exception {
    hook(hub.resolve("hooks"), name, "echo no thanks >&2\nexit 1\n");
    CommitId mine = git.commitAll(a, "mine");
    PushOutcome.Result result = push(engine, "refs/heads/main", first, mine);
    assertThat(result.status()).isEqualTo(PushOutcome.Status.REFUSED);
    assertThat(result.reason()).contains("hook");
    assertThat(git.run(hub, "rev-parse", "main")).isEqualTo(first.hex());
  }

  @Test
  @DisplayName("a pre-push hook judges branches, and is not asked about pawl's own refs")
  void prePush() throws Exception {
    hook(a.resolve(".git/hooks"), "pre-push", "echo not today >&2\nexit 1\n");
    CommitId mine = git.commitAll(a, "mine");
    PushOutcome.Result result = push(GitEnvironment.Engine.AUTO, "refs/heads/main", first, mine);
    assertThat(result.status()).isEqualTo(PushOutcome.Status.REFUSED_HERE);
    assertThat(result.reason()).contains("not today");
    assertThat(push(GitEnvironment.Engine.AUTO, "refs/pawl/x", null, mine).status())
        .isEqualTo(PushOutcome.Status.ACCEPTED);
  }

  @ParameterizedTest
  @CsvSource({"http,AUTO", "http,JGIT", "git,AUTO", "git,JGIT", "ssh,AUTO"})
  @DisplayName("N05 a remote that accepts and never answers is unreachable when its time is over")
  void hangs(String scheme, GitEnvironment.Engine engine) throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Repo repo = open(engine)) {
      String url = scheme + "://127.0.0.1:" + silent.getLocalPort() + "/x";
      Duration limit = Duration.ofMillis(1200);
      assertThat(new RemoteAccess(repo).fetch(url, List.of("refs/heads/*:refs/pawl/seen/*"), limit))
          .isInstanceOfSatisfying(
              FetchOutcome.Failed.class,
              failed ->
                  assertThat(failed.unreachable().cause()).isEqualTo(Unreachable.Cause.TIMEOUT));
      assertThat(
              new RemoteAccess(repo)
                  .push(url, List.of(new RefPush("refs/pawl/x", null, first)), limit)
                  .of("refs/pawl/x"))
          .extracting(PushOutcome.Result::status)
          .isEqualTo(PushOutcome.Status.UNREACHABLE);
    }
  }

  @Test
  @DisplayName(
      "N05 a login is taken from the user's helper, never asked for; without one: no access")
  void login() throws Exception {
    git.run(hub, "config", "http.receivepack", "true");
    try (HttpBackend server = new HttpBackend(git.root(), git.env(), "sesame")) {
      git.run(a, "remote", "set-url", "origin", server.url("hub.git"));
      for (GitEnvironment.Engine engine : GitEnvironment.Engine.values()) {
        try (Repo repo = open(engine)) {
          assertThat(new RemoteAccess(repo).fetch("origin", List.of(), LIMIT))
              .isInstanceOfSatisfying(
                  FetchOutcome.Failed.class,
                  failed ->
                      assertThat(failed.unreachable().cause())
                          .as(failed.unreachable().reason())
                          .isEqualTo(Unreachable.Cause.AUTHENTICATION));
        }
      }
      git.run(
          a, "config", "credential.helper", "!f() { echo username=ada; echo password=sesame; }; f");
      CommitId mine = git.commitAll(a, "mine");
      try (Repo repo = open(GitEnvironment.Engine.AUTO)) {
        assertThat(new RemoteAccess(repo).fetch("origin", List.of(), LIMIT))
            .isInstanceOf(FetchOutcome.Fetched.class);
      }
      assertThat(push(GitEnvironment.Engine.AUTO, "refs/heads/main", first, mine).status())
          .isEqualTo(PushOutcome.Status.ACCEPTED);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--upload-pack=touch MARK",
        "-oProxyCommand=touch MARK",
        "ext::sh -c touch% MARK",
        "ssh://-oProxyCommand=touch MARK/x",
        "ssh://me@-oProxyCommand=touch MARK/x",
        "-x:y",
        "me@-oProxyCommand=x:y",
        "fd::17",
        "nothing",
        "origin\n--upload-pack=x",
        ""
      })
  @DisplayName("N50 the name of a remote becomes neither an option nor a program")
  void names(String name) throws Exception {
    Path mark = git.root().resolve("mark");
    String remote = name.replace("MARK", mark.toString());
    for (GitEnvironment.Engine engine : GitEnvironment.Engine.values()) {
      try (Repo repo = open(engine)) {
        RemoteAccess transport = new RemoteAccess(repo);
        List<RefPush> pushes = List.of(new RefPush("refs/pawl/x", null, first));
        assertThatThrownBy(() -> transport.fetch(remote, List.of(), LIMIT))
            .isInstanceOf(GitException.class);
        assertThatThrownBy(() -> transport.push(remote, pushes, LIMIT))
            .isInstanceOf(GitException.class);
        assertThatThrownBy(() -> transport.list(remote, List.of("refs/"), LIMIT))
            .isInstanceOf(GitException.class);
      }
    }
    assertThat(mark).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--upload-pack=touch MARK",
        "-f",
        "refs/heads/main",
        "refs/heads/*:refs/x y",
        "refs/heads/main:../../x",
        "a:b:c",
        ""
      })
  @DisplayName("N50 a refspec becomes neither an option nor a path")
  void refspecs(String text) throws Exception {
    Path mark = git.root().resolve("mark");
    try (Repo repo = open(GitEnvironment.Engine.AUTO)) {
      String refspec = text.replace("MARK", mark.toString());
      RemoteAccess transport = new RemoteAccess(repo);
      assertThatThrownBy(() -> transport.fetch("origin", List.of(refspec), LIMIT))
          .isInstanceOf(GitException.class);
      assertThatThrownBy(() ->
              transport.push("origin", List.of(new RefPush(refspec + " ", null, first)), LIMIT))
          .isInstanceOf(GitException.class);
    }
    assertThat(mark).doesNotExist();
  }

  @Test
  @DisplayName("N50 what a remote says reaches nobody's terminal as a command")
  void escapes() throws Exception {
    hook(git.root(), "ssh", "printf '\\033]0;title\\007gotcha' >&2\nexit 1\n");
    git.set("GIT_SSH", git.root().resolve("ssh").toString());
    try (Repo repo = open(GitEnvironment.Engine.AUTO)) {
      assertThat(new RemoteAccess(repo).fetch("ssh://evil.example/x", List.of(), LIMIT))
          .isInstanceOfSatisfying(
              FetchOutcome.Failed.class,
              failed -> {
                assertThat(failed.unreachable().reason()).contains("gotcha");
                assertThat(failed.unreachable().reason().chars())
                    .noneMatch(Character::isISOControl);
              });
    }
  }

  @Test
  @DisplayName("the engine is the installed git where there is one, and the outcome says why")
  void choice() throws Exception {
    try (Repo repo = open(GitEnvironment.Engine.AUTO)) {
      assertThat(new RemoteAccess(repo).choose().engine()).isEqualTo(GitEnvironment.Engine.NATIVE);
    }
    try (Repo repo = open(GitEnvironment.Engine.JGIT)) {
      assertThat(new RemoteAccess(repo).choose().why()).contains("git.engine");
    }
    git.set("PATH", "/nowhere");
    try (Repo repo = open(GitEnvironment.Engine.AUTO)) {
      assertThat(new RemoteAccess(repo).choose())
          .isEqualTo(new EngineChoice(GitEnvironment.Engine.JGIT, "no git is on PATH"));
    }
    try (Repo repo = open(GitEnvironment.Engine.NATIVE)) {
      assertThatThrownBy(() -> new RemoteAccess(repo).choose()).isInstanceOf(GitException.class);
    }
  }
}
