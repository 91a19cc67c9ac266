package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static dev.pawl.cli.Machines.PLAN;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan that is done is put away by its status; and shown in brief. */
final class PlanArchiveTest {
  @TempDir Path folder;
  private Machines machines;

  @BeforeEach
  void start() {
    machines = Machines.one(folder);
  }

  private Run archive() {
    return machines.run(HERE, "plan", "archive", "NET-WP-1", "--format", "json");
  }

  private void status(String from, String to) {
    String text = machines.git.read(machines.at(HERE), PLAN);
    machines.git.write(
        machines.at(HERE), PLAN, text.replace("status: " + from + "\n", "status: " + to + "\n"));
    machines.git.commitAll(machines.at(HERE), "plan: " + to);
  }

  @Test
  @DisplayName("archived in a commit of its own, once; and it can be undone")
  void archived() {
    machines.report(HERE, "done", "T01", "T02", "T03");
    machines.fix(HERE).exits(0);
    status("active", "done");
    String head = machines.head(HERE);
    Run run = archive().exits(0);
    assertThat(run.json())
        .containsEntry("schema", "pawl.archived/1")
        .containsEntry("file", PLAN)
        .containsEntry("commit", machines.head(HERE));
    assertThat(machines.git.run(machines.at(HERE), "log", "-1", "--format=%s%n%b"))
        .contains("chore(plan): archive NET-WP-1", "- NET-WP-1: done → archived");
    assertThat(machines.git.run(machines.at(HERE), "rev-parse", "HEAD^")).isEqualTo(head);
    assertThat(archive().exits(0).json()).containsEntry("commit", null);
    machines.run(HERE, "undo", "--commit", "--yes").exits(0);
    assertThat(machines.git.read(machines.at(HERE), PLAN)).contains("status: done\n");
    machines.sound();
  }

  @Test
  @DisplayName("refused for what is not done, is cancelled, or has open tasks")
  void refused() {
    assertThat(archive().exits(1).err()).contains("is active", "pawl plan complete NET-WP-1");
    status("active", "cancelled");
    assertThat(archive().exits(1).err()).contains("is cancelled");
    status("cancelled", "done");
    assertThat(archive().exits(1).err()).contains("open tasks: T01, T02, T03");
  }

  @Test
  @DisplayName("plan show --brief is plan status, in words and in JSON")
  void brief() {
    for (String format : new String[] {"text", "json"}) {
      assertThat(machines.run(HERE, "plan", "show", "--brief", "--format", format).exits(0).out())
          .isEqualTo(machines.run(HERE, "plan", "status", "--format", format).exits(0).out());
    }
  }
}
