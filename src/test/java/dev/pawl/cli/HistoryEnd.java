package dev.pawl.cli;

import dev.pawl.git.GitSandbox;
import dev.pawl.journal.Body;
import dev.pawl.journal.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The end of a history: people tidy up, everything is exchanged, and all must agree. */
final class HistoryEnd {
  private static final int ROUNDS = 6;
  private static final Pattern ANSWER =
      Pattern.compile("pawl task (?:done|reopen|start|block|cancel) T\\w+(?: --to \\w+)?");

  private final HistoryRun history;

  /** Of which tasks each machine says that one of two words overruled the other (C-22). */
  private final Map<String, Set<String>> disputed = new TreeMap<>();

  HistoryEnd(HistoryRun history) {
    this.history = history;
  }

  /** Tidies up, exchanges, judges, answers, and judges again. */
  void heal() {
    for (String machine : HistoryFixture.MACHINES) {
      type(machine, "tidy");
    }
    Map<String, List<String>> asked = settle();
    lastWords(asked);
    for (int i = 0; i < 4 && !asked.isEmpty(); i++) {
      answer(asked);
      asked = settle();
    }
    Law.ANSWERS.holds(asked.isEmpty(), "still asked: " + asked);
    agree();
    sound();
  }

  private @Nullable Run type(String machine, String line) {
    return history.play(new HistoryStep(machine, line));
  }

