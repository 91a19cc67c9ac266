package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static dev.pawl.cli.Machines.PLAN;
import static dev.pawl.cli.Machines.THERE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.app.setup.SessionProtocol;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The lines of the protocol, followed to the letter, each with the exit code that it promises.
 *
 * <pre>
 * origin.git   main: plans/net.md with T01, T02, T03
 * here, there  two machines, an agent on each
 * </pre>
 */
final class ProtocolPlayedTest {
  private static final Pattern LINE = Pattern.compile("`((?:pawl|git) [^`]*)`");

  @TempDir Path folder;
  private Machines machines;

  @BeforeEach
  void start() {
    machines = Machines.two(folder);
  }

  /** Types a line of the protocol, placeholders filled in. */
  private Run type(String line, String... filled) {
    assertThat(lines()).contains(line);
    String words = line.replace(" \"…\"", " later");
    for (int i = 0; i < filled.length; i += 2) {
      words = words.replace(filled[i], filled[i + 1]);
    }
    String[] typed = words.split(" ", -1);
    if (typed[0].equals("git")) {
      machines.git.run(
          machines.at(HERE), List.of(typed).subList(1, typed.length).toArray(String[]::new));
      return new Run(List.of(typed), 0, "", "");
    }
    return machines.run(HERE, List.of(typed).subList(1, typed.length).toArray(String[]::new));
  }

  private static List<String> lines() {
    List<String> lines = new ArrayList<>();
    Matcher found = LINE.matcher(SessionProtocol.text().replaceAll("\\s+", " "));
    while (found.find()) {
      lines.add(found.group(1));
    }
    return lines;
  }

  private Run close(int exit) {
    Run close = type("pawl close").exits(exit);
    assertThat(close.out()).endsWith(exit == 0 ? "delivered\n" : " left\n");
    return close;
  }

  private String main() {
    return machines.git.run(machines.origin(), "show", "main:" + PLAN);
  }

  @Test
  @DisplayName("a task is taken, reported, and delivered")
  void task() {
    assertThat(type("pawl task next --start").exits(0).out()).contains("T01");
    close(1);
    type("pawl task done ID", "ID", "T01").exits(0);
    type("pawl task block ID --reason \"…\"", "ID", "T02").exits(0);
    machines.report(HERE, "start", "T03");
    close(1);
    type("pawl task reopen ID --reason \"…\"", "ID", "T03").exits(0);
    close(0);
    assertThat(main()).contains("status: done", "status: blocked");
  }

  @Test
  @DisplayName("another agent was first: exit 1, and another task is taken")
  void another() {
    Map<String, String> agent = new TreeMap<>(machines.variables(THERE));
    agent.put("PAWL_ACTOR", "agent:beacon-1");
    machines.in(machines.at(THERE), agent, THERE, "task", "start", "T01", "--write").exits(0);
    machines.fix(THERE, "--remote").exits(0);
    machines.fix(HERE, "--remote").exits(0);
    assertThat(type("pawl task start ID", "ID", "T01").exits(1).err())
        .contains("agent:beacon-1 on there");
    assertThat(type("pawl task next --start").exits(0).out()).contains("T02");
  }

  @Test
  @DisplayName("a plan as a whole: started by one, refused to the other, completed")
  void plan() {
    machines.run(THERE, "plan", "claim", "NET-WP-1").exits(0);
    type("pawl plan start PLAN", "PLAN", "NET-WP-1").exits(1);
    machines.run(THERE, "plan", "release", "NET-WP-1").exits(0);
    type("pawl plan start PLAN", "PLAN", "NET-WP-1").exits(0);
    for (String task : List.of("T01", "T02", "T03")) {
      type("pawl task done ID", "ID", task).exits(0);
    }
    type("pawl plan complete PLAN --merge --push", "PLAN", "NET-WP-1").exits(0);
    assertThat(main()).contains("status: done").doesNotContain("status: todo");
    close(0);
  }

  @Test
  @DisplayName("nothing to write back but a commit of one's own: left, and pushed with --push")
  void unpushed() {
    machines.git.write(machines.at(HERE), "code.txt", "mine\n");
    machines.git.commitAll(machines.at(HERE), "work");
    close(1);
    assertThat(type("pawl close --push").exits(0).out()).endsWith("delivered\n");
  }

  @Test
  @DisplayName("a plan file with uncommitted changes: committed, and closed again")
  void dirty() {
    machines.git.write(
        machines.at(HERE),
        PLAN,
        machines.git.read(machines.at(HERE), PLAN).replace("Task T03", "Another"));
    type("pawl task done ID", "ID", "T01").exits(0);
    assertThat(close(1).out()).contains("not committed: " + PLAN);
    machines.git.commitAll(machines.at(HERE), "work");
    close(0);
    assertThat(main()).contains("status: done", "Another");
  }

  @Test
  @DisplayName("diverged: nothing is written, git pull --rebase, and closed again")
  void diverged() {
    machines.git.write(machines.at(THERE), "theirs.txt", "theirs\n");
    machines.git.commitAll(machines.at(THERE), "theirs");
    machines.push(THERE);
    machines.git.write(machines.at(HERE), "code.txt", "mine\n");
    machines.git.commitAll(machines.at(HERE), "work");
    type("pawl task done ID", "ID", "T01").exits(0);
    assertThat(close(1).out()).contains("C-14", "git pull --rebase, then pawl close");
    type("git pull --rebase");
    close(0);
    assertThat(main()).contains("status: done");
  }

  @Test
  @DisplayName("which is right: left until a person says so")
  void asked() {
    machines.report(HERE, "done", "T01");
    close(0);
    machines.edit(HERE, "T01", "done", "todo");
    machines.git.commitAll(machines.at(HERE), "not yet");
    machines.push(HERE);
    assertThat(close(1).out()).contains("C-15", "as a person decides");
  }

