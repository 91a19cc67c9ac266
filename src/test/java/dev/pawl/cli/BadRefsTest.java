package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static dev.pawl.cli.Machines.THERE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What anyone who may push can leave below refs/pawl/ stops nobody, and does not stay. */
final class BadRefsTest {
  private static final String STRANGER = "refs/pawl/journal/" + "a".repeat(26);
  private static final String CLAIM = "refs/pawl/claims/NET-WP-1";

  @TempDir Path folder;
  private Machines machines;

  @BeforeEach
  void machines() {
    machines = Machines.two(folder);
    machines.report(HERE, "done", "T01");
    machines.run(HERE, "sync").exits(0);
  }

  @Test
  @DisplayName("N50 a journal ref that is no commit is named and passed over; the rest counts")
  void noCommit() {
    put(STRANGER, blob("x\n"));
    for (Run run : everyone(THERE)) {
      assertThat(said(run)).contains("damaged, and not counted: " + STRANGER);
    }
    assertThat(machines.written(THERE)).containsExactly("done", "todo", "todo");
    gone(STRANGER);
  }

  @Test
  @DisplayName("N50 a journal file that is too large is named, and the whole ones beside it count")
  void tooLarge() {
    String large = blob("x".repeat(33 << 20));
    String journal = refsOf(HERE, "refs/pawl/journal").getFirst();
    String good = git("rev-parse", journal + ":00000001.jsonl");
    String tree =
        "100644 blob %s\t00000001.jsonl\n100644 blob %s\t00000002.jsonl\n".formatted(good, large);
    put(journal, commit(tree));
    put(STRANGER, commit("100644 blob " + large + "\t00000001.jsonl\n"));
    for (Run run : everyone(THERE)) {
      assertThat(said(run)).contains(journal + " on origin, 00000002.jsonl", STRANGER);
    }
    assertThat(machines.written(THERE)).containsExactly("done", "todo", "todo");
    put(journal, commit("100644 blob " + good + "\t00000001.jsonl\n"));
    gone(STRANGER);
  }

  @Test
  @DisplayName("N50 an event with a rank that its word does not have is damage, not truth")
  void forgedRank() throws Exception {
    String body =
        "{\"v\":1,\"replica\":\"%s\",\"seq\":1,\"host\":\"evil\",\"host_id\":\"h\",\"actor\":\"E\","
                .formatted("a".repeat(26))
            + "\"at\":\"2026-01-01T00:00:00.000Z\",\"tick\":0,\"head\":null,\"kind\":\"report\","
            + "\"task\":\"T02\",\"status\":\"todo\",\"rank\":9,\"gen\":0,\"plan\":\"NET-WP-1\","
            + "\"epoch\":null,\"after\":[]}";
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(body.getBytes(UTF_8));
    String id = HexFormat.of().formatHex(digest);
    String event = blob("{\"id\":\"" + id + "\"," + body.substring(1) + "\n");
    put(STRANGER, commit("100644 blob " + event + "\t00000001.jsonl\n"));

    assertThat(said(machines.run(THERE, "sync"))).contains("a rank that its status does not have");
    machines.report(THERE, "done", "T02");
    assertThat(machines.counts(THERE, "T02")).isEqualTo("done");
    assertThat(machines.run(THERE, "check").exits(0).out()).doesNotContain("C-15");
  }

  @Test
  @DisplayName("N18 what has no place on the remote because of damage there is not said to be sent")
  void ownPlaceTaken() {
    String own = refsOf(HERE, "refs/pawl/journal").getFirst();
    put(own, blob("x\n"));
    machines.report(HERE, "done", "T02");
    Run sync = machines.run(HERE, "sync").exits(3);
    assertThat(sync.err()).contains("damaged, and not counted: " + own);
    assertThat(git("cat-file", "-t", own)).isEqualTo("blob");
    gone(own);
    machines.run(HERE, "sync").exits(0);
    assertThat(git("cat-file", "-t", own)).isEqualTo("commit");
  }

  @Test
  @DisplayName("N50 a ref that is no claim is named, put back to what was known, and does not stay")
  void noClaim() {
    machines.run(HERE, "plan", "claim").exits(0);
    String good = git("rev-parse", CLAIM);
    machines.run(THERE, "check").exits(0);
    String garbage = commit("100644 blob " + blob("{]") + "\tclaim.json\n");
    for (String bad : List.of(blob("x\n"), commit(""), garbage)) {
      put(CLAIM, bad);
      assertThat(said(machines.run(THERE, "check"))).contains(CLAIM);
      assertThat(machines.run(THERE, "plan", "list").exits(0).out()).contains(HERE);
      assertThat(machines.run(THERE, "plan", "claim").exits(1).err())
          .contains("the claim of NET-WP-1 cannot be understood");
      assertThat(machines.git.run(machines.at(THERE), "rev-parse", CLAIM)).isEqualTo(good);
      put(CLAIM, good);
      machines.run(THERE, "check").exits(0);
    }
  }

  @Test
  @DisplayName("N50 once the remote is clean, a plan that had a bad claim can be claimed")
  void cleanClaim() {
    put(CLAIM, blob("x\n"));
    machines.run(THERE, "check").exits(0);
    machines.run(THERE, "plan", "list").exits(0);
    machines.run(THERE, "plan", "claim").exits(1);
    machines.git.run(machines.origin(), "update-ref", "-d", CLAIM);
    // What a version that did not know better left here.
    machines.git.run(machines.at(THERE), "update-ref", CLAIM, blobIn(machines.at(THERE)));
    assertThat(machines.run(THERE, "plan", "list").exits(0).out()).contains("unreadable");
    machines.run(THERE, "plan", "claim").exits(0);
    assertThat(git("cat-file", "-t", CLAIM)).isEqualTo("commit");
  }

  /** What a machine runs day by day. */
  private List<Run> everyone(String machine) {
    return List.of(
        machines.run(machine, "check"),
        machines.run(machine, "sync"),
        machines.run(machine, "fix-consistency", "--remote"));
  }

  private static String said(Run run) {
    run.exits(0);
    return run.out() + run.err();
  }

  /** Cleans the remote; then no clone knows of it any more. */
  private void gone(String ref) {
    machines.git.run(machines.origin(), "update-ref", "-d", ref);
    assertThat(said(machines.run(THERE, "check"))).doesNotContain("damaged");
    assertThat(refsOf(THERE, "refs/pawl/")).noneMatch(ref::equals);
    assertThat(machines.git.run(machines.at(THERE), "for-each-ref", "--format=%(objecttype)"))
        .doesNotContain("blob");
  }

  private List<String> refsOf(String machine, String prefix) {
    return machines
        .git
        .run(machines.at(machine), "for-each-ref", "--format=%(refname)", prefix)
        .lines()
        .toList();
  }

  private void put(String ref, String object) {
    git("update-ref", ref, object);
  }

  private String git(String... arguments) {
    return machines.git.run(machines.origin(), arguments);
  }

  private String blob(String text) {
    return machines.git.feed(machines.origin(), text, "hash-object", "-w", "--stdin");
  }

  private String blobIn(Path clone) {
    return machines.git.feed(clone, "x\n", "hash-object", "-w", "--stdin");
  }

  private String commit(String tree) {
    return git("commit-tree", "-m", "x", machines.git.feed(machines.origin(), tree, "mktree"));
  }
}
