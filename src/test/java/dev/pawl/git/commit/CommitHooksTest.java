package dev.pawl.git.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThatCode;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitEnvironment;
import dev.pawl.git.GitSandbox;
import dev.pawl.git.commit.StatusCommit.Outcome;
import dev.pawl.git.process.NativeGit;
import dev.pawl.git.repo.Repo;
import dev.pawl.git.repo.RepositoryHooks;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(CONCURRENT)
final class CommitHooksTest {
  @TempDir Path folder;
  private GitSandbox sandbox;
  private CommitFixture fixture;

  @BeforeEach
  void start() {
    sandbox = GitSandbox.create(folder);
    fixture = new CommitFixture(sandbox, "work");
  }

  @Test
  @DisplayName("every hook of a commit runs once, in git's order, and sees exactly the commit")
  void allHooks() throws Exception {
    Path log = sandbox.root().resolve("log");
    for (String hook :
        List.of(
            "pre-commit", "prepare-commit-msg", "commit-msg", "post-commit", "post-index-change")) {
      fixture.hook(
          hook,
          """
          [ "$(basename "$GIT_INDEX_FILE")" = hook-index ] || [ "%1$s" = post-commit ] || [ "%1$s" = post-index-change ] || exit 0
          echo "%1$s $(git diff --cached --name-only HEAD | tr '\\n' ' ')$2" >> '%2$s'\
          """
              .formatted(hook, log));
    }
    fixture.hook(
        "reference-transaction", "grep -q refs/heads && echo \"refs $1\" >> '" + log + "'; exit 0");
    assertThat(fixture.commit(any -> {})).isInstanceOf(Outcome.Committed.class);
    assertThat(Files.readAllLines(log))
        .containsExactly(
            "pre-commit plans/a.md ",
            "prepare-commit-msg plans/a.md message",
            "commit-msg plans/a.md ",
            "refs prepared",
            "refs committed",
            "post-index-change src/staged.txt 0",
            "post-commit src/staged.txt ");
    fixture.assertAll(CommitFixture.DONE);
  }

  @ParameterizedTest(name = "a {0} that says no: refused with its words, all as before")
  @ValueSource(
      strings = {"pre-commit", "prepare-commit-msg", "commit-msg", "reference-transaction"})
  void refuses(String name) throws Exception {
    fixture.hook(name, "printf 'no: \\033[31mred\\033[0m\\007 tape\\n' >&2; exit 1");
    CommitId before = sandbox.head(fixture.work);
    Outcome outcome = fixture.commit(any -> {});
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    assertThat(((Outcome.Refused) outcome).reason())
        .contains("no: red tape")
        .doesNotContain("\u001b");
    assertThat(sandbox.head(fixture.work)).isEqualTo(before);
    fixture.assertAll(CommitFixture.TODO);
  }

  @Test
  @DisplayName("post-commit cannot refuse: committed, with a note")
  void postCommit() throws Exception {
    fixture.hook("post-commit", "echo broken >&2; exit 1");
    Outcome outcome = fixture.commit(any -> {});
    assertThat(outcome).isInstanceOf(Outcome.Committed.class);
    assertThat(((Outcome.Committed) outcome).notes()).singleElement().asString().contains("broken");
    fixture.assertAll(CommitFixture.DONE);
  }

  @Test
  @DisplayName("commit-msg adds a trailer, in a paragraph of its own; the subject stays")
  void trailer() throws Exception {
    fixture.hook(
        "commit-msg", "git interpret-trailers --in-place --trailer 'Change-Id: I1' \"$1\"");
    assertThat(fixture.commit(any -> {})).isInstanceOf(Outcome.Committed.class);
    assertThat(sandbox.run(fixture.work, "log", "-1", "--format=%s|%(trailers)"))
        .isEqualTo("chore: status: done|Change-Id: I1");
    fixture.assertAll(CommitFixture.DONE);
  }

  @Test
  @DisplayName("N12 a pre-commit that stages more is refused: exactly what was decided, or nothing")
  void stagesMore() throws Exception {
    fixture.hook("pre-commit", "git add src/edited.txt");
    assertThat(fixture.commit(any -> {})).isInstanceOf(Outcome.Refused.class);
    fixture.assertAll(CommitFixture.TODO);
  }

