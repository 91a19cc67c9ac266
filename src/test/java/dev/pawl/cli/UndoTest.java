package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static dev.pawl.cli.Machines.PLAN;
import static dev.pawl.cli.Machines.THERE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Taking back the last thing that pawl did. */
final class UndoTest {
  @TempDir Path folder;
  private Machines machines;
  private Path here;

  @BeforeEach
  void start() {
    machines = Machines.two(folder);
    here = machines.at(HERE);
  }

  private Run undo(String... options) {
    String[] all = new String[options.length + 2];
    all[0] = "undo";
    all[1] = "--yes";
    System.arraycopy(options, 0, all, 2, options.length);
    return machines.run(HERE, all);
  }

  private String git(String... arguments) {
    return machines.git.run(here, arguments);
  }

  private List<String> log() {
    return git("log", "--format=%s").lines().toList();
  }

  @Test
  @DisplayName("without a yes it only says what it would do")
  void asks() {
    assertThat(machines.run(HERE, "undo").exits(1).err()).contains("nothing here that could be");
    machines.report(HERE, "done", "T01");
    Run said = machines.run(HERE, "undo").exits(1);
    assertThat(said.out()).contains("takes back what was reported", "T01  done → todo");
    assertThat(said.err()).contains("nothing was taken back; 'pawl undo --yes' does it");
    assertThat(machines.run(HERE, "undo", "--dry-run").exits(0).out()).isEqualTo(said.out());
    assertThat(machines.counts(HERE, "T01")).isEqualTo("done");
    Run json = machines.run(HERE, "undo", "--format", "json").exits(1);
    assertThat(json.json()).containsEntry("schema", "pawl.undo/1").containsEntry("done", false);
  }

  @Test
  @DisplayName("reports are taken back by reports, command by command, and it holds everywhere")
  void reports() {
    machines.report(HERE, "start", "T01");
    machines.report(HERE, "done", "T01", "T02");
    assertThat(undo().exits(0).out()).contains("T01  done → in_progress", "T02  done → todo");
    assertThat(machines.counts(HERE, "T01")).isEqualTo("in_progress");
    assertThat(machines.counts(HERE, "T02")).isEqualTo("todo");
    assertThat(undo().exits(0).out()).contains("T01  in_progress → todo").doesNotContain("T02");
    assertThat(machines.counts(HERE, "T01")).isEqualTo("todo");
    assertThat(undo().exits(1).err()).contains("nothing here that could be taken back");
    machines.run(HERE, "sync").exits(0);
    machines.run(THERE, "sync").exits(0);
    assertThat(machines.counts(THERE, "T01")).isEqualTo("todo");
    assertThat(machines.check(HERE).exits(0).findings()).isEmpty();
    machines.report(HERE, "done", "T01");
    assertThat(undo("--format", "json").exits(0).json()).containsEntry("done", true);
    assertThat(machines.counts(HERE, "T01")).isEqualTo("todo");
  }

  @Test
  @DisplayName("a reopen is taken back by what it went back from")
  void reopen() {
    machines.report(HERE, "done", "T01");
    machines.fix(HERE).exits(0);
    machines.report(HERE, "reopen", "T01");
    assertThat(undo().exits(0).out()).contains("T01  todo → done");
    assertThat(machines.counts(HERE, "T01")).isEqualTo("done");
    assertThat(machines.fix(HERE).exits(0).commits()).isEmpty();
  }

  @Test
  @DisplayName("a writeback is taken back by a commit of exactly its files; then the report")
  void writeback() {
    machines.report(HERE, "done", "T01", "T02");
    String commit = machines.fix(HERE).exits(0).commits().getFirst();
    machines.git.write(here, "other.txt", "staged\n");
    git("add", "other.txt");
    Run undone = undo().exits(0);
    assertThat(undone.out())
        .contains("reverts " + commit.substring(0, 10), "T01  done → todo", PLAN)
        .contains("pawl undo --report takes it back as well");
    assertThat(log().getFirst()).isEqualTo("Revert \"" + Machines.SUBJECT + "\"");
    assertThat(git("log", "-1", "--format=%b")).contains("This reverts commit " + commit + ".");
    assertThat(git("diff", "--name-only", "HEAD^", "HEAD")).isEqualTo(PLAN);
    assertThat(git("diff", "HEAD~2", "HEAD")).isEmpty();
    assertThat(git("status", "--porcelain")).isEqualTo("A  other.txt");
    assertThat(machines.check(HERE).exits(0).findings()).contains("C-15 warn T01 none");
    undo().exits(0);
    assertThat(machines.counts(HERE, "T01")).isEqualTo("todo");
    assertThat(machines.check(HERE).exits(0).findings())
        .noneMatch(finding -> finding.startsWith("C-15") || finding.startsWith("C-13"));
    assertThat(undo().exits(1).err()).contains("nothing here");
    assertThat(log()).hasSize(3);
  }

  @Test
  @DisplayName("N13 a file with uncommitted changes, or other statuses since, is left alone")
  void changedSince() {
    machines.report(HERE, "done", "T01");
    machines.fix(HERE).exits(0);
    machines.edit(HERE, "T01", "done", "todo");
    String text = machines.git.read(here, PLAN);
    assertThat(undo().exits(1).err()).contains("uncommitted changes in " + PLAN);
    assertThat(machines.git.read(here, PLAN)).isEqualTo(text);
    machines.git.commitAll(here, "not done");
    assertThat(undo().exits(1).err()).contains(PLAN + " was changed since", "git revert");
    assertThat(machines.git.read(here, PLAN)).isEqualTo(text);
    assertThat(log()).hasSize(3);
  }

