package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static dev.pawl.cli.Machines.PLAN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.cli.screen.Screen;
import dev.pawl.cli.terminal.Line;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What fits on a terminal, and how what does not gives way. */
final class WidthTest {
  private static final String TITLE =
      "Lay the cables under the moat, 城の堀の下に, without waking the dragon";

  @TempDir Path folder;
  private Machines machines;

  @BeforeEach
  void start() {
    machines = Machines.one(folder);
    String plan =
        Machines.plan("NET-WP-1", "T01", "T02", "T03")
            .replace("## Task T02", "## " + TITLE)
            .replace("title: Plan NET-WP-1", "title: " + TITLE);
    machines.git.write(machines.at(HERE), PLAN, plan);
    machines.git.commitAll(machines.at(HERE), "plan: " + TITLE);
    machines.report(HERE, "start", "T02");
  }

  private String seen(int columns, String line) {
    machines.on(new Screen(true, columns, 24, /* colour= */ false, /* unicode= */ true));
    return machines.run(HERE, line.isEmpty() ? new String[0] : line.split(" ", -1)).out();
  }

  @ParameterizedTest(name = "pawl {0} fits 40, 80 and 200 columns")
  @ValueSource(
      strings = {
        "task list",
        "task next",
        "task show T02",
        "plan list",
        "plan show",
        "plan status",
        "log",
        "undo --dry-run",
        "board",
        "check",
        "fix --dry-run",
        "explain",
        "worktree list"
      })
  void fits(String line) {
    for (int columns : new int[] {40, 80, 200}) {
      assertThat(seen(columns, line).lines())
          .isNotEmpty()
          .allSatisfy(each -> assertThat(Line.columns(each)).as(each).isBetween(0, columns));
    }
  }

  @Test
  @DisplayName("pawl alone fits 40 columns, and no command that is to be typed is cut")
  void home() {
    String all = seen(40, "");
    assertThat(all.lines())
        .allSatisfy(each -> assertThat(Line.columns(each)).as(each).isBetween(0, 40));
    assertThat(all)
        .contains(
            """
            Needs you
              ! 1 report not in the plan file
                  pawl fix
            """);
    machines.on(new Screen(true, 40, 24, /* colour= */ false, /* unicode= */ true));
    assertThat(machines.in(folder, HERE).exits(0).out())
        .contains(
            """
              cd REPOSITORY && pawl init
                  set up a repository
            """);
  }

  @Test
  @DisplayName("a title is cut with an ellipsis, and the priority goes before little is left of it")
  void givesWay() {
    assertThat(seen(40, "task list").lines())
        .containsExactly(
            "T01  · todo         Task T01",
            "T02  ▸ in_progress  Lay the cables unde…",
            "T03  · todo         Task T03",
            "3 tasks: 2 todo, 1 in_progress");
    assertThat(seen(80, "task list").lines())
        .contains("T02  ▸ in_progress  (file: todo)  high  Lay the cables under the moat, 城の堀の…");
    assertThat(seen(200, "task list")).contains(TITLE);
  }

  @Test
  @DisplayName("what goes to a file or another program is never cut")
  void whole() {
    machines.on(Screen.none(/* colour= */ false));
    assertThat(machines.run(HERE, "task", "list").out()).contains("high  " + TITLE);
  }

  @Test
  @DisplayName("plan show of a thousand tasks folds what is settled, and counts what is left out")
  void folds() {
    String[] tasks = IntStream.range(1000, 2000).mapToObj(id -> "B" + id).toArray(String[]::new);
    String text = Machines.plan("B", tasks).replace("status: todo", "status: done");
    String open = text.replaceAll("(id: B199[0-9]\nstatus: )done", "$1todo");
    machines.git.write(machines.at(HERE), "plans/b.md", open);
    machines.on(new Screen(true, 80, 24, /* colour= */ false, /* unicode= */ true));
    assertThat(machines.run(HERE, "plan", "show", "B").exits(0).out())
        .contains("B1990", "✓ 990 settled (-v shows them)\n")
        .doesNotContain("B1500")
        .satisfies(shown -> assertThat(shown.lines()).hasSizeLessThan(40));
    assertThat(machines.run(HERE, "plan", "show", "B", "-v").exits(0).out()).contains("B1500");
  }
}
