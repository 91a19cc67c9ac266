package dev.pawl.app.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.git.GitSandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InitRepositoryTest {
  @TempDir Path folder;

  private GitSandbox sandbox;
  private Path repo;

  @BeforeEach
  void repository() {
    sandbox = GitSandbox.create(folder);
    repo = sandbox.repo("net-kingdom");
  }

  private InitRepository.Outcome init() throws Failure {
    Map<String, String> variables = new HashMap<>(sandbox.env());
    variables.put("PAWL_HOME", folder.resolve("home-of-pawl").toString());
    return new InitRepository(
            new Surroundings(repo, variables, InstantSource.system(), new Random(1), step -> {}),
            null)
        .run();
  }

  @Test
  @DisplayName("init works before the first commit, commits nothing, and can be repeated")
  void repeated() throws Exception {
    InitRepository.Outcome first = init();
    String text = Files.readString(repo.resolve(".pawl.yaml"));
    InitRepository.Outcome again = init();

    assertThat(first.written()).containsExactly(".pawl.yaml", ".gitattributes");
    assertThat(first.slug()).isEqualTo("net-kingdom");
    assertThat(text).contains("repo: \"net-kingdom\"").contains("exchange: on");
    assertThat(again.written()).isEmpty();
    assertThat(again.exchange()).isTrue();
    assertThat(repo.resolve(".pawl.yaml")).content().isEqualTo(text);
    assertThat(sandbox.run(repo, "status", "--porcelain").strip().lines())
        .containsExactly("?? .gitattributes", "?? .pawl.yaml");
  }

  @Test
  @DisplayName("settings that do not mention the exchange get it switched on, and nothing else")
  void switchesOn() throws Exception {
    sandbox.write(repo, ".pawl.yaml", "# ours\naliases: {wip: in_progress}");

    assertThat(init().exchange()).isTrue();
    assertThat(repo.resolve(".pawl.yaml"))
        .content()
        .isEqualTo("# ours\naliases: {wip: in_progress}\nexchange: on\n");
  }

  @Test
  @DisplayName("settings that say off stay off, byte for byte")
  void staysOff() throws Exception {
    sandbox.write(repo, ".pawl.yaml", "exchange: off\n");

    InitRepository.Outcome outcome = init();

    assertThat(outcome.exchange()).isFalse();
    assertThat(outcome.written()).doesNotContain(".pawl.yaml");
    assertThat(repo.resolve(".pawl.yaml")).content().isEqualTo("exchange: off\n");
  }

  @Test
  @DisplayName("N50 settings behind a symbolic link are neither followed nor replaced")
  void link() throws Exception {
    Path outside = Files.writeString(folder.resolve("outside.yaml"), "repo: x\n");
    Files.createSymbolicLink(repo.resolve(".pawl.yaml"), outside);

    org.assertj.core.api.Assertions.assertThatThrownBy(this::init).isInstanceOf(Failure.class);
    assertThat(outside).content().isEqualTo("repo: x\n");
  }
}
