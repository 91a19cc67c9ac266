package dev.pawl.git.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.git.BlobId;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.GitSandbox;
import dev.pawl.git.repo.Repo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HistoryTest {
  private static final int ROUNDS = Integer.getInteger("pawl.histories", 12);
  private static final long SEED = Long.getLong("pawl.seed", 20261120L);

  @TempDir Path folder;
  private GitSandbox sandbox;

  @BeforeEach
  void start() {
    sandbox = GitSandbox.create(folder);
  }

  @Test
  @DisplayName("generated histories: git log --full-history finds the same commits")
  void asGitSays() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      long seed = SEED + round;
      Path work = sandbox.repo("generated-" + round);
      List<Map<String, String>> model = generate(work, new Random(seed));
      List<String> said =
          sandbox
              .run(work, "log", "--full-history", "--format=%H", "main", "--", "plans")
              .lines()
              .toList();
      try (Repo repo = sandbox.open(work);
          History history = History.of(repo, sandbox.head(work), Set.of("plans"), path -> true)) {
        List<Revision> found = history.rest();
        assertThat(found.stream().map(revision -> revision.commit().hex()))
            .as("seed %s", seed)
            .containsExactlyInAnyOrderElementsOf(said);
        assertThat(history.truncated()).isFalse();
        agrees(found, work, model, seed);
      }
    }
  }

  /** Files, order and parents, against what the generator put into each commit. */
  private void agrees(List<Revision> found, Path work, List<Map<String, String>> model, long seed) {
    Map<String, Integer> numbers = new HashMap<>();
    sandbox
        .run(work, "log", "--format=%H %s", "main")
        .lines()
        .forEach(line -> numbers.put(line.substring(0, 40), Integer.parseInt(line.substring(41))));
    Set<CommitId> seen = new HashSet<>();
    Map<CommitId, Revision> all = new HashMap<>();
    found.forEach(revision -> all.put(revision.commit(), revision));
    for (Revision revision : found) {
      seen.add(revision.commit());
      assertThat(revision.parents()).as("seed %s: children first", seed).noneMatch(seen::contains);
      int number = Objects.requireNonNull(numbers.get(revision.commit().hex()));
      assertThat(revision.subject()).isEqualTo(Integer.toString(number));
      assertThat(revision.files().keySet()).isEqualTo(model.get(number).keySet());
      Set<String> changed = new HashSet<>();
      List<Map<String, BlobId>> before =
          revision.parents().isEmpty()
              ? List.of(Map.of())
              : revision.parents().stream()
                  .map(parent -> Objects.requireNonNull(all.get(parent)).files())
                  .toList();
      for (Map<String, BlobId> files : before) {
        Set<String> names = new HashSet<>(files.keySet());
        names.addAll(revision.files().keySet());
        names.removeIf(name ->
            Optional.ofNullable(files.get(name))
                .equals(Optional.ofNullable(revision.files().get(name))));
        changed.addAll(names);
      }
      assertThat(revision.touched())
          .as("seed %s: the parents' files are those of the real parents", seed)
          .containsAll(changed);
    }
  }

  /** Branches, merges of two and three, orphan roots, renames, and commits that touch no plan. */
  private List<Map<String, String>> generate(Path work, Random random) throws Exception {
    List<Map<String, String>> model = new ArrayList<>();
    StringBuilder stream = new StringBuilder();
    int count = 60;
    for (int i = 1; i <= count; i++) {
      List<Integer> parents = new ArrayList<>();
      int wanted =
          i == 1 || (random.nextInt(15) == 0 && i < count)
              ? 0
              : random.nextInt(4) == 0 ? 2 + random.nextInt(2) : 1;
      while (parents.size() < Math.min(wanted, i - 1)) {
        int parent = i - 1 - random.nextInt(Math.min(i - 1, 6));
        if (!parents.contains(parent)) {
          parents.add(parent);
        }
      }
      Map<String, String> files = new TreeMap<>();
      for (int parent : parents) {
        model
            .get(parent - 1)
            .forEach((path, text) -> {
              if (random.nextBoolean() || parents.size() == 1) {
                files.put(path, text);
              }
            });
      }
      if (parents.size() > 1 && random.nextBoolean()) {
        files.clear();
        files.putAll(model.get(parents.getFirst() - 1));
      }
      edit(files, random, parents.size() > 1);
      model.add(files);
      stream.append("commit refs/heads/main\nmark :").append(i);
      stream
          .append("\ncommitter A <a@b> ")
          .append(1_700_000_000 + random.nextInt(1000))
          .append(" +0000\n");
      stream
          .append("data ")
          .append(Integer.toString(i).length())
          .append('\n')
          .append(i)
          .append('\n');
      if (parents.isEmpty() && i > 1) {
        stream.insert(stream.lastIndexOf("commit refs/heads/main"), "reset refs/heads/main\n");
      }
      for (int p = 0; p < parents.size(); p++) {
        stream.append(p == 0 ? "from :" : "merge :").append(parents.get(p)).append('\n');
      }
      stream.append("deleteall\n");
      files.forEach((path, text) -> file(stream, path, text));
      file(stream, "other.txt", "noise " + i);
      stream.append('\n');
    }
    fastImport(work, stream.toString());
    List<Map<String, String>> numbered = new ArrayList<>();
    numbered.add(Map.of());
    numbered.addAll(model);
    return numbered;
  }

  private static void edit(Map<String, String> files, Random random, boolean merge) {
    int kind = random.nextInt(merge ? 8 : 6);
    String path =
        "plans/" + (random.nextBoolean() ? "deep/" : "") + "p" + random.nextInt(4) + ".md";
    switch (kind) {
      case 0, 1 -> files.put(path, "text " + random.nextInt(3));
      case 2 -> files.remove(path);
      case 3 -> {
        String text = files.remove(path);
        if (text != null) {
          files.put("plans/archived.md", text);
        }
      }
      default -> {}
    }
  }

  private static void file(StringBuilder stream, String path, String text) {
    stream.append("M 100644 inline ").append(path).append("\ndata ");
    stream.append(text.length()).append('\n').append(text).append('\n');
  }

  private void fastImport(Path work, String stream) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("git", "fast-import", "--quiet", "--force").directory(work.toFile());
    builder.environment().putAll(sandbox.env());
    Process process = builder.redirectErrorStream(true).start();
    try (var in = process.getOutputStream()) {
      in.write(stream.getBytes(UTF_8));
    }
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  @Test
  @DisplayName("a merge that drops one side is a revision with both sides as parents")
  void droppedSide() throws Exception {
    Path work = sandbox.repo("work");
    sandbox.write(work, "plans/a.md", "todo\n");
    CommitId root = sandbox.commitAll(work, "root");
    sandbox.run(work, "checkout", "-q", "-b", "side");
    sandbox.write(work, "plans/a.md", "done\n");
    CommitId side = sandbox.commitAll(work, "side");
    sandbox.run(work, "checkout", "-q", "main");
    sandbox.write(work, "code.txt", "code\n");
    sandbox.commitAll(work, "code");
    sandbox.run(work, "merge", "-q", "-s", "ours", "-m", "drop", "side");
    CommitId merge = sandbox.head(work);
    try (Repo repo = sandbox.open(work);
        History history = History.of(repo, merge, Set.of("plans"), path -> path.endsWith(".md"))) {
      List<Revision> found = history.rest();
      assertThat(found.stream().map(Revision::commit)).containsExactly(merge, side, root);
      assertThat(found.getFirst().parents()).containsExactly(root, side);
      assertThat(found.get(1).parents()).containsExactly(root);
      assertThat(found.getFirst().touched()).containsExactly("plans/a.md");
      assertThat(found.getLast().cut()).isFalse();
    }
  }

  @Test
  @DisplayName("a shallow clone is told as truncated, and its first commit as cut")
  void shallow() throws Exception {
    Path work = sandbox.repo("work");
    for (String text : List.of("one\n", "two\n", "three\n")) {
      sandbox.write(work, "plans/a.md", text);
      sandbox.commitAll(work, text.strip());
    }
    Path clone = sandbox.root().resolve("shallow");
    sandbox.run(sandbox.root(), "clone", "-q", "--depth", "2", "file://" + work, clone.toString());
    try (Repo repo = sandbox.open(clone);
        History history = History.of(repo, sandbox.head(clone), Set.of("plans"), path -> true)) {
      List<Revision> found = history.rest();
      assertThat(found.stream().map(Revision::subject)).containsExactly("three", "two");
      assertThat(found.stream().map(Revision::cut)).containsExactly(false, true);
      assertThat(history.truncated()).isTrue();
    }
  }

  @Test
  @DisplayName("a partial clone without old folders is told as truncated")
  void partial() throws Exception {
    Path work = sandbox.repo("work");
    sandbox.run(work, "config", "uploadpack.allowFilter", "true");
    for (String text : List.of("one\n", "two\n", "three\n")) {
      sandbox.write(work, "plans/a.md", text);
      sandbox.commitAll(work, text.strip());
    }
    Path clone = sandbox.root().resolve("partial");
    sandbox.run(
        sandbox.root(), "clone", "-q", "--filter=tree:0", "file://" + work, clone.toString());
    sandbox.set("GIT_NO_LAZY_FETCH", "1");
    try (Repo repo = sandbox.open(clone);
        History history = History.of(repo, sandbox.head(clone), Set.of("plans"), path -> true)) {
      history.rest();
      assertThat(history.truncated()).isTrue();
    }
    sandbox.set("GIT_NO_LAZY_FETCH", "0");
    try (Repo repo = sandbox.open(clone);
        History history = History.of(repo, sandbox.head(clone), Set.of("plans"), path -> true)) {
      assertThat(history.rest()).as("git fetches what is read").hasSize(3);
      assertThat(history.truncated()).isFalse();
    }
  }

  @Test
  @DisplayName("replace refs are ignored: other clones judge the same history")
  void replaced() throws Exception {
    Path work = sandbox.repo("work");
    sandbox.write(work, "plans/a.md", "one\n");
    CommitId one = sandbox.commitAll(work, "one");
    sandbox.write(work, "plans/a.md", "two\n");
    CommitId two = sandbox.commitAll(work, "two");
    sandbox.run(work, "replace", "--graft", two.hex());
    try (Repo repo = sandbox.open(work);
        History history = History.of(repo, two, Set.of(""), path -> true)) {
      assertThat(history.rest().stream().map(Revision::commit)).containsExactly(two, one);
    }
  }

  @Test
  @DisplayName("a damaged old tree is an error, once it is reached")
  void lazy() throws Exception {
    Path work = sandbox.repo("work");
    for (String text : List.of("one\n", "two\n", "three\n", "four\n")) {
      sandbox.write(work, "plans/a.md", text);
      sandbox.commitAll(work, text.strip());
    }
    String old = sandbox.run(work, "rev-parse", "HEAD~3:plans");
    Path object = work.resolve(".git/objects/" + old.substring(0, 2) + "/" + old.substring(2));
    Files.delete(object);
    try (Repo repo = sandbox.open(work);
        History history = History.of(repo, sandbox.head(work), Set.of("plans"), path -> true)) {
      assertThat(history.next().map(Revision::subject)).contains("four");
      assertThatThrownBy(history::rest).isInstanceOf(GitException.class).hasMessageContaining(old);
    }
  }

  @Test
  @DisplayName("a long history (-Dpawl.commits=20000)")
  void longHistory() throws Exception {
    int commits = Integer.getInteger("pawl.commits", 300);
    int plans = Integer.getInteger("pawl.plans", 20);
    Path work = sandbox.repo("long");
    StringBuilder stream = new StringBuilder();
    for (int i = 1; i <= commits; i++) {
      stream.append("commit refs/heads/main\ncommitter A <a@b> ").append(1_700_000_000 + i);
      stream.append(" +0000\ndata 1\nx\n");
      if (i == 1) {
        for (int p = 0; p < plans; p++) {
          file(stream, "plans/" + p + ".md", "status: todo");
        }
      }
      boolean plan = i % 10 == 0;
      file(stream, plan ? "plans/" + i / 10 % plans + ".md" : "src/" + i % 50 + "/x", "t " + i);
      stream.append('\n');
    }
    fastImport(work, stream.toString());
    long start = System.nanoTime();
    try (Repo repo = sandbox.open(work);
        History history = History.of(repo, sandbox.head(work), Set.of("plans"), path -> true)) {
      long walked = System.nanoTime();
      List<Revision> found = history.rest();
      long read = System.nanoTime();
      assertThat(found).hasSize(1 + commits / 10);
      assertThat(found.getFirst().files()).hasSize(plans);
      if (commits > 300) {
        java.util.logging.Logger.getLogger("measured")
            .info(
                "walk "
                    + (walked - start) / 1_000_000
                    + " ms, revisions "
                    + (read - walked) / 1_000_000
                    + " ms");
      }
    }
  }
}