  @Test
  @DisplayName(
      "N13 a hook that rewrites the file: refused, the file is as before, its text is kept")
  void rewrites() throws Exception {
    for (String end : List.of("", "; git add plans/a.md", "; exit 1")) {
      fixture.hook("pre-commit", "echo formatted >> plans/a.md" + end);
      Outcome outcome = fixture.commit(any -> {});
      assertThat(outcome).isInstanceOf(Outcome.Refused.class);
      Matcher kept = Pattern.compile("is kept as ([^\\s,]+)").matcher(outcome.toString());
      assertThat(kept.find()).as("%s", outcome).isTrue();
      assertThat(Path.of(kept.group(1))).hasContent("status: done\nformatted\n");
      fixture.assertAll(CommitFixture.TODO);
    }
  }

  @Test
  @DisplayName(
      "N13 a hook that removes the file, or makes it a link: refused, the file is as before")
  void removes() throws Exception {
    for (String what : List.of("rm plans/a.md", "ln -sf b.md plans/a.md")) {
      fixture.hook("pre-commit", what);
      assertThat(fixture.commit(any -> {})).isInstanceOf(Outcome.Refused.class);
      fixture.assertAll(CommitFixture.TODO);
    }
  }

  @Test
  @DisplayName("extended attributes of a file stay, also when the commit is refused")
  void extendedAttributes() throws Exception {
    Path file = fixture.work.resolve("plans/a.md");
    assumeThatCode(() -> note(file).write("pawl.test", ByteBuffer.wrap(new byte[] {1, 2})))
        .doesNotThrowAnyException();
    Path hook = fixture.hook("pre-commit", "rm plans/a.md; exit 1");
    assertThat(fixture.commit(any -> {})).isInstanceOf(Outcome.Refused.class);
    assertThat(note(file).list()).containsExactly("pawl.test");
    Files.delete(hook);
    assertThat(fixture.commit(any -> {})).isInstanceOf(Outcome.Committed.class);
    assertThat(note(file).list()).containsExactly("pawl.test");
    assertThat(note(file).size("pawl.test")).isEqualTo(2);
  }

  private static UserDefinedFileAttributeView note(Path file) {
    return Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
  }

