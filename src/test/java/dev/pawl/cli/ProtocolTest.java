package dev.pawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.app.setup.SessionProtocol;
import dev.pawl.git.GitSandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProtocolTest {
  @TempDir Path folder;
  private GitSandbox sandbox;
  private Path repository;
  private Terminal terminal;

  @BeforeEach
  void repository() {
    sandbox = GitSandbox.create(folder);
    repository = sandbox.repo("net");
    terminal = new Terminal(sandbox, repository);
  }

  @Test
  void prints() {
    Terminal.Screen screen = terminal.run("protocol");
    assertThat(screen.exit()).isZero();
    assertThat(screen.out())
        .isEqualTo(SessionProtocol.text())
        .contains("pawl close", "C-14", "C-15", "git pull --rebase", "tell a person");
  }

  @Test
  @DisplayName("a new file holds the protocol between its markers; again, and nothing changes")
  void writes() {
    assertThat(terminal.run("protocol", "--write", "AGENTS.md").out())
        .isEqualTo("wrote AGENTS.md  (commit it)\n");
    String text = sandbox.read(repository, "AGENTS.md");
    assertThat(text).startsWith("<!-- pawl protocol").contains(SessionProtocol.text());
    assertThat(terminal.run("protocol", "--write", "AGENTS.md").out())
        .contains("has the protocol already");
    assertThat(sandbox.read(repository, "AGENTS.md")).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n"})
  @DisplayName("N10 only what stands between the markers changes")
  void betweenMarkers(String end) {
    String before = "# Mine" + end + "  trailing  " + end + "é\u2028" + end;
    sandbox.write(repository, "CLAUDE.md", before);
    terminal.run("protocol", "--write", "CLAUDE.md");
    String text = sandbox.read(repository, "CLAUDE.md");
    assertThat(text).startsWith(before + end + "<!-- pawl protocol");
    if (end.equals("\r\n")) {
      assertThat(text.replace("\r\n", "")).doesNotContain("\n");
    }
    String old =
        text.replace("Before a session ends", "In former times") + "## More" + end + "mine";
    sandbox.write(repository, "CLAUDE.md", old);
    assertThat(terminal.run("protocol", "--write", "CLAUDE.md").out()).startsWith("updated ");
    assertThat(sandbox.read(repository, "CLAUDE.md")).isEqualTo(text + "## More" + end + "mine");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!-- pawl protocol: kept up to date by pawl protocol -->\n",
        "<!-- /pawl protocol -->\n",
        "<!-- /pawl protocol -->\n<!-- pawl protocol: kept up to date by pawl protocol -->\n",
      })
  @DisplayName("N11 broken markers are named, and nothing is written")
  void broken(String text) {
    sandbox.write(repository, "AGENTS.md", text);
    Terminal.Screen screen = terminal.run("protocol", "--write", "AGENTS.md");
    assertThat(screen.exit()).isEqualTo(1);
    assertThat(screen.err()).contains("AGENTS.md does not have exactly one");
    assertThat(sandbox.read(repository, "AGENTS.md")).isEqualTo(text);
  }

  @Test
  @DisplayName("N50 a file outside of the repository, or a link that leads there, is not written")
  void outside() throws Exception {
    Path outside = Files.writeString(folder.resolve("rc"), "mine\n");
    Files.createSymbolicLink(repository.resolve("AGENTS.md"), outside);
    for (String name : new String[] {"AGENTS.md", "../rc", outside.toString(), ".git/config"}) {
      Terminal.Screen screen = terminal.run("protocol", "--write", name);
      assertThat(screen.exit()).as(name).isNotZero();
      if (!name.startsWith(".git")) {
        assertThat(screen.err()).as(name).contains("leads out of this repository");
      }
    }
    assertThat(outside).hasContent("mine\n");
    assertThat(repository.resolve(".git/config")).content().doesNotContain("pawl");
    Files.delete(repository.resolve("AGENTS.md"));
    sandbox.write(repository, "docs/agents.md", "");
    Files.createSymbolicLink(repository.resolve("AGENTS.md"), Path.of("docs/agents.md"));
    assertThat(terminal.run("protocol", "--write", "AGENTS.md").out()).contains("docs/agents.md");
  }

  @Test
  @DisplayName("all files are checked before any is written")
  void allOrNothing() {
    assertThat(terminal.run("protocol", "--write", "AGENTS.md", "--write", "../x").exit())
        .isEqualTo(1);
    assertThat(repository.resolve("AGENTS.md")).doesNotExist();
  }

  @Test
  @DisplayName("init --protocol writes it for a new repository, into CLAUDE.md as well where it is")
  void init() {
    sandbox.write(repository, "CLAUDE.md", "# Mine\n");
    Terminal.Screen screen = terminal.run("init", "--protocol");
    assertThat(screen.err()).isEmpty();
    assertThat(screen.out()).contains("wrote .pawl.yaml", "wrote AGENTS.md", "updated CLAUDE.md");
    assertThat(sandbox.read(repository, "CLAUDE.md")).startsWith("# Mine\n\n<!-- pawl protocol");
  }
}
