package dev.pawl.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Manual pages in roff: one for pawl, and one for each command with all that is below it. */
final class ManualPages {
  private final String version;
  private final String date;

  /**
   * For one build.
   *
   * @param date as YYYY-MM-DD
   */
  ManualPages(String version, String date) {
    this.version = version;
    this.date = date;
  }

  /** The pages, by file name. */
  Map<String, String> all() {
    List<CommandPage> pages = CommandPage.all();
    Map<String, String> files = new LinkedHashMap<>();
    files.put("pawl.1", main(pages));
    for (CommandPage page : pages) {
      if (!page.path().isEmpty() && !page.path().contains(" ")) {
        files.put("pawl-" + page.path() + ".1", command(page, pages));
      }
    }
    return files;
  }

  private String main(List<CommandPage> pages) {
    CommandPage pawl = pages.getFirst();
    List<String> out = new ArrayList<>();
    head(out, "pawl", pawl.brief());
    out.add(".SH SYNOPSIS");
    synopsis(out, pawl);
    out.add(".SH DESCRIPTION");
    out.add(text(pawl.summary()));
    out.add(".SH COMMANDS");
    for (CommandPage page : pages) {
      if (!page.path().isEmpty() && !page.path().contains(" ")) {
        item(out, "\\fBpawl\\-" + text(page.path()) + "\\fR(1)", page.brief() + ".");
      }
    }
    out.add(".SH OPTIONS");
    pawl.options().forEach(option -> argument(out, option));
    out.add(".SH EXIT STATUS");
    item(out, "0", "Nothing failing is left.");
    item(out, "1", "Something is, or a request was refused.");
    item(out, "2", "Wrong usage or settings.");
    item(out, "3", "The environment failed.");
    item(out, "70", "A bug in pawl.");
    out.add(".SH ENVIRONMENT");
    item(out, "PAWL_PLAN", "The plan that is meant where none is named, before that of the worktree.");
    item(out, "PAWL_HOST, PAWL_ACTOR", "Who and where you are, for the record.");
    item(out, "PAWL_HOME", "Where pawl keeps what it remembers, instead of the XDG folders.");
    item(out, "NO_COLOR, CLICOLOR_FORCE", "Whether output is coloured.");
    examples(out, pawl);
    return String.join("\n", out) + "\n";
  }

  private String command(CommandPage page, List<CommandPage> pages) {
    List<CommandPage> below =
        pages.stream().filter(each -> each.path().startsWith(page.path() + " ")).toList();
    List<String> out = new ArrayList<>();
    head(out, "pawl-" + page.path(), page.brief());
    out.add(".SH SYNOPSIS");
    if (below.isEmpty()) {
      synopsis(out, page);
    }
    below.forEach(each -> synopsis(out, each));
    out.add(".SH DESCRIPTION");
    out.add(text(page.summary()));
    page.notes().forEach(note -> paragraph(out, note));
    for (CommandPage each : below) {
      out.add(".SS " + text(each.name()));
      out.add(text(each.summary()));
      arguments(out, each);
      each.notes().forEach(note -> paragraph(out, note));
    }
    if (!page.parameters().isEmpty() || !page.options().isEmpty()) {
      out.add(".SH OPTIONS");
      arguments(out, page);
    }
    examples(out, page);
    out.add(".SH SEE ALSO");
    out.add(".BR pawl (1)");
    return String.join("\n", out) + "\n";
  }

  private void head(List<String> out, String name, String brief) {
    out.add(
        ".TH \"%s\" \"1\" \"%s\" \"pawl %s\" \"pawl manual\""
            .formatted(name.toUpperCase(Locale.ROOT), date, version));
    out.add(".SH NAME");
    out.add(text(name) + " \\- " + text(brief));
  }

  private static void synopsis(List<String> out, CommandPage page) {
    String rest = page.synopsis().substring(page.name().length());
    if (!out.getLast().startsWith(".SH")) {
      out.add(".br");
    }
    out.add("\\fB" + text(page.name()) + "\\fR" + text(rest));
  }

  private static void arguments(List<String> out, CommandPage page) {
    page.parameters().forEach(each -> argument(out, each));
    page.options().forEach(each -> argument(out, each));
  }

  private static void argument(List<String> out, CommandPage.Argument argument) {
    item(out, "\\fB" + text(argument.heading()) + "\\fR", argument.description());
  }

  private static void item(List<String> out, String tag, String description) {
    out.add(".TP");
    out.add(tag);
    out.add(text(description));
  }

  private static void paragraph(List<String> out, String note) {
    out.add(".PP");
    out.add(text(note));
  }

  private static void examples(List<String> out, CommandPage page) {
    if (page.examples().isEmpty()) {
      return;
    }
    out.add(".SH EXAMPLES");
    out.add(".nf");
    page.examples().forEach(example -> out.add(text(example)));
    out.add(".fi");
  }

  /** Text as it is: signs that roff would take for its own are written so that it does not. */
  private static String text(String plain) {
    String text = plain.replace("\\", "\\e").replace("-", "\\-").replace("…", "...");
    return text.startsWith(".") || text.startsWith("'") ? "\\&" + text : text;
  }
}
