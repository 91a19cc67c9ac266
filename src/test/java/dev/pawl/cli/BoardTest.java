package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.cli.screen.Screen;
import dev.pawl.cli.terminal.Line;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks by status, side by side. */
final class BoardTest {
  @TempDir Path folder;
  private Machines machines;

  @BeforeEach
  void start() {
    machines = Machines.one(folder);
    machines.report(HERE, "start", "T02");
    machines.report(HERE, "done", "T03");
  }

  private String board(int columns, String... of) {
    machines.on(new Screen(true, columns, 24, /* colour= */ false, /* unicode= */ true));
    String[] line = new String[of.length + 1];
    line[0] = "board";
    System.arraycopy(of, 0, line, 1, of.length);
    String shown = machines.run(HERE, line).exits(0).out();
    assertThat(shown.lines())
        .allSatisfy(each -> assertThat(Line.columns(each)).as(each).isLessThanOrEqualTo(columns));
    return shown;
  }

  @Test
  @DisplayName("a column for each status that a task has; below one another where it is narrow")
  void columns() {
    assertThat(board(80))
        .isEqualTo(
            """
            NET-WP-1  Plan NET-WP-1  ███░░░░░░░ 1/3

            · todo 1      ▸ in_progress 1  ✓ done 1
            T01 Task T01  T02 Task T02     T03 Task T03
            """);
    assertThat(board(40))
        .isEqualTo(
            """
            NET-WP-1  Plan NET-WP-1  ███░░░░░░░ 1/3

            · todo 1
              T01  Task T01
            ▸ in_progress 1
              T02  Task T02
            ✓ done 1
              T03  Task T03
            """);
  }

  @Test
  @DisplayName("what waits for an open task says so below its title")
  void waits() {
    String plan = machines.git.read(machines.at(HERE), Machines.PLAN);
    machines.git.write(
        machines.at(HERE),
        Machines.PLAN,
        plan.replace("id: T01\n", "id: T01\ndepends_on: [T02]\n"));
    assertThat(board(80))
        .endsWith(
            """
            · todo 1         ▸ in_progress 1  ✓ done 1
            T01 Task T01     T02 Task T02     T03 Task T03
              waits for T02
            """);
    assertThat(board(40))
        .contains(
            """
            · todo 1
              T01  Task T01
                   waits for T02
            """);
  }

  @Test
  @DisplayName("of one plan or of all; some of what is settled; all of it with -v and as JSON")
  void plans() {
    String[] tasks = IntStream.range(100, 130).mapToObj(each -> "B" + each).toArray(String[]::new);
    String plan = Machines.plan("B", tasks).replace("status: todo", "status: done");
    machines.git.write(machines.at(HERE), "plans/b.md", plan);
    assertThat(board(200)).startsWith("2 plans  ").contains("T01 Task T01", "done 31", "… 21 more");
    assertThat(board(80, "B")).startsWith("B  Plan B").contains("… 20 more").doesNotContain("T01 ");
    assertThat(board(80, "B", "-v")).contains("B100", "B129");
    Run json = machines.run(HERE, "board", "--format", "json").exits(0);
    assertThat(json.json()).containsEntry("schema", "pawl.board/1");
    assertThat(Run.objects(json.json().get("columns")))
        .extracting(column -> "%s %d".formatted(column.get("status"), tasks(column)))
        .containsExactly("todo 1", "in_progress 1", "done 31");
  }

  private static int tasks(Map<String, ?> column) {
    return Run.objects(column.get("tasks")).size();
  }
}