  /** Fixes everywhere until nothing moves; returns what is asked, with the answers offered. */
  private Map<String, List<String>> settle() {
    Map<String, String> settled = new TreeMap<>();
    Map<String, Map<String, List<String>>> asked = new TreeMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (String machine : HistoryFixture.MACHINES) {
        if (state(machine).equals(settled.get(machine))) {
          continue;
        }
        if (!Objects.equals(
            history.state(machine).tip("main"), history.origin().get("refs/heads/main"))) {
          type(machine, "git pull -q --ff-only");
        }
        String before = state(machine);
        Run fix = Objects.requireNonNull(type(machine, "pawl fix --remote"));
        asked.put(machine, asked(fix));
        disputed.put(machine, disputed(fix));
        if (state(machine).equals(before)) {
          settled.put(machine, before);
        }
      }
      if (HistoryFixture.MACHINES.stream()
          .allMatch(machine -> state(machine).equals(settled.get(machine)))) {
        Map<String, List<String>> all = new TreeMap<>();
        asked.values().forEach(all::putAll);
        return all;
      }
    }
    Law.SETTLES.holds(false, "after " + ROUNDS + " rounds");
    return Map.of();
  }

  /** What a fix on a machine looks at. */
  private String state(String machine) {
    Path origin = history.machines.origin();
    return history.state(machine).refs()
        + " "
        + history.journal(machine).events().size()
        + CloneState.refs(origin)
        + CloneState.records(origin);
  }

  private static Map<String, List<String>> asked(Run fix) {
    Map<String, List<String>> asked = new LinkedHashMap<>();
    if (fix.out().contains("pawl.consistency/1")) {
      for (Map<String, @Nullable Object> finding : Run.objects(fix.repo().get("findings"))) {
        if ("C-15".equals(finding.get("code"))) {
          List<String> answers = new ArrayList<>();
          Matcher answer = ANSWER.matcher(String.valueOf(finding.get("message")));
          while (answer.find()) {
            answers.add(answer.group());
          }
          asked.put(String.valueOf(finding.get("task")), answers);
        }
      }
    }
    return asked;
  }

  private static Set<String> disputed(Run fix) {
    Set<String> tasks = new HashSet<>();
    if (fix.out().contains("pawl.consistency/1")) {
      for (Map<String, @Nullable Object> finding : Run.objects(fix.repo().get("findings"))) {
        if ("C-22".equals(finding.get("code"))) {
          tasks.add(String.valueOf(finding.get("task")));
        }
      }
    }
    return tasks;
  }

  /**
   * What counts was said by somebody whom nobody contradicted knowingly; or it is asked; or two did
   * not know of each other's reports, the order of the join decided, and every machine says so.
   */
  private void lastWords(Map<String, List<String>> asked) {
    Map<String, Set<String>> ids = new TreeMap<>();
    for (String machine : HistoryFixture.MACHINES) {
      for (Event event : history.journal(machine).events()) {
        if (event.body() instanceof Body.Setting said) {
          String id = event.id().hex();
          String word = said instanceof Body.Observation ? history.statements.carried(id) : id;
          Set<String> ofTask = ids.computeIfAbsent(said.task().value(), _ -> new HashSet<>());
          if (word != null) {
            ofTask.add(word);
          }
        }
      }
    }
    CommitGraph.Node main =
        Objects.requireNonNull(history.graph.node(history.origin().get("refs/heads/main")));
    for (String machine : HistoryFixture.MACHINES) {
      for (Map<String, @Nullable Object> row : list(machine)) {
        String task = String.valueOf(row.get("id"));
        CommitGraph.Line line = history.graph.came(main.id(), task);
        if (line == null
            || asked.containsKey(task)
            || disputed.values().stream().allMatch(tasks -> tasks.contains(task))) {
          continue;
        }
        Set<String> all = new HashSet<>(ids.getOrDefault(task, Set.of()));
        history.graph.origins(main.id(), task).forEach(origin -> all.add(origin.edit()));
        Map<String, Statements.Said> last = history.statements.last(all);
        Law.LAST_WORD.holds(
            last.values().stream().anyMatch(one -> Objects.equals(one.status(), row.get("status"))),
            task
                + " counts as "
                + row.get("status")
                + " on "
                + machine
                + ", the file says "
                + line
                + ", the last words were "
                + last.values());
      }
    }
  }

  private List<Map<String, @Nullable Object>> list(String machine) {
    Run list = history.machines.run(machine, "task", "list", "--format", "json").exits(0);
    return Run.objects(list.json().get("tasks"));
  }

  /** A person answers with one of the lines that they were given. */
  private void answer(Map<String, List<String>> asked) {
    String machine = HistoryFixture.MACHINES.get(history.typed.size() % 3);
    type(machine, "git pull -q --ff-only");
    for (Map.Entry<String, List<String>> one : asked.entrySet()) {
      List<String> answers = one.getValue();
      Law.ANSWERS.holds(!answers.isEmpty(), one.getKey() + " is asked, no answer is offered");
      if (!answers.isEmpty()) {
        String line = answers.get(history.typed.size() % answers.size());
        Run run = Objects.requireNonNull(type(machine, line));
        Law.ANSWERS.holds(run.exit() == 0, line + " [exit " + run.exit() + "] " + run.err());
      }
    }
    type(machine, "pawl fix --remote");
  }

  private void agree() {
    String tasks = list("a").toString();
    String main = history.origin().get("refs/heads/main");
    for (String machine : HistoryFixture.MACHINES) {
      String said = list(machine).toString();
      Law.AGREE.holds(said.equals(tasks), "a: " + tasks + "\n" + machine + ": " + said);
      Law.AGREE.holds(
          Objects.equals(history.state(machine).commit(), main), machine + " is not at " + main);
      for (Map<String, @Nullable Object> row : list(machine)) {
        Object recorded = row.get("recorded");
        Law.AGREE.holds(
            recorded == null || recorded.equals(row.get("written")), machine + ": " + row);
      }
      Run check = Objects.requireNonNull(type(machine, "pawl check"));
      Law.AGREE.holds(
          Stream.of("C-11", "C-13", "C-14", "C-15", "C-17", "C-20")
              .noneMatch(code -> check.out().contains("\"" + code + "\"")),
          machine + ": " + check.out());
    }
  }

  private void sound() {
    List<Path> places = new ArrayList<>();
    places.add(history.machines.origin());
    HistoryFixture.MACHINES.forEach(machine -> places.add(history.machines.at(machine)));
    for (String machine : HistoryFixture.MACHINES) {
      String status = history.git().run(history.machines.at(machine), "status", "--porcelain");
      Law.SOUND.holds(status.isEmpty(), machine + ": " + status);
    }
    for (Path place : places) {
      GitSandbox.Outcome fsck =
          history.git().attempt(place, "fsck", "--strict", "--no-dangling", "--no-progress");
      Law.SOUND.holds(fsck.exit() == 0, place + ": " + fsck.out() + fsck.err());
      try (Stream<Path> files = Files.walk(place)) {
        List<Path> locks = files.filter(file -> file.toString().endsWith(".lock")).toList();
        Law.SOUND.holds(
            locks.stream().allMatch(lock -> lock.toString().contains("/pawl/")), locks.toString());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
