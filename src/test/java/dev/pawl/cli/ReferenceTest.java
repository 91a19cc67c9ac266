package dev.pawl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is generated from the help: docs/cli.md, the manual pages, and that every help is whole. */
final class ReferenceTest {
  @TempDir Path folder;

  @Test
  @DisplayName("docs/cli.md is what --help says; -Dpawl.docs=write brings it up to date")
  void reference() throws Exception {
    Path file = Path.of("docs/cli.md");
    if ("write".equals(System.getProperty("pawl.docs"))) {
      Files.writeString(file, ReferencePage.markdown());
    }
    assertThat(file)
        .as("run: mvn test -Dtest=ReferenceTest -Dpawl.docs=write")
        .content()
        .isEqualTo(ReferencePage.markdown());
  }

  @Test
  @DisplayName("the table of options is what is declared; -Dpawl.docs=write brings it up to date")
  void grammar() throws Exception {
    Path file = Path.of("src/main/resources/dev/pawl/cli/grammar.txt");
    if ("write".equals(System.getProperty("pawl.docs"))) {
      Files.writeString(file, GrammarTable.text());
    }
    assertThat(file)
        .as("run: mvn test -Dtest=ReferenceTest -Dpawl.docs=write")
        .content()
        .isEqualTo(GrammarTable.text());
  }

  @Test
  @DisplayName("options of which only one may be given stand in one pair of brackets")
  void exclusive() {
    assertThat(ReferencePage.markdown()).contains("pawl undo [--report | --commit] [--yes]");
  }

  @Test
  @DisplayName("every command says what it does, explains each word, and gives an example")
  void whole() {
    assertThat(CommandPage.all())
        .allSatisfy(page -> {
          assertThat(page.summary()).as(page.name()).endsWith(".");
          assertThat(page.examples()).as(page.name()).isNotEmpty();
          assertThat(page.examples()).as(page.name()).anyMatch(line -> line.contains("pawl"));
          page.options()
              .forEach(each -> assertThat(each.description()).as(page.name()).isNotBlank());
          page.parameters()
              .forEach(each -> assertThat(each.description()).as(page.name()).isNotBlank());
        });
  }

  @Test
  @DisplayName("the manual pages are roff that mandoc has no complaint about")
  void manual() throws Exception {
    Map<String, String> pages = new ManualPages("0.1.0", "2026-11-20").all();
    assertThat(pages).containsKeys("pawl.1", "pawl-check.1", "pawl-task.1");
    assertThat(pages.get("pawl.1")).contains("\\fBpawl\\-fix\\-consistency\\fR(1)");
    assertThat(pages.get("pawl-task.1")).contains(".SS pawl task reopen");
    assertThat(pages.values()).allSatisfy(page -> assertThat(page).isASCII());
    assumeTrue(Processes.installed("mandoc"), "mandoc is not installed");
    for (Map.Entry<String, String> page : pages.entrySet()) {
      Path file = Files.writeString(folder.resolve(page.getKey()), page.getValue());
      Processes.Result lint =
          Processes.run(folder, Map.of(), "mandoc", "-T", "lint", "-W", "warning", file.toString());
      assertThat(lint.text()).as(page.getKey()).isEmpty();
    }
  }

  @Test
  @DisplayName("packages get pages and scripts where systems look for them")
  void files() throws Exception {
    Reference.main(new String[] {folder.toString(), "2026-11-20T00:00:00Z"});
    try (InputStream page =
        new GZIPInputStream(Files.newInputStream(folder.resolve("man/man1/pawl.1.gz")))) {
      assertThat(new String(page.readAllBytes(), StandardCharsets.UTF_8))
          .contains("\"2026-11-20\"");
    }
    assertThat(folder.resolve("bash-completion/completions/pawl")).isNotEmptyFile();
    assertThat(folder.resolve("zsh/site-functions/_pawl")).content().startsWith("#compdef pawl");
    assertThat(folder.resolve("fish/vendor_completions.d/pawl.fish")).isNotEmptyFile();
  }
}
