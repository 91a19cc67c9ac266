package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static dev.pawl.cli.Machines.PLAN;
import static dev.pawl.cli.Machines.THERE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a status came to be. */
final class LogTest {
  @TempDir Path folder;
  private Machines machines;
  private Path here;

  @BeforeEach
  void start() {
    machines = Machines.two(folder);
    here = machines.at(HERE);
  }

  private List<Map<String, @Nullable Object>> changes(String... of) {
    String[] all = new String[of.length + 3];
    System.arraycopy(new String[] {"log", "--format", "json"}, 0, all, 0, 3);
    System.arraycopy(of, 0, all, 3, of.length);
    Run run = machines.run(HERE, all).exits(0);
    assertThat(run.json().get("schema")).isEqualTo("pawl.log/1");
    return Run.objects(run.json().get("changes"));
  }

  /** "kind from to", newest first. */
  private List<String> story(String... of) {
    return changes(of).stream()
        .map(change ->
            "%s %s %s".formatted(change.get("kind"), change.get("from"), change.get("to")))
        .toList();
  }

  @Test
  @DisplayName("a report, the commit that wrote it back, and where it began; newest first")
  void reportAndCommit() {
    machines.report(HERE, "block", "T01", "--reason", "no cable");
    machines.report(HERE, "done", "T01");
    String commit = machines.fix(HERE).exits(0).commits().getFirst();
    List<Map<String, @Nullable Object>> changes = changes("T01");
    assertThat(story("T01"))
        .containsExactlyInAnyOrder(
            "commit todo done", "report blocked done", "report null blocked", "commit null todo");
    assertThat(changes.getLast()).containsEntry("source", "commit").containsEntry("to", "todo");
    assertThat(changes)
        .anySatisfy(change ->
            assertThat(change)
                .containsEntry("commit", commit)
                .containsEntry("actor", "human:Ada Sand")
                .containsEntry("host", null)
                .containsEntry("source", "commit")
                .containsEntry("said", Machines.SUBJECT))
        .anySatisfy(change ->
            assertThat(change)
                .containsEntry("task", "T01")
                .containsEntry("plan", "NET-WP-1")
                .containsEntry("from", "blocked")
                .containsEntry("to", "done")
                .containsEntry("host", HERE)
                .containsEntry("actor", "human:zoe")
                .containsEntry("commit", null)
                .containsEntry("source", "report")
                .containsEntry("fate", "counts")
                .containsEntry("said", null));
    String when = "\\d+ (minutes?|hours|days) ago|just now|\\d{4}-\\d\\d-\\d\\d";
    assertThat(machines.run(HERE, "log", "T01").exits(0).out().replaceAll(when, "WHEN"))
        .containsPattern(
            "WHEN +T01  blocked → done  ✓ now  %s  human:zoe@here\n"
                .formatted(commit.substring(0, 10)))
        .containsPattern("WHEN +T01  → blocked +reported +human:zoe@here +no cable\n")
        .hasLineCount(3);
    assertThat(machines.run(HERE, "log", "T01", "-v").exits(0).out())
        .contains("2026-03-22 10:00:", Machines.SUBJECT)
        .hasLineCount(4);
    assertThat(machines.run(HERE, "log", "-n", "1").exits(0).out().lines()).hasSize(1);
  }

  @Test
  @DisplayName("a renamed file, a moved block, a removed plan: the story goes on, by any name")
  void renames() {
    machines.set(HERE, "T01", "todo", "done");
    machines.git.run(here, "mv", PLAN, "plans/old.md");
    machines.git.commitAll(here, "renamed");
    assertThat(story("T01")).containsExactly("commit todo done", "commit null todo");
    assertThat(story("plans/old.md")).hasSize(4);
    String text = machines.git.read(here, "plans/old.md");
    String block = Machines.block("T01", "done");
    machines.git.write(here, "plans/old.md", text.replace(block, ""));
    machines.git.write(here, "plans/two.md", Machines.plan("WP-2") + block);
    machines.git.commitAll(here, "moved");
    assertThat(story("T01")).containsExactly("commit todo done", "commit null todo");
    assertThat(story("NET-WP-1")).hasSize(4);
    assertThat(story("WP-2")).containsExactly("commit todo done", "commit null todo");
    machines.git.run(here, "rm", "-q", "plans/two.md");
    machines.git.commitAll(here, "removed");
    assertThat(story("T01")).containsExactly("commit todo done", "commit null todo");
    assertThat(story("WP-2")).containsExactly("commit todo done", "commit null todo");
  }

