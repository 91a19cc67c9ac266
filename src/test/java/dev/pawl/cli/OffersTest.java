package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static dev.pawl.cli.Machines.THERE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who sees a plan that is offered, and what is said to those who cannot have one. */
final class OffersTest {
  private static final String PLAN = "NET-WP-1";
  @TempDir Path folder;
  private Machines machines;

  @BeforeEach
  void start() {
    machines = Machines.two(folder);
  }

  private String ready(String machine) {
    return machines.run(machine, "plan", "list", "--ready").exits(0).out();
  }

  private String next(String machine) {
    return machines.run(machine, "task", "next").exits(0).out();
  }

  @Test
  @DisplayName("an offered plan is ready for the machine that it is offered to, and for no other")
  void offered() {
    machines.run(HERE, "plan", "claim", PLAN, "--for", THERE).exits(0);
    machines.run(THERE, "sync").exits(0);
    assertThat(ready(THERE)).contains(PLAN, "offered");
    assertThat(next(THERE)).startsWith("T01");
    assertThat(ready(HERE)).doesNotContain(PLAN);
    assertThat(next(HERE)).doesNotContain("T01");
    machines.run(THERE, "plan", "claim", PLAN).exits(0);
    assertThat(ready(THERE)).contains(PLAN);
  }

  @Test
  @DisplayName("who is refused an offered plan is told how to get it, and that works as typed")
  void takenBack() {
    machines.run(HERE, "plan", "claim", PLAN, "--for", THERE).exits(0);
    machines.clone("third");
    assertThat(machines.run("third", "plan", "claim", PLAN).exits(1).err())
        .contains("here takes the offer back with: pawl plan release " + PLAN);
    Run refused = machines.run(HERE, "plan", "claim", PLAN).exits(1);
    assertThat(refused.err())
        .contains("to take the offer back: pawl plan release " + PLAN)
        .contains("pawl plan claim " + PLAN + " --force --reason");
    machines.run(HERE, "plan", "claim", PLAN, "--force", "--reason", "there is away").exits(0);
    machines.run(HERE, "plan", "release", PLAN, "--for", THERE).exits(0);
    machines.run(HERE, "plan", "release", PLAN).exits(0);
    machines.run(HERE, "plan", "claim", PLAN).exits(0);
  }

  @Test
  @DisplayName("--for without a name, as of an unset variable, offers nothing to anybody")
  void nobody() {
    for (String name : new String[] {"", " ", "-", "."}) {
      assertThat(machines.run(HERE, "plan", "claim", PLAN, "--for", name).exits(2).err())
          .contains("--for names no machine");
      machines.run(HERE, "plan", "release", PLAN, "--for", name).exits(2);
    }
    assertThat(ready(HERE)).contains(PLAN);
  }

  @Test
  @DisplayName("a lock that was left on the host is named, and not taken for other people")
  void locked() throws Exception {
    Path lock = machines.origin().resolve("refs/pawl/claims/" + PLAN + ".lock");
    Files.createDirectories(lock.resolveSibling("x").getParent());
    Files.createFile(lock);
    assertThat(machines.run(HERE, "plan", "claim", PLAN).exits(1).err())
        .contains("refs/pawl/claims/" + PLAN + " is locked there", PLAN + ".lock")
        .doesNotContain("others are changing");
    Files.delete(lock);
    machines.run(HERE, "plan", "claim", PLAN).exits(0);
  }

  @Test
  @DisplayName("a second clone on the owner's machine is told that another clone owns the plan")
  void secondClone() {
    machines.run(HERE, "plan", "claim", PLAN).exits(0);
    Path second = machines.clone("second");
    assertThat(machines.in(second, HERE, "plan", "claim", PLAN).exits(1).err())
        .contains("owned by here in another clone");
  }
}