  @Test
  @DisplayName("no branch is checked out: one is, and closed again")
  void detached() {
    machines.git.run(machines.at(HERE), "switch", "-q", "--detach");
    type("pawl task done ID", "ID", "T01").exits(0);
    assertThat(close(1).out()).contains("C-20", "git switch BRANCH, then pawl close");
    type("git switch BRANCH", "BRANCH", "main");
    close(0);
    assertThat(main()).contains("status: done");
  }

  @Test
  @DisplayName("N18 a commit on no branch is named, and has a branch before it is forgotten")
  void onNoBranch() {
    machines.git.run(machines.at(HERE), "switch", "-q", "--detach");
    machines.git.write(machines.at(HERE), "code.txt", "in the air\n");
    machines.git.commitAll(machines.at(HERE), "work");
    assertThat(close(1).out())
        .contains("1 commit is on no branch")
        .containsSubsequence("git switch -c NAME && git push -u origin NAME", "C-20");
    type("git switch -c NAME", "NAME", "work");
    type("git push -u origin NAME", "NAME", "work");
    close(0);
  }

  @Test
  @DisplayName("N18 an unfinished merge: nothing asks to commit what is not resolved")
  void conflict() {
    for (String machine : List.of(THERE, HERE)) {
      machines.git.write(machines.at(machine), "code.txt", machine + "\n");
      machines.git.commitAll(machines.at(machine), machine);
    }
    machines.push(THERE);
    machines.git.attempt(machines.at(HERE), "pull", "--no-rebase", "--no-edit");
    assertThat(close(1).out())
        .contains("resolve the conflicts first", "end it as git status says, then pawl close")
        .doesNotContain("git switch BRANCH");
  }

  @Test
  @DisplayName("offline: what was reported stays here, and goes once the remote can be reached")
  void offline() throws Exception {
    type("pawl task done ID", "ID", "T01").exits(0);
    Files.move(machines.origin(), folder.resolve("away.git"));
    assertThat(close(1).out()).contains("pawl close, once it can be reached");
    Files.move(folder.resolve("away.git"), machines.origin());
    close(0);
    assertThat(main()).contains("status: done");
  }

  private void protect() throws Exception {
    Path hook = machines.origin().resolve("hooks/update");
    Files.createDirectories(hook.getParent());
    Files.writeString(
        hook,
        "#!/bin/sh\n[ \"$1\" != refs/heads/main ] || { echo open a pull request; exit 1; }\n");
    assertThat(hook.toFile().setExecutable(true)).isTrue();
  }

  @Test
  @DisplayName("a plan whose target is protected: its own branch is completed, for a pull request")
  void planForReview() throws Exception {
    protect();
    type("pawl plan start PLAN", "PLAN", "NET-WP-1").exits(0);
    for (String task : List.of("T01", "T02", "T03")) {
      type("pawl task done ID", "ID", task).exits(0);
    }
    Run refused = type("pawl plan complete PLAN --merge --push", "PLAN", "NET-WP-1").exits(1);
    assertThat(refused.err()).contains("pawl plan complete NET-WP-1 --into plan/NET-WP-1 --push");
    Path tree = machines.at(HERE).resolve("worktrees/plan-NET-WP-1");
    machines
        .in(tree, HERE, "plan", "complete", "NET-WP-1", "--into", "plan/NET-WP-1", "--push")
        .exits(0);
    assertThat(machines.git.run(machines.origin(), "show", "plan/NET-WP-1:" + PLAN))
        .contains("status: done")
        .doesNotContain("status: todo");
  }

  @Test
  @DisplayName(
      "a protected branch: the reason, a branch of one's own, and statuses on it from then on")
  void isProtected() throws Exception {
    protect();
    type("pawl task done ID", "ID", "T01").exits(0);
    assertThat(close(1).out())
        .contains("open a pull request", "git switch -c NAME && git push -u origin NAME");
    type("git switch -c NAME", "NAME", "work");
    type("git push -u origin NAME", "NAME", "work");
    close(0);
    machines.git.run(machines.at(HERE), "switch", "-q", "main");
    assertThat(close(0).err()).contains("another branch of the remote has its commits");
    machines.git.run(machines.at(HERE), "switch", "-q", "work");
    machines.report(HERE, "done", "T02");
    assertThat(close(1).out()).contains("writeback: {on: current} in .pawl.yaml");
    machines.git.write(
        machines.at(HERE), ".pawl.yaml", "repo: net\nexchange: on\nwriteback: {on: current}\n");
    machines.git.commitAll(machines.at(HERE), "statuses go with the work");
    close(0);
    assertThat(
            machines.git.run(machines.origin(), "show", "work:" + PLAN).split("status: done", -1))
        .hasSize(3);
  }

  @Test
  @DisplayName("every command that the protocol names is there, with these options")
  void commands() {
    for (String line : new TreeSet<>(lines())) {
      if (line.startsWith("pawl ")) {
        List<String> words = new ArrayList<>(List.of(line.replace(" \"…\"", "").split(" ", -1)));
        words.removeFirst();
        words.removeIf(word -> word.matches("[A-Z]+"));
        List<String> names = words.stream().takeWhile(word -> !word.startsWith("-")).toList();
        List<String> help = new ArrayList<>(names);
        help.add("--help");
        String text = machines.run(HERE, help.toArray(String[]::new)).exits(0).out();
        for (String option : words.subList(names.size(), words.size())) {
          assertThat(text).as(line).contains(option);
        }
      }
    }
  }
}
