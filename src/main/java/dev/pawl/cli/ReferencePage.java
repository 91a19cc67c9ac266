package dev.pawl.cli;

import java.util.List;
import java.util.stream.Stream;

/** docs/cli.md: every command, its options and examples, as Markdown. */
final class ReferencePage {
  private final StringBuilder text = new StringBuilder();

  private ReferencePage() {}

  static String markdown() {
    ReferencePage page = new ReferencePage();
    page.text.append(
        """
        # Commands

        Written by the build from what `--help` says: `mvn test -Dtest=ReferenceTest -Dpawl.docs=write`
        brings it up to date.

        """);
    List<CommandPage> pages = CommandPage.all();
    page.top(pages.getFirst());
    pages.stream().skip(1).forEach(page::section);
    return page.text.toString().stripTrailing() + "\n";
  }

  private void top(CommandPage pawl) {
    line(pawl.summary()).line("");
    line("Every command has these options:").line("");
    table(pawl.options());
  }

  private void section(CommandPage page) {
    line("## `" + page.name() + "`").line("");
    line(page.summary()).line("");
    if (!page.aliases().isEmpty()) {
      String group = page.name().substring(0, page.name().lastIndexOf(' ') + 1);
      line("Also: "
              + String.join(
                  ", ", page.aliases().stream().map(each -> "`" + group + each + "`").toList())
              + ".")
          .line("");
    }
    if (!page.below().isEmpty()) {
      String base = page.name();
      line(String.join(
              " · ", page.below().stream().map(name -> "`" + base + " " + name + "`").toList()))
          .line("");
    } else {
      line("```").line(page.synopsis()).line("```").line("");
    }
    table(Stream.concat(page.parameters().stream(), page.options().stream()).toList());
    page.notes().forEach(note -> line(note).line(""));
    if (!page.examples().isEmpty()) {
      line("```sh");
      page.examples().forEach(this::line);
      line("```").line("");
    }
  }

  private void table(List<CommandPage.Argument> all) {
    if (all.isEmpty()) {
      return;
    }
    line("| | |").line("|---|---|");
    for (CommandPage.Argument argument : all) {
      line("| `" + argument.heading() + "` | " + argument.description().replace("|", "\\|") + " |");
    }
    line("");
  }

  private ReferencePage line(String line) {
    text.append(line).append('\n');
    return this;
  }
}