  @Test
  @DisplayName("N41 a hook that hangs is ended with its children, and the commit refused")
  void hangs() throws Exception {
    Path pid = sandbox.root().resolve("pid");
    fixture.hook("pre-commit", "sleep 600 & echo $! > '" + pid + "'; wait");
    try (Repo repo = sandbox.open(fixture.work)) {
      StatusCommit.Limits limits =
          new StatusCommit.Limits(Duration.ofSeconds(5), Duration.ofSeconds(1));
      Outcome outcome =
          new StatusCommit(repo, limits, InstantSource.system())
              .commit(
                  new BranchName("main"),
                  sandbox.head(fixture.work),
                  List.of(
                      CommitFixture.change("plans/a.md", CommitFixture.TODO, CommitFixture.DONE)),
                  "x");
      assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    }
    assertThat(ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))).isEmpty();
    fixture.assertAll(CommitFixture.TODO);
  }

  @ParameterizedTest(name = "core.hooksPath {0} is followed")
  @ValueSource(strings = {"absolute", "relative", "~/hooks"})
  void hooksPath(String kind) throws Exception {
    Path hooks =
        switch (kind) {
          case "absolute" -> sandbox.root().resolve("elsewhere");
          case "relative" -> fixture.work.resolve(".git/my hooks");
          default -> sandbox.home().resolve("hooks");
        };
    Files.createDirectories(hooks);
    Path hook = hooks.resolve("pre-commit");
    Files.writeString(hook, "#!/bin/sh\necho from there >&2\nexit 1\n");
    Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
    String value =
        switch (kind) {
          case "absolute" -> hooks.toString();
          case "relative" -> ".git/my hooks";
          default -> kind;
        };
    sandbox.run(fixture.work, "config", "core.hooksPath", value);
    Outcome outcome = fixture.commit(any -> {});
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    assertThat(((Outcome.Refused) outcome).reason()).contains("from there");
    fixture.assertAll(CommitFixture.TODO);
  }

  @Test
  @DisplayName("a git before 2.36 runs a hook as an alias: same arguments, same folder")
  void olderGit() throws Exception {
    fixture.hook("commit-msg", "echo \"$#:$1:$2:$(pwd)\" > '" + sandbox.root() + "/said'");
    try (Repo repo = sandbox.open(fixture.work)) {
      RepositoryHooks hooks = RepositoryHooks.of(repo, Duration.ofSeconds(5));
      NativeGit git = repo.installed().orElseThrow();
      NativeGit.Result result =
          git.run(
              fixture.work, hooks.aliased("commit-msg", List.of("one two", "three")), git.local());
      assertThat(result.ok()).isTrue();
    }
    assertThat(Files.readString(sandbox.root().resolve("said")))
        .isEqualTo("2:one two:three:" + fixture.work + "\n");
  }

  @Test
  @DisplayName("hooks but no installed git: refused, because git would have run them")
  void noGit() throws Exception {
    fixture.hook("pre-commit", "exit 0");
    GitEnvironment jgit = sandbox.environment().withEngine(GitEnvironment.Engine.JGIT);
    try (Repo repo = Repo.open(fixture.work, jgit)) {
      Outcome outcome =
          CommitFixture.commit(
              repo, sandbox.head(fixture.work), CommitFixture.TODO, CommitFixture.DONE, any -> {});
      assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    }
    fixture.assertAll(CommitFixture.TODO);
  }

  @Test
  @DisplayName("a commit signed with ssh, as configured, is verified by git")
  void signedBySsh() throws Exception {
    Path key = sandbox.root().resolve("key");
    tool("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString());
    Path signers = sandbox.root().resolve("signers");
    Files.writeString(signers, "ada@sand.example " + Files.readString(Path.of(key + ".pub")));
    sandbox.run(fixture.work, "config", "gpg.format", "ssh");
    sandbox.run(fixture.work, "config", "user.signingkey", key.toString());
    sandbox.run(fixture.work, "config", "gpg.ssh.allowedSignersFile", signers.toString());
    sandbox.run(fixture.work, "config", "commit.gpgsign", "true");
    assertThat(fixture.commit(any -> {})).isInstanceOf(Outcome.Committed.class);
    sandbox.run(fixture.work, "verify-commit", "HEAD");
    fixture.assertAll(CommitFixture.DONE);
  }

  @Test
  @DisplayName("a commit signed with openpgp, as configured, is verified by git")
  void signedByGpg() throws Exception {
    // Short: the agent's socket has to fit into 108 characters.
    Path home = Files.createTempDirectory(Path.of("/tmp"), "pg");
    sandbox.set("GNUPGHOME", home.toString());
    try {
      tool(
          "gpg",
          "--batch",
          "--quiet",
          "--passphrase",
          "",
          "--quick-generate-key",
          "Ada Sand <ada@sand.example>",
          "ed25519",
          "sign",
          "never");
      sandbox.run(fixture.work, "config", "commit.gpgsign", "yes");
      assertThat(fixture.commit(any -> {})).isInstanceOf(Outcome.Committed.class);
      sandbox.run(fixture.work, "verify-commit", "HEAD");
      fixture.assertAll(CommitFixture.DONE);
    } finally {
      tool("gpgconf", "--kill", "all");
      try (var files = Files.walk(home)) {
        files
            .sorted(java.util.Comparator.reverseOrder())
            .forEach(file -> assertThat(file.toFile().delete()).isTrue());
      }
    }
  }

  @Test
  @DisplayName("signing that fails is a refusal with the reason; all as before")
  void cannotSign() throws Exception {
    sandbox.run(fixture.work, "config", "commit.gpgsign", "true");
    sandbox.run(fixture.work, "config", "gpg.program", "/bin/false");
    Outcome outcome = fixture.commit(any -> {});
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    assertThat(((Outcome.Refused) outcome).reason()).contains("gpg failed to sign");
    fixture.assertAll(CommitFixture.TODO);
  }

  @Test
  @DisplayName("an identity that git would not guess is a refusal with the reason")
  void noIdentity() throws Exception {
    sandbox.run(fixture.work, "config", "--global", "--unset", "user.email");
    sandbox.run(fixture.work, "config", "--global", "user.useConfigOnly", "true");
    Outcome outcome = fixture.commit(any -> {});
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    assertThat(((Outcome.Refused) outcome).reason()).contains("email");
    fixture.assertAll(CommitFixture.TODO);
  }

  private void tool(String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(sandbox.env());
    Process process = builder.start();
    String said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
