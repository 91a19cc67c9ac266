package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.cli.screen.Screen;
import dev.pawl.cli.terminal.Line;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Help, and what pawl says when it is called without a command. */
final class HelpTest {
  @TempDir Path folder;
  private Machines machines;

  @BeforeEach
  void start() {
    machines = Machines.one(folder);
  }

  private static Screen wide(int columns) {
    return new Screen(true, columns, 24, /* colour= */ false, /* unicode= */ true);
  }

  @Test
  @DisplayName("every command has one place among what a person does")
  void groups() {
    List<String> commands = Commands.paths().stream().filter(path -> !path.contains(" ")).toList();
    assertThat(HelpPage.GROUPS.values().stream().flatMap(List::stream))
        .containsExactlyInAnyOrderElementsOf(commands);
    assertThat(machines.run(HERE, "help").exits(0).out().lines())
        .contains(
            "Every day",
            "  undo                  Takes back the last thing that pawl did in this clone",
            "Setup and care")
        .endsWith("  pawl fix-consistency      # write what was reported back, as one commit");
  }

  @Test
  @DisplayName("help for a command that is not there is a mistake")
  void unknown() {
    for (String typed : new String[] {"help nosuch", "help task dun", "nosuch --help"}) {
      Run run = machines.run(HERE, typed.split(" ", -1)).exits(2);
      assertThat(run.out()).as(typed).isEmpty();
      assertThat(run.err()).as(typed).contains("there is no command");
    }
  }

  @Test
  @DisplayName("'help task', 'task --help' and the help of a subcommand; it fits the terminal")
  void fits() {
    for (int columns : new int[] {40, 80, 200}) {
      machines.on(wide(columns));
      for (String path : Commands.paths()) {
        Run help = machines.run(HERE, (path + " --help").split(" ", -1)).exits(0);
        assertThat(help.out().lines().takeWhile(line -> !line.equals("Example:")))
            .allSatisfy(line -> assertThat(Line.columns(line)).as(line).isBetween(0, columns));
        assertThat(machines.run(HERE, ("help " + path).split(" ", -1)).out()).isEqualTo(help.out());
      }
    }
  }

  @Test
  @DisplayName("pawl alone: where I am, what is under way, what is next, what wants attention")
  void home() {
    machines.report(HERE, "start", "T02");
    machines.git.write(machines.at(HERE), "plans/b.md", "---\ntype: plan\nid: B\n---\n");
    assertThat(machines.run(HERE).exits(0).out())
        .isEqualTo(
            """
            net on main: 2 plans, 0 of 3 tasks settled

            Under way
              ▸ T02  Task T02  human:zoe

            Next
              · T01  Task T01  high
              · T03  Task T03  high

            Needs you
              ! 2 failures                     pawl check
              ! 1 report not in the plan file  pawl fix

            'pawl help' lists all commands.
            """);
  }

  @Test
  @DisplayName("pawl alone outside of a repository: the first three commands")
  void outside() {
    Run run = machines.in(folder, HERE).exits(0);
    assertThat(run.out())
        .startsWith("pawl keeps task statuses in your Markdown plans correct")
        .contains("  pawl demo  ", "  cd REPOSITORY && pawl init  ", "  pawl plan new \"Title\"  ");
    assertThat(machines.in(folder, HERE, "-C", machines.at(HERE).toString()).exits(0).out())
        .startsWith("net on main: NET-WP-1 Plan NET-WP-1, 0 of 3 tasks settled\n");
  }
}
