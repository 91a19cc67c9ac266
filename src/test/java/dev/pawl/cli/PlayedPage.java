package dev.pawl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.app.workspace.Surroundings;
import dev.pawl.cli.screen.Screen;
import dev.pawl.cli.terminal.Console;
import dev.pawl.git.GitSandbox;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Types what the {@code console} blocks of a page say, and puts what came of it below each command.
 *
 * <pre>
 * laptop$ pawl check    # exit code 1     in the terminal of that name; 0 where no code stands
 * > more                                  the command goes on: after a backslash, in a here-document
 * what is printed
 * </pre>
 *
 * Each terminal begins at home and keeps its folder and its {@code PAWL_} variables. pawl runs in
 * this process, all else in a shell. A minute passes with each command.
 */
final class PlayedPage {
  private static final Pattern PROMPT = Pattern.compile("([a-z]*\\$) (.*)");
  private static final Pattern EXIT = Pattern.compile(" *# exit code \\d+$");
  private static final Pattern INNER = Pattern.compile("\\$\\((pawl [^()]*)\\)");
  private static final Pattern PAWL = Pattern.compile("((?:[A-Z_]+=\\S+ )*)pawl\\b(.*)");
  private static final Instant START = Instant.parse("2026-03-22T10:00:00Z");
  private static final Screen SCREEN = new Screen(true, 100, Integer.MAX_VALUE, false, true);

  private final GitSandbox git;
  private final Map<String, Place> terminals = new TreeMap<>();
  private final RandomGenerator random = new Random(20_260_322);
  private Instant now = START;

  /** Where a terminal is, and what it has exported. */
  private record Place(Path folder, Map<String, String> variables) {}

  /** What was printed, both streams as they come. */
  private record Printed(int exit, String text) {}

  PlayedPage(Path folder) {
    git = GitSandbox.create(folder);
    git.set("USER", "ann");
    git.set("PAWL_HOST", "laptop");
    git.run(git.root(), "config", "--global", "user.name", "Ann");
    git.run(git.root(), "config", "--global", "user.email", "ann@example.org");
  }

  /** The page with what its commands print now; a block ends at the fence that it began with. */
  String played(String page) throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>();
    List<String> block = new ArrayList<>();
    String end = null;
    for (String line : page.lines().toList()) {
      if (line.equals(end)) {
        lines.addAll(block(block));
        block.clear();
        end = null;
      } else if (end != null) {
        block.add(line);
        continue;
      } else if (line.matches("```+console")) {
        end = line.replace("console", "");
      }
      lines.add(line);
    }
    return String.join("\n", lines) + "\n";
  }

  private List<String> block(List<String> shown) throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < shown.size(); i++) {
      Matcher prompt = PROMPT.matcher(shown.get(i));
      if (!prompt.matches()) {
        continue; // what was printed when the page was written
      }
      String first = EXIT.matcher(prompt.group(2)).replaceAll("");
      List<String> command = new ArrayList<>(List.of(first));
      for (; i + 1 < shown.size() && shown.get(i + 1).startsWith("> "); i++) {
        command.add(shown.get(i + 1).substring(2));
      }
      Printed printed = type(prompt.group(1), String.join("\n", command));
      String code = printed.exit() == 0 ? "" : "    # exit code " + printed.exit();
      lines.add(prompt.group(1) + " " + first + code);
      command.stream().skip(1).forEach(more -> lines.add("> " + more));
      printed.text().replace(git.home().toString(), "/home/ann").lines().forEach(lines::add);
    }
    return lines;
  }

  private Printed type(String terminal, String command) throws IOException, InterruptedException {
    now = now.plusSeconds(60);
    return run(
        terminal, terminals.getOrDefault(terminal, new Place(git.home(), Map.of())), command);
  }

  private Printed run(String terminal, Place place, String command)
      throws IOException, InterruptedException {
    Matcher inner = INNER.matcher(command);
    if (inner.find()) {
      String word = pawl(place, inner.group(1)).text().strip();
      return run(terminal, place, inner.replaceFirst(Matcher.quoteReplacement(word)));
    }
    String[] piped = command.split(" \\| ", 2);
    if (!PAWL.matcher(piped[0]).matches()) {
      return shell(terminal, place, "", command);
    }
    Printed printed = pawl(place, piped[0]);
    return piped.length == 1 ? printed : shell(terminal, place, printed.text(), piped[1]);
  }

  private Map<String, String> variables(Place place) {
    Map<String, String> variables = new TreeMap<>(git.env());
    variables.put("GIT_AUTHOR_DATE", now.toString());
    variables.put("GIT_COMMITTER_DATE", now.toString());
    variables.putAll(place.variables());
    return variables;
  }

  private Printed pawl(Place place, String command) throws IOException, InterruptedException {
    Matcher typed = PAWL.matcher(command);
    if (!typed.matches()) {
      throw new AssertionError(command);
    }
    Map<String, String> variables = variables(place);
    for (String setting : typed.group(1).split(" ", -1)) {
      if (!setting.isEmpty()) {
        variables.put(setting.split("=", 2)[0], setting.split("=", 2)[1]);
      }
    }
    String words = sh(place, variables, "", "printf '%s\\n' " + typed.group(2)).text();
    StringWriter text = new StringWriter();
    PrintWriter both = new PrintWriter(text);
    Surroundings surroundings =
        new Surroundings(place.folder(), variables, () -> now, random, step -> {});
    int exit =
        new Pawl(new Console(both, both, SCREEN), surroundings)
            .run(words.lines().filter(word -> !word.isEmpty()).toArray(String[]::new));
    return new Printed(exit, text.toString());
  }

  private Printed shell(String terminal, Place place, String input, String command)
      throws IOException, InterruptedException {
    Path after = git.root().resolve("after");
    String script =
        "%s\nexit=$?; { pwd; env | grep ^PAWL_; } > '%s'; exit $exit".formatted(command, after);
    Printed printed = sh(place, variables(place), input, script);
    if (printed.exit() == 127) {
      throw new AssertionError(command + ": " + printed.text());
    }
    Map<String, String> kept = new TreeMap<>();
    List<String> left = Files.readAllLines(after);
    left.stream().skip(1).forEach(line -> kept.put(line.split("=", 2)[0], line.split("=", 2)[1]));
    terminals.put(terminal, new Place(Path.of(left.getFirst()), kept));
    return printed;
  }

  private static Printed sh(Place place, Map<String, String> variables, String input, String script)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", script)
            .directory(place.folder().toFile())
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(variables);
    Process process = builder.start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(UTF_8));
    }
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Printed(process.waitFor(), text);
  }
}