  @Test
  @DisplayName(
      "a writeback is taken back below what others committed to the file since, which stays")
  void besides() {
    machines.report(HERE, "done", "T01", "T02");
    String commit = machines.fix(HERE).exits(0).commits().getFirst();
    String text = machines.git.read(here, PLAN);
    String more =
        text.replace("status: active", "status: active   # by ann")
            .replace("## Task T01", "## The first task\n\nIt takes a day.");
    machines.git.write(here, PLAN, more + Machines.block("T04", "todo"));
    machines.git.commitAll(here, "more of it");
    assertThat(undo().exits(0).out())
        .contains("reverts " + commit.substring(0, 10), "T01  done → todo");
    assertThat(git("log", "-1", "--format=%b")).contains("This reverts commit " + commit + ".");
    assertThat(machines.git.read(here, PLAN))
        .isEqualTo(more.replace("status: done ", "status: todo ") + Machines.block("T04", "todo"));
    assertThat(git("status", "--porcelain")).isEmpty();
    assertThat(machines.check(HERE).exits(0).findings()).contains("C-15 warn T01 none");
    undo().exits(0);
    assertThat(machines.counts(HERE, "T01")).isEqualTo("todo");
  }

  @Test
  @DisplayName("the start of a plan is taken back below what was committed to its file since")
  void startBesides() {
    machines.git.write(
        here, PLAN, machines.git.read(here, PLAN).replace("status: active", "status: ready"));
    machines.git.commitAll(here, "not begun");
    machines.push(HERE);
    machines.run(HERE, "plan", "start", "NET-WP-1", "--here").exits(0);
    machines.git.write(here, PLAN, machines.git.read(here, PLAN) + Machines.block("T04", "todo"));
    machines.git.commitAll(here, "more of it");
    machines.run(HERE, "undo", "--commit", "--yes").exits(0);
    assertThat(machines.git.read(here, PLAN))
        .contains("\nstatus: ready\n")
        .endsWith(Machines.block("T04", "todo"));
  }

  @Test
  @DisplayName("N16 nothing is reverted in the middle of a merge, or behind the remote")
  void blocked() {
    machines.report(HERE, "done", "T01");
    machines.fix(HERE).exits(0);
    machines.git.write(here, ".git/MERGE_HEAD", machines.head(HERE) + "\n");
    assertThat(undo().exits(1).err()).contains("nothing is written here now");
    assertThat(here.resolve(".git/MERGE_HEAD").toFile().delete()).isTrue();
    machines.push(HERE);
    machines.pull(THERE);
    machines.set(THERE, "T03", "todo", "done");
    machines.push(THERE);
    git("fetch", "-q");
    assertThat(undo().exits(1).err()).contains("behind its remote");
    assertThat(log()).hasSize(2);
  }

  @Test
  @DisplayName("what others did is not taken back, and a report that does not count is explained")
  void others() {
    machines.report(THERE, "done", "T01");
    machines.fix(THERE, "--push").exits(0);
    machines.pull(HERE);
    machines.run(HERE, "sync").exits(0);
    assertThat(undo().exits(1).err()).contains("nothing here that could be taken back");
    machines.report(HERE, "start", "T02");
    machines.run(HERE, "sync").exits(0);
    machines.run(THERE, "sync").exits(0);
    machines.report(THERE, "done", "T02");
    machines.run(THERE, "sync").exits(0);
    machines.run(HERE, "sync").exits(0);
    assertThat(undo().exits(1).err())
        .contains(
            "T02 was reported as in_progress", "human:zoe@there reported done", "pawl log T02");
    assertThat(machines.counts(HERE, "T02")).isEqualTo("done");
  }

  @Test
  @DisplayName("with --write, the commit is the last thing; --report takes the report at once")
  void written() {
    machines.run(HERE, "task", "done", "T01", "--write").exits(0);
    assertThat(machines.run(HERE, "undo").exits(1).out()).contains("reverts ");
    undo("--report").exits(0);
    assertThat(machines.counts(HERE, "T01")).isEqualTo("todo");
    machines.fix(HERE).exits(0);
    assertThat(machines.written(HERE)).containsExactly("todo", "todo", "todo");
  }

  @Test
  @DisplayName("a report goes back to what counted before it, whoever wrote it back meanwhile")
  void backToWhatCounted() {
    machines.set(HERE, "T01", "todo", "in_progress");
    machines.push(HERE);
    machines.pull(THERE);
    machines.report(HERE, "done", "T01");
    machines.run(HERE, "sync").exits(0);
    machines.fix(THERE, "--remote").exits(0);
    machines.pull(HERE);

    machines.run(HERE, "undo", "--yes").exits(0);
    machines.fix(HERE, "--remote").exits(0);

    assertThat(machines.written(HERE)).startsWith("in_progress");
  }

  @Test
  @DisplayName("N02 taking back the commit of a reopen leaves the reopen")
  void commitOfAReopen() {
    machines.set(HERE, "T01", "todo", "done");
    machines.push(HERE);
    machines.report(HERE, "reopen", "T01");
    machines.fix(HERE).exits(0);

    machines.run(HERE, "undo", "--yes").exits(0);

    assertThat(machines.written(HERE)).startsWith("done");
    assertThat(machines.fix(HERE).exits(0).findings()).contains("C-15 warn T01 none");
    assertThat(machines.counts(HERE, "T01")).isEqualTo("todo");
  }
}
