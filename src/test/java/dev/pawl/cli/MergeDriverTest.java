package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static dev.pawl.cli.Machines.PLAN;
import static dev.pawl.cli.Machines.THERE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.git.GitSandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Git merges plan files through pawl: C git merges, and starts a pawl of its own.
 *
 * <pre>
 * side   T01 done         another note
 *  |
 * main   T01 in_progress  T02 done
 *  |
 * base   all todo
 * </pre>
 */
final class MergeDriverTest {
  @TempDir Path folder;
  private Machines machines;
  private Path here;

  @BeforeEach
  void start() throws IOException {
    machines = Machines.one(folder);
    here = machines.at(HERE);
    onPath(
        "#!/bin/sh\nexec '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '%s' %s \"$@\"\n"
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName()));
    machines.git.set("PAWL_HOME", folder.resolve("pawl-" + HERE).toString());
    machines.git.set("PAWL_HOST", HERE);
    machines.run(HERE, "init").exits(0);
    machines.git.commitAll(here, "pawl init");
  }

  /** Makes this script the pawl that git finds. */
  private void onPath(String script) throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path pawl = bin.resolve("pawl");
    Files.writeString(pawl, script);
    Files.setPosixFilePermissions(pawl, PosixFilePermissions.fromString("rwxr-xr-x"));
    machines.git.set("PATH", bin + ":" + System.getenv("PATH"));
  }

  private String git(String... arguments) {
    return machines.git.run(here, arguments);
  }

  private GitSandbox.Outcome attempt(String... arguments) {
    return machines.git.attempt(here, arguments);
  }

  private void status(String task, String from, String to) {
    machines.set(HERE, task, from, to);
  }

  /** main: T01 in_progress and T02 done; side: T01 done. Git alone sees a conflict at T01. */
  private void diverge() {
    git("switch", "-q", "-c", "side");
    status("T01", "todo", "done");
    git("switch", "-q", "main");
    status("T01", "todo", "in_progress");
    status("T02", "todo", "done");
  }

  @Test
  @DisplayName("merge: the higher rank counts, and the rest is git's")
  void merge() {
    diverge();
    git("merge", "-q", "-m", "both", "side");
    assertThat(machines.written(HERE)).containsExactly("done", "done", "todo");
    assertThat(git("status", "--porcelain")).isEmpty();
    assertThat(git("diff", "HEAD^1", "--stat")).contains("1 insertion(+), 1 deletion(-)");
  }

  @Test
  @DisplayName("rebase: no commit takes a status back")
  void rebase() {
    diverge();
    git("switch", "-q", "side");
    git("rebase", "-q", "main");
    assertThat(machines.written(HERE)).containsExactly("done", "done", "todo");
    git("switch", "-q", "main");
    git("switch", "-q", "-c", "late", "HEAD~2");
    status("T02", "todo", "in_progress");
    git("rebase", "-q", "main");
    assertThat(machines.written(HERE)).containsExactly("in_progress", "done", "todo");
  }

  @Test
  @DisplayName("cherry-pick: a step that was overtaken changes nothing; revert goes back")
  void pickAndRevert() {
    diverge();
    git("cherry-pick", "side");
    assertThat(machines.written(HERE)).containsExactly("done", "done", "todo");
    git("switch", "-q", "-c", "late", "HEAD~3");
    status("T02", "todo", "in_progress");
    git("switch", "-q", "main");
    attempt("cherry-pick", "--allow-empty", "--keep-redundant-commits", "late");
    assertThat(machines.written(HERE)).containsExactly("done", "done", "todo");
    git("revert", "--no-edit", "HEAD~1");
    assertThat(machines.written(HERE)).containsExactly("in_progress", "done", "todo");
  }

  @Test
  @DisplayName("one forward, one back: a conflict, until the record says which")
  void forwardAndBack() {
    status("T01", "todo", "in_progress");
    git("switch", "-q", "-c", "side");
    status("T01", "in_progress", "todo");
    git("switch", "-q", "main");
    status("T01", "in_progress", "done");
    assertThat(attempt("merge", "-q", "-m", "both", "side").exit()).isEqualTo(1);
    assertThat(machines.git.read(here, PLAN))
        .contains("<<<<<<< ours\nstatus: done", "=======\nstatus: todo", ">>>>>>> theirs");
    assertThat(git("status", "--porcelain")).startsWith("UU " + PLAN);
    git("merge", "--abort");
    machines.report(HERE, "start", "T03");
    machines.run(HERE, "task", "reopen", "T01").exits(0);
    git("merge", "-q", "-m", "both", "side");
    assertThat(machines.written(HERE)).containsExactly("todo", "todo", "todo");
  }

  @Test
  @DisplayName("a real conflict of text stays one, and the statuses around it are merged")
  void textConflict() {
    git("switch", "-q", "-c", "side");
    status("T01", "todo", "done");
    title("Theirs");
    git("switch", "-q", "main");
    status("T01", "todo", "in_progress");
    title("Ours");
    assertThat(attempt("merge", "-q", "-m", "both", "side").exit()).isEqualTo(1);
    String text = machines.git.read(here, PLAN);
    assertThat(text)
        .contains("<<<<<<< ours\n## Ours\n=======\n## Theirs\n>>>>>>> theirs")
        .contains("id: T01\nstatus: done ");
    assertThat(text.split("<<<<<<<", -1)).hasSize(2);
  }

  private void title(String title) {
    String text = machines.git.read(here, PLAN);
    machines.git.write(here, PLAN, text.replace("## Task T03", "## " + title));
    machines.git.commitAll(here, title);
  }

  @Test
  @DisplayName("a status beside another change in the next line is no conflict")
  void neighbours() {
    git("switch", "-q", "-c", "side");
    status("T01", "todo", "done");
    git("switch", "-q", "main");
    String text = machines.git.read(here, PLAN);
    machines.git.write(here, PLAN, text.replaceFirst("priority: high", "priority: low"));
    machines.git.commitAll(here, "less urgent");
    git("merge", "-q", "-m", "both", "side");
    assertThat(machines.git.read(here, PLAN))
        .contains("id: T01\nstatus: done   # by hand\npriority: low");
  }

  @Test
  @DisplayName(
      "N13 where pawl is missing, fails or is killed, git merges as text and marks conflicts")
  void without() throws IOException {
    diverge();
    for (String broken : new String[] {"exit 3", "exit 70", "kill -9 $$", "exit 127"}) {
      onPath("#!/bin/sh\n" + broken + "\n");
      assertThat(attempt("merge", "-q", "-m", "both", "side").exit()).as(broken).isEqualTo(1);
      assertThat(machines.git.read(here, PLAN))
          .as(broken)
          .contains("<<<<<<< ours\nstatus: in_progress", "=======\nstatus: done");
      git("merge", "--abort");
    }
    Files.delete(folder.resolve("bin/pawl"));
    assertThat(attempt("merge", "-q", "-m", "both", "side").exit()).isEqualTo(1);
    assertThat(machines.git.read(here, PLAN)).contains("<<<<<<< ours\nstatus: in_progress");
    git("merge", "--abort");
    git("config", "--unset", "merge.pawl.driver");
    assertThat(attempt("merge", "-q", "-m", "both", "side").exit()).isEqualTo(1);
    assertThat(machines.git.read(here, PLAN)).contains("<<<<<<< HEAD\nstatus: in_progress");
  }

  @Test
  @DisplayName("init can be repeated, follows the settings, and leaves what is there as it is")
  void repeated() {
    machines.git.write(here, ".gitattributes", "*.png binary\r\n*.md text");
    machines.git.write(
        here, ".pawl.yaml", "repo: net\nplans: [\"plans/**/*.md\", \"a b/{x,y}.md\"]\n");
    machines.run(HERE, "init").exits(0);
    String written = machines.git.read(here, ".gitattributes");
    assertThat(written)
        .startsWith("*.png binary\r\n*.md text\r\n#")
        .contains("/plans/**/*.md merge=pawl\r\n", "\"/a b/x.md\" merge=pawl\r\n");
    assertThat(machines.run(HERE, "init").exits(0).out()).contains("were left");
    assertThat(machines.git.read(here, ".gitattributes")).isEqualTo(written);
    assertThat(git("check-attr", "merge", "a b/y.md", "plans/x.md", "plans/q/x.md", "x/plans/x.md"))
        .isEqualTo(
            "a b/y.md: merge: pawl\nplans/x.md: merge: pawl\nplans/q/x.md: merge: pawl\n"
                + "x/plans/x.md: merge: unspecified");
  }

  @Test
  @DisplayName("doctor tells when a clone lacks the driver, or its pawl is gone")
  void doctor() {
    assertThat(machines.run(HERE, "doctor").out()).contains("statuses in plans are merged by pawl");
    machines.push(HERE);
    machines.clone(THERE);
    assertThat(machines.run(THERE, "doctor").out()).contains("this clone does not know the driver");
    machines.run(THERE, "init").exits(0);
    assertThat(machines.run(THERE, "doctor").out())
        .contains("statuses in plans are merged by pawl");
    String command = git("config", "merge.pawl.driver");
    git("config", "merge.pawl.driver", command.replaceFirst("p=''", "p='/nowhere/pawl'"));
    assertThat(machines.run(HERE, "doctor").out()).contains("/nowhere/pawl is gone");
  }

  @Test
  @DisplayName("N50 a hostile path reaches the shell as one word")
  void hostilePath() {
    String path = "plans/-x $(touch pwned) `touch pwned` 'q'.md";
    machines.git.write(here, path, Machines.plan("X-1", "X01"));
    machines.git.commitAll(here, "hostile");
    git("switch", "-q", "-c", "side");
    String text = machines.git.read(here, path);
    machines.git.write(here, path, text.replace("todo", "done"));
    machines.git.commitAll(here, "done");
    git("switch", "-q", "main");
    machines.git.write(here, path, text.replace("todo", "in_progress"));
    machines.git.commitAll(here, "begun");
    git("merge", "-q", "-m", "both", "side");
    assertThat(machines.git.read(here, path)).contains("status: done");
    assertThat(here.resolve("pwned")).doesNotExist();
    assertThat(Map.of("status", git("status", "--porcelain"))).containsEntry("status", "");
  }
}
