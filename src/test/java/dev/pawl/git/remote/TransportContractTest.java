package dev.pawl.git.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitEnvironment;
import dev.pawl.git.GitException;
import dev.pawl.git.GitSandbox;
import dev.pawl.git.ref.GoneRefs;
import dev.pawl.git.ref.Upstream;
import dev.pawl.git.ref.Upstreams;
import dev.pawl.git.repo.Repo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every way to a remote must do, by either engine.
 *
 * <pre>
 * hub.git   main: first
 * a, b      clones, their remote's URL set to the way under test
 * </pre>
 */
@ParameterizedClass
@MethodSource("ways")
@Execution(CONCURRENT)
final class TransportContractTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final List<String> JOURNALS = List.of("+refs/pawl/*:refs/pawl/seen/*");

  /** An engine and a kind of URL. */
  record Way(GitEnvironment.Engine engine, String kind) {}

  static Stream<Way> ways() {
    return Stream.of(
        new Way(GitEnvironment.Engine.NATIVE, "path"),
        new Way(GitEnvironment.Engine.NATIVE, "file"),
        new Way(GitEnvironment.Engine.NATIVE, "http"),
        new Way(GitEnvironment.Engine.NATIVE, "ssh"),
        new Way(GitEnvironment.Engine.NATIVE, "ssh, as a wrapper of the user's"),
        new Way(GitEnvironment.Engine.JGIT, "path"),
        new Way(GitEnvironment.Engine.JGIT, "file"),
        new Way(GitEnvironment.Engine.JGIT, "http"));
  }

  @Parameter Way way = new Way(GitEnvironment.Engine.AUTO, "");
  @TempDir Path folder = Path.of("/");
  private GitSandbox git;
  private Path hub;
  private Path a;
  private Path b;
  private CommitId first;
  private @Nullable HttpBackend server;
  private @Nullable SshHost sshHost;

  @BeforeEach
  void sandbox() throws Exception {
    git = GitSandbox.create(folder);
    hub = git.bare("hub");
    git.run(hub, "config", "http.receivepack", "true");
    Path seed = git.repo("seed");
    first = git.commitAll(seed, "first");
    git.run(seed, "push", "-q", hub.toString(), "main");
    a = git.clone(hub, "a");
    b = git.clone(hub, "b");
    String url = url();
    git.run(a, "remote", "set-url", "origin", url);
    git.run(b, "remote", "set-url", "origin", url);
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
    if (sshHost != null) {
      sshHost.close();
    }
  }

  private String url() throws Exception {
    return switch (way.kind()) {
      case "path" -> hub.toString();
      case "file" -> "file://" + hub;
      case "http" -> {
        server = new HttpBackend(git.root(), git.env(), null);
        yield server.url("hub.git");
      }
      case "ssh" -> {
        sshHost = SshHost.start(git.root());
        git.set("GIT_SSH_COMMAND", sshHost.command());
        yield sshHost.url(hub);
      }
      default -> {
        git.write(git.root(), "ssh", "#!/bin/sh\nshift $(($# - 1))\nexec sh -c \"$1\"\n");
        assertThat(git.root().resolve("ssh").toFile().setExecutable(true)).isTrue();
        git.set("GIT_SSH", git.root().resolve("ssh").toString());
        git.set("GIT_SSH_VARIANT", "simple");
        yield "ssh://somewhere.example" + hub;
      }
    };
  }

  private Repo open(Path dir) throws GitException {
    return Repo.open(dir, git.environment().withEngine(way.engine()));
  }

  private FetchOutcome fetch(Path dir) throws GitException {
    try (Repo repo = open(dir)) {
      return new RemoteAccess(repo).fetch("origin", JOURNALS, LIMIT);
    }
  }

  private PushOutcome.Result push(Path dir, String ref, @Nullable CommitId old, CommitId value)
      throws GitException {
    try (Repo repo = open(dir)) {
      RemoteAccess remote = new RemoteAccess(repo);
      assertThat(remote.choose().engine()).isEqualTo(way.engine());
      return remote.push("origin", List.of(new RefPush(ref, old, value)), LIMIT).of(ref);
    }
  }

  private Optional<PushOutcome> together(CommitId old, CommitId value) throws GitException {
    try (Repo repo = open(a)) {
      List<RefPush> both =
          List.of(
              new RefPush("refs/heads/main", first, value), new RefPush("refs/pawl/x", old, value));
      return new RemoteAccess(repo).pushTogether("origin", both, LIMIT);
    }
  }

  private String there(String ref) {
    return git.attempt(hub, "rev-parse", "-q", "--verify", ref).out().strip();
  }

  @Test
  @DisplayName("N22 refs that are pushed together move together, or not at all")
  void pushesTogether() throws Exception {
    CommitId second = git.commitAll(a, "second");
    git.run(b, "push", "-q", "origin", "main:refs/pawl/x");
    CommitId other = git.commitAll(b, "other");
    git.run(b, "push", "-q", "origin", "main:refs/pawl/x");
    fetch(a);
    PushOutcome lost = together(first, second).orElseThrow();
    assertThat(lost.of("refs/pawl/x").status()).isEqualTo(PushOutcome.Status.REJECTED);
    assertThat(lost.of("refs/heads/main").status()).isNotEqualTo(PushOutcome.Status.ACCEPTED);
    assertThat(there("refs/heads/main")).isEqualTo(first.hex());
    assertThat(there("refs/pawl/x")).isEqualTo(other.hex());
    git.run(hub, "update-ref", "refs/pawl/x", first.hex());
    assertThat(together(first, second).orElseThrow().accepted()).isTrue();
    assertThat(there("refs/heads/main")).isEqualTo(second.hex());
    assertThat(there("refs/pawl/x")).isEqualTo(second.hex());
  }

  @Test
  @DisplayName("a state is replaced without a history, and only where it is still what was seen")
  void replaces() throws Exception {
    CommitId state = orphan("one");
    CommitId next = orphan("two");
    assertThat(replace(null, state).status()).isEqualTo(PushOutcome.Status.ACCEPTED);
    assertThat(replace(state, next).status()).isEqualTo(PushOutcome.Status.ACCEPTED);
    assertThat(there("refs/pawl/state")).isEqualTo(next.hex());
    assertThat(replace(state, first).status()).isEqualTo(PushOutcome.Status.REJECTED);
    assertThat(there("refs/pawl/state")).isEqualTo(next.hex());
    assertThatThrownBy(() -> RefPush.replacing("refs/heads/main", first, next))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private CommitId orphan(String says) {
    return new CommitId(git.run(a, "commit-tree", "-m", says, "HEAD^{tree}"));
  }

  private PushOutcome.Result replace(@Nullable CommitId old, CommitId value) throws GitException {
    try (Repo repo = open(a)) {
      RefPush push = RefPush.replacing("refs/pawl/state", old, value);
      return new RemoteAccess(repo).push("origin", List.of(push), LIMIT).of(push.ref());
    }
  }

  @Test
  @DisplayName("N22 a remote that moves refs one by one only is told apart, and moves none")
  void cannotPushTogether() throws Exception {
    // On this disk JGit is the receiving end itself, and always can.
    assumeThat(way.engine() == GitEnvironment.Engine.JGIT && !way.kind().equals("http")).isFalse();
    git.run(hub, "config", "receive.advertiseAtomic", "false");
    git.run(b, "push", "-q", "origin", "main:refs/pawl/x");
    CommitId second = git.commitAll(a, "second");
    assertThat(together(first, second)).isEmpty();
    assertThat(there("refs/heads/main")).isEqualTo(first.hex());
    assertThat(there("refs/pawl/x")).isEqualTo(first.hex());
  }

  @Test
  @DisplayName("one fetch brings branches and further refs, and says what moved")
  void fetches() throws Exception {
    CommitId second = git.commitAll(b, "second");
    git.run(b, "push", "-q", "origin", "main", "main:refs/pawl/x", "main:refs/heads/more");
    assertThat(fetch(a))
        .isInstanceOfSatisfying(
            FetchOutcome.Fetched.class,
            fetched -> {
              assertThat(fetched.problems()).isEmpty();
              assertThat(fetched.moved())
                  .isEqualTo(
                      Map.of(
                          "refs/remotes/origin/main", new FetchOutcome.Moved(first, second),
                          "refs/remotes/origin/more", new FetchOutcome.Moved(null, second),
                          "refs/pawl/seen/x", new FetchOutcome.Moved(null, second)));
            });
    assertThat(fetch(a))
        .isInstanceOfSatisfying(
            FetchOutcome.Fetched.class, fetched -> assertThat(fetched.moved()).isEmpty());
    assertThat(git.run(a, "rev-parse", "refs/pawl/seen/x")).isEqualTo(second.hex());
    assertThat(git.head(a)).isEqualTo(first);
  }

  @Test
  @DisplayName("a fetch takes nothing away and brings no tags, whatever fetch.prune says")
  void keeps() throws Exception {
    git.run(a, "config", "fetch.prune", "true");
    git.run(a, "config", "fetch.pruneTags", "true");
    git.run(a, "tag", "mine");
    git.run(b, "tag", "theirs");
    git.run(b, "push", "-q", "origin", "theirs", "main:refs/pawl/x");
    fetch(a);
    git.run(hub, "update-ref", "-d", "refs/pawl/x");
    fetch(a);
    assertThat(git.run(a, "rev-parse", "refs/pawl/seen/x")).isEqualTo(first.hex());
    assertThat(git.run(a, "tag")).isEqualTo("mine");
    assertThat(a.resolve(".git/FETCH_HEAD")).doesNotExist();
    git.run(a, "fetch", "-q", "origin", "main");
    String mine = git.read(a, ".git/FETCH_HEAD");
    fetch(a);
    assertThat(git.read(a, ".git/FETCH_HEAD")).isEqualTo(mine);
  }

  @Test
  @DisplayName("N55 a fetch moves no branch and no tag, wherever the configured refspecs lead")
  void movesNothingOfAPersons() throws Exception {
    git.run(a, "branch", "feat");
    git.run(a, "tag", "mine");
    git.run(b, "commit", "-q", "--allow-empty", "-m", "theirs");
    git.run(b, "push", "-q", "origin", "main", "main:feat", "main:refs/pawl/x");
    git.run(b, "tag", "mine");
    git.run(b, "push", "-q", "origin", "mine");
    git.run(a, "config", "--add", "remote.origin.fetch", "+refs/heads/feat:refs/heads/feat");
    git.run(a, "config", "--add", "remote.origin.fetch", "+refs/heads/*:refs/heads/theirs/*");
    git.run(a, "config", "--add", "remote.origin.fetch", "+refs/tags/*:refs/tags/*");
    git.run(a, "config", "--add", "remote.origin.fetch", "+refs/heads/*:refs/elsewhere/*");
    git.run(a, "config", "remote.origin.tagOpt", "--tags");
    String heads = git.run(a, "for-each-ref", "refs/heads", "refs/tags");
    assertThat(fetch(a)).isInstanceOf(FetchOutcome.Fetched.class);
    assertThat(git.run(a, "for-each-ref", "refs/heads", "refs/tags", "refs/elsewhere"))
        .isEqualTo(heads);
    assertThat(git.run(a, "rev-parse", "origin/feat")).isEqualTo(git.head(b).hex());
  }

  @Test
  @DisplayName("N55 N05 a mirror is asked, and none of its refs moves")
  void mirror() throws Exception {
    git.run(a, "config", "--replace-all", "remote.origin.fetch", "+refs/*:refs/*");
    git.commitAll(b, "theirs");
    git.run(b, "push", "-q", "origin", "main", "main:more");
    String before = git.run(a, "for-each-ref");
    try (Repo repo = open(a)) {
      assertThat(new RemoteAccess(repo).fetch("origin", List.of(), LIMIT))
          .isInstanceOf(FetchOutcome.Fetched.class);
      assertThat(new Upstreams(repo).upstreamOf(new BranchName("main"), null).at()).isNull();
    }
    assertThat(git.run(a, "for-each-ref")).isEqualTo(before);
    git.run(a, "remote", "set-url", "origin", git.run(a, "remote", "get-url", "origin") + "-gone");
    try (Repo repo = open(a)) {
      assertThat(new RemoteAccess(repo).fetch("origin", List.of(), LIMIT))
          .isInstanceOf(FetchOutcome.Failed.class);
    }
  }

  @Test
  @DisplayName("a fetch learns which branches are gone, and a branch that is back is not")
  void learnsWhatIsGone() throws Exception {
    git.run(b, "push", "-q", "origin", "main:plan/one", "main:two");
    fetch(a);
    assertThat(learned()).isEmpty();
    git.run(hub, "update-ref", "-d", "refs/heads/plan/one");
    fetch(a);
    assertThat(learned()).isEqualTo(Map.of("refs/remotes/origin/plan/one", first));
    assertThat(git.run(a, "rev-parse", "origin/plan/one")).isEqualTo(first.hex());
    git.run(b, "push", "-q", "origin", "main:plan/one");
    fetch(a);
    assertThat(learned()).isEmpty();
    git.run(hub, "update-ref", "-d", "refs/heads/main");
    fetch(a);
    try (Repo repo = open(a)) {
      Upstream upstream = new Upstreams(repo).upstreamOf(new BranchName("main"), null);
      assertThat(upstream.state()).isEqualTo(Upstream.State.GONE);
      assertThat(upstream.at()).isEqualTo(first);
    }
    git.run(a, "fetch", "-q", "--prune");
    git.run(b, "push", "-q", "origin", ":two");
    fetch(a);
    assertThat(learned()).isEqualTo(Map.of("refs/remotes/origin/two", first));
  }

  private Map<String, CommitId> learned() throws GitException {
    try (Repo repo = open(a)) {
      return new GoneRefs(repo).all();
    }
  }

  @Test
  @DisplayName("a branch that was pushed is remembered where it was pushed to")
  void remembersWhatItPushed() throws Exception {
    CommitId mine = git.commitAll(a, "mine");
    assertThat(push(a, "refs/heads/main", first, mine).status())
        .isEqualTo(PushOutcome.Status.ACCEPTED);
    assertThat(git.run(a, "rev-parse", "origin/main")).isEqualTo(mine.hex());
  }

  @Test
  @DisplayName("N20 a ref on the remote moves from where it was expected, and from nowhere else")
  void compareAndSet() throws Exception {
    CommitId mine = git.commitAll(a, "mine");
    CommitId yours = git.commitAll(b, "yours");
    assertThat(push(a, "refs/pawl/claim", null, mine).status())
        .isEqualTo(PushOutcome.Status.ACCEPTED);
    assertThat(push(b, "refs/pawl/claim", null, yours))
        .satisfies(lost -> {
          assertThat(lost.status()).isEqualTo(PushOutcome.Status.REJECTED);
          assertThat(lost.now()).isEqualTo(mine);
          assertThat(lost.reason()).isNotBlank();
        });
    assertThat(git.run(hub, "rev-parse", "refs/pawl/claim")).isEqualTo(mine.hex());
    // The same once more: the reply may have been lost, the work is done.
    assertThat(push(a, "refs/pawl/claim", null, mine).status())
        .isEqualTo(PushOutcome.Status.ACCEPTED);
    CommitId next = git.commitAll(a, "next");
    assertThat(push(a, "refs/pawl/claim", mine, next).status())
        .isEqualTo(PushOutcome.Status.ACCEPTED);
    // Descends from what is there, and yet was decided on an older state.
    CommitId last = git.commitAll(a, "last");
    assertThat(push(a, "refs/pawl/claim", mine, last))
        .extracting(PushOutcome.Result::status, PushOutcome.Result::now)
        .containsExactly(PushOutcome.Status.REJECTED, next);
    assertThat(git.run(hub, "rev-parse", "refs/pawl/claim")).isEqualTo(next.hex());
  }

  @Test
  @DisplayName("N06 a push that the remote has overtaken is rejected; nothing is ever forced")
  void overtaken() throws Exception {
    CommitId theirs = git.commitAll(b, "theirs");
    git.run(b, "push", "-q", "origin", "main");
    CommitId mine = git.commitAll(a, "mine");
    assertThat(push(a, "refs/heads/main", first, mine))
        .extracting(PushOutcome.Result::status, PushOutcome.Result::now)
        .containsExactly(PushOutcome.Status.REJECTED, theirs);
    git.run(a, "fetch", "-q");
    assertThat(push(a, "refs/heads/main", theirs, mine).status())
        .isEqualTo(PushOutcome.Status.REFUSED);
    assertThat(push(a, "refs/heads/main", null, mine).status())
        .isEqualTo(PushOutcome.Status.REJECTED);
    assertThat(git.run(hub, "rev-parse", "main")).isEqualTo(theirs.hex());
  }

  @Test
  @DisplayName("each ref of a push is judged for itself")
  void several() throws Exception {
    CommitId mine = git.commitAll(a, "mine");
    git.run(hub, "update-ref", "refs/pawl/taken", first.hex());
    try (Repo repo = open(a)) {
      PushOutcome outcome =
          new RemoteAccess(repo)
              .push(
                  "origin",
                  List.of(
                      new RefPush("refs/pawl/taken", null, mine),
                      new RefPush("refs/heads/main", first, mine)),
                  LIMIT);
      assertThat(outcome.accepted()).isFalse();
      assertThat(outcome.of("refs/pawl/taken"))
          .extracting(PushOutcome.Result::status, PushOutcome.Result::now)
          .containsExactly(PushOutcome.Status.REJECTED, first);
      assertThat(outcome.of("refs/heads/main"))
          .isEqualTo(new PushOutcome.Result(PushOutcome.Status.ACCEPTED, mine, ""));
      assertThat(new RemoteAccess(repo).list("origin", List.of("refs/pawl/"), LIMIT))
          .isEqualTo(new Reply.Answer<>(Map.of("refs/pawl/taken", first)));
    }
  }

  @Test
  @DisplayName("N05 a remote that is gone is an outcome with a reason, not an answer")
  void gone() throws Exception {
    git.run(a, "remote", "set-url", "origin", git.run(a, "remote", "get-url", "origin") + "-gone");
    assertThat(fetch(a))
        .isInstanceOfSatisfying(
            FetchOutcome.Failed.class,
            failed -> {
              assertThat(failed.unreachable().reason()).isNotBlank();
              assertThat(failed.unreachable().cause()).isEqualTo(Unreachable.Cause.NOT_FOUND);
            });
    assertThat(push(a, "refs/pawl/x", null, first).status())
        .isEqualTo(PushOutcome.Status.UNREACHABLE);
    try (Repo repo = open(a)) {
      assertThat(new RemoteAccess(repo).list("origin", List.of("refs/"), LIMIT))
          .isInstanceOf(Reply.None.class);
    }
  }

  @Test
  @DisplayName("N20 of several who race for one ref, exactly one wins")
  void race() throws Exception {
    List<CommitId> commits = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      commits.add(git.commitAll(a, "claim " + i));
      git.run(a, "reset", "-q", "--hard", first.hex());
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Callable<PushOutcome.Result>> tasks = new ArrayList<>();
      for (CommitId commit : commits) {
        tasks.add(() -> push(a, "refs/pawl/race", null, commit));
      }
      List<PushOutcome.Result> results = new ArrayList<>();
      for (Future<PushOutcome.Result> result : threads.invokeAll(tasks)) {
        results.add(result.get());
      }
      CommitId winner = new CommitId(git.run(hub, "rev-parse", "refs/pawl/race"));
      assertThat(results)
          .filteredOn(result -> result.status() == PushOutcome.Status.ACCEPTED)
          .extracting(PushOutcome.Result::now)
          .containsExactly(winner);
      assertThat(results)
          .filteredOn(result -> result.status() == PushOutcome.Status.REJECTED)
          .hasSize(3);
    }
  }
}
