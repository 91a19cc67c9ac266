package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static dev.pawl.cli.Machines.THERE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The connection is cut while a plan is claimed: after so many bytes on the way there, or back; and
 * the host dies at each step of what it does. {@code -Dpawl.cuts=1} cuts at every byte.
 */
@Execution(CONCURRENT)
final class ClaimCutTest {
  /** More than is said in either direction. */
  private static final int MOST = 1500;

  private static final int STEP = Integer.getInteger("pawl.cuts", 300);
  private static final String REF = "refs/pawl/claims/NET-WP-1";

  @TempDir Path folder;
  private Machines machines;
  private Path dead;

  @BeforeEach
  void start() {
    machines = Machines.two(folder);
    dead = folder.resolve("dead");
  }

  private void script(Path file, String text) throws Exception {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** What HERE talks to: either direction ends after so many bytes, and with it the connection. */
  private void cut(String program, String there, String back, boolean forGood) throws Exception {
    Path script = folder.resolve("cut-" + program);
    String gone = forGood ? "touch '" + dead + "'; " : "";
    script(
        script,
        "if [ -e '%1$s' ]; then exit 1; fi; %2$s%3$sgit-%4$s \"$@\"%5$s"
            .formatted(
                dead,
                gone,
                there.isEmpty() ? "" : "dd bs=1 status=none count=" + there + " | ",
                program,
                back.isEmpty()
                    ? ""
                    : " | { dd bs=1 status=none count=" + back + "; kill -9 $$; }"));
    String key = program.equals("receive-pack") ? "receivepack" : "uploadpack";
    machines.git.run(machines.at(HERE), "config", "remote.origin." + key, script.toString());
  }

  private void watched() throws Exception {
    Path script = folder.resolve("watched");
    script(script, "if [ -e '" + dead + "' ]; then exit 1; fi; exec git-upload-pack \"$@\"");
    machines.git.run(machines.at(HERE), "config", "remote.origin.uploadpack", script.toString());
  }

  private void heal() throws Exception {
    Files.deleteIfExists(dead);
    for (String key : List.of("receivepack", "uploadpack")) {
      machines.git.attempt(machines.at(HERE), "config", "--unset-all", "remote.origin." + key);
    }
  }

  private boolean stands() {
    return machines.git.attempt(machines.origin(), "rev-parse", "-q", "--verify", REF).exit() == 0;
  }

  /** What was said is true, and what was not known becomes known. */
  private void judge(Run run, String what, boolean thereFirst) throws Exception {
    boolean stands = stands();
    switch (run.exit()) {
      case 0 -> assertThat(stands).as(what).isTrue();
      case 1 -> assertThat(stands).as("%s: %s", what, run.err()).isFalse();
      default -> {
        assertThat(run.exit()).as("%s: %s", what, run.err()).isEqualTo(3);
        assertThat(run.err()).contains("is not known");
      }
    }
    heal();
    if (thereFirst) {
      Run there = machines.run(THERE, "plan", "claim").exits(stands ? 1 : 0);
      assertThat(there.err()).as(what).contains(stands ? "owned by here" : "");
      machines.run(HERE, "plan", "claim").exits(stands ? 0 : 1);
    } else {
      machines.run(HERE, "plan", "claim").exits(0);
      machines.run(THERE, "plan", "claim").exits(1);
    }
    assertThat(machines.git.run(machines.origin(), "rev-list", "--count", REF)).isEqualTo("1");
    forget();
  }

  /** As if nobody ever claimed anything. */
  private void forget() throws Exception {
    machines.git.run(machines.origin(), "update-ref", "-d", REF);
    for (String machine : List.of(HERE, THERE)) {
      machines.git.run(machines.at(machine), "update-ref", "-d", REF);
      Files.deleteIfExists(machines.at(machine).resolve(".git/pawl/claims/NET-WP-1.json"));
    }
  }

  @ParameterizedTest
  @CsvSource({"there,false", "there,true", "back,false", "back,true"})
  @DisplayName(
      "N20 cut while the claim is on its way: known or refused or said to be unknown, never wrong")
  void cutWhilePushing(String direction, boolean forGood) throws Exception {
    for (int bytes = 0; bytes < MOST; bytes += STEP) {
      String limit = String.valueOf(bytes);
      cut(
          "receive-pack",
          direction.equals("there") ? limit : "",
          direction.equals("back") ? limit : "",
          forGood);
      watched();
      Run run = machines.run(HERE, "plan", "claim");
      judge(run, direction + " cut after " + bytes + ", " + forGood, bytes / STEP % 2 == 0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"there", "back"})
  @DisplayName("N20 cut while it is asked who owns the plan: nothing is claimed")
  void cutWhileReading(String direction) throws Exception {
    for (int bytes = 0; bytes < 300; bytes += Math.min(STEP, 40)) {
      String limit = String.valueOf(bytes);
      cut(
          "upload-pack",
          direction.equals("there") ? limit : "",
          direction.equals("back") ? limit : "",
          false);
      Run run = machines.run(HERE, "plan", "claim");
      assertThat(run.exit()).isIn(0, 1);
      judge(run, direction + " cut after " + bytes, false);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"pre-receive", "update", "reference-transaction", "post-receive", "post-update"})
  @DisplayName(
      "N20 the host dies at a step of what it does: known or refused or unknown, never wrong")
  void hostDies(String hook) throws Exception {
    for (boolean thereFirst : List.of(true, false)) {
      Path script = machines.origin().resolve("hooks").resolve(hook);
      script(script, "kill -9 $PPID");
      Run run = machines.run(HERE, "plan", "claim");
      Files.delete(script);
      Files.deleteIfExists(machines.origin().resolve(REF + ".lock"));
      judge(run, hook, thereFirst);
    }
  }

  @Test
  @DisplayName("a host that does not allow it is believed, and named as the reason")
  void denied() throws Exception {
    script(
        machines.origin().resolve("hooks/update"),
        "case $1 in refs/pawl/claims/*) echo no claims here >&2; exit 1;; esac");
    Run run = machines.run(HERE, "plan", "claim").exits(1);
    assertThat(run.err()).contains("the remote refused the claim").contains("allow");
    assertThat(stands()).isFalse();
  }
}