  @Test
  @DisplayName("a block that could not be read for a while changes nothing")
  void damaged() {
    String text = machines.git.read(here, PLAN);
    machines.git.write(here, PLAN, text.replace("id: T01\n", "id: T01\n  broken\n"));
    machines.git.commitAll(here, "broken");
    machines.git.write(here, PLAN, text);
    machines.git.commitAll(here, "mended");
    assertThat(story("T01")).containsExactly("commit null todo");
  }

  @Test
  @DisplayName("a merge that dropped what one side was ahead with is told")
  void merges() {
    machines.git.run(here, "switch", "-q", "-c", "side");
    machines.set(HERE, "T01", "todo", "done");
    machines.git.run(here, "switch", "-q", "main");
    machines.set(HERE, "T02", "todo", "done");
    machines.git.run(here, "merge", "-q", "--no-ff", "-m", "both", "side");
    assertThat(story("T01")).containsExactly("commit todo done", "commit null todo");
    machines.git.run(here, "reset", "-q", "--hard", "HEAD^");
    machines.git.run(here, "merge", "-q", "-s", "ours", "-m", "ours", "side");
    assertThat(story("T01"))
        .containsExactly("merge done todo", "commit todo done", "commit null todo");
    assertThat(story("T02")).containsExactly("commit todo done", "commit null todo");
  }

  @Test
  @DisplayName("reports that did not know of each other, a reopen that wins, and an observation")
  void reports() {
    machines.report(HERE, "start", "T01");
    machines.run(HERE, "sync").exits(0);
    machines.run(THERE, "sync").exits(0);
    machines.report(THERE, "block", "T01");
    machines.report(HERE, "reopen", "T01", "--reason", "not yet");
    machines.run(THERE, "sync").exits(0);
    machines.run(HERE, "sync").exits(0);
    assertThat(story("T01"))
        .containsExactlyInAnyOrder(
            "reopen in_progress todo",
            "report in_progress blocked",
            "report null in_progress",
            "commit null todo");
    assertThat(changes("T01"))
        .anySatisfy(change ->
            assertThat(change).containsEntry("kind", "reopen").containsEntry("fate", "counts"))
        .anySatisfy(change ->
            assertThat(change)
                .containsEntry("host", THERE)
                .containsEntry("to", "blocked")
                .containsEntry("fate", "overruled"));
    machines.report(HERE, "start", "T02");
    machines.set(HERE, "T02", "todo", "done");
    machines.push(HERE);
    machines.fix(HERE).exits(0);
    assertThat(story("T02")).contains("observation in_progress done");
  }

  @Test
  @DisplayName("a name that nobody knows is an error that names the nearest")
  void unknown() {
    Run run = machines.run(HERE, "log", "T0l").exits(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("no plan and no task 'T0l'", "did you mean T01?");
    assertThat(machines.run(HERE, "log", "-n", "0").exits(2).err()).contains("from 1");
  }

  @Test
  @DisplayName(
      "a shallow clone says that history is cut off, and does not take the edge for a change")
  void shallow() {
    machines.set(HERE, "T01", "todo", "done");
    machines.set(HERE, "T02", "todo", "done");
    machines.push(HERE);
    Path shallow = machines.git.root().resolve("shallow");
    machines.git.run(
        folder,
        "clone",
        "-q",
        "--depth=1",
        machines.origin().toUri().toString(),
        shallow.toString());
    Run run = machines.in(shallow, "other", "log", "T01", "--format", "json").exits(0);
    assertThat(run.json()).containsEntry("truncated", true);
    assertThat(Run.objects(run.json().get("changes")).getFirst())
        .containsEntry("kind", "cut")
        .containsEntry("from", null)
        .containsEntry("to", "done");
    assertThat(run.err()).contains("not all in this clone");
  }
}
