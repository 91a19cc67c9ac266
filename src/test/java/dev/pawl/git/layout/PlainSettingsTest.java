package dev.pawl.git.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.pawl.git.GitException;
import dev.pawl.git.GitSandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Configuration read without git is what git says, or is not read. */
final class PlainSettingsTest {
  private static final long SEED = Long.getLong("pawl.seed", 20261120L);
  private static final int ROUNDS = Integer.getInteger("pawl.rounds", 60);

  @TempDir Path folder;
  private GitSandbox git;
  private Path dir;

  @BeforeEach
  void sandbox() {
    git = GitSandbox.create(folder);
    dir = git.repo("a");
    assumeThat(Executables.find("git", git.env())).hasValue(Path.of("/usr/bin/git"));
  }

  private @Nullable Map<String, List<String>> plain() throws GitException {
    return PlainSettings.read(Layout.find(dir, git.env()), git.env());
  }

  private Map<String, List<String>> asked() {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String entry : git.run(dir, "config", "--list", "-z").split("\0", -1)) {
      int end = entry.indexOf('\n');
      if (end > 0) {
        values
            .computeIfAbsent(entry.substring(0, end), key -> new ArrayList<>())
            .add(entry.substring(end + 1));
      }
    }
    return values;
  }

  @Test
  @DisplayName("what git itself writes is read, in the order of its files")
  void written() throws Exception {
    git.run(dir, "remote", "add", "origin", "git@example.com:a/b.git");
    git.run(dir, "config", "branch.plan/X.Y.remote", "origin");
    git.run(dir, "config", "--global", "user.name", "Ada of Sand");
    git.run(dir, "config", "user.name", "Ada here");
    git.run(dir, "config", "extensions.worktreeConfig", "true");
    git.run(dir, "config", "--worktree", "core.sparseCheckout", "true");
    git.run(dir, "config", "merge.pawl.driver", " p='/a b'; \"$p\" %O\t\\x # ");
    Files.createDirectories(git.home().resolve(".config/git"));
    Files.writeString(git.home().resolve(".config/git/config"), "[User]\n name=first\n");
    assertThat(plain()).isEqualTo(asked()).containsKey("branch.plan/X.Y.remote");
    assertThat(Objects.requireNonNull(plain()).get("user.name"))
        .containsExactly("first", "Ada of Sand", "Ada here");
  }

  @Test
  @DisplayName("includes, quotes within, comments behind a value, bare keys are git's to read")
  void unusual() throws Exception {
    Path config = dir.resolve(".git/config");
    String usual = Files.readString(config);
    for (String text :
        List.of(
            "[include]\n path = x\n",
            "[a]\n b = " + "\\\"".repeat(100_000) + "\n",
            "[includeIf \"gitdir:/\"]\n path = x\n",
            "[a]\n b = \"c\" d\n",
            "[a]\n b = c \"d\"\n",
            "[a]\n b = \"\\b\"\n",
            "[a]\n\u000bb = c\n",
            "[a]\n b = c # d\n",
            "[a]\n b = c ; d\n",
            "[a]\n b = c\\\nd\n",
            "[a]\n b\n",
            "[a \"b\\\"c\"]\n d = e\n",
            "[a.b]\n d = e\n",
            "[a] b = c\n",
            "[a]\r\n b = c\r\n")) {
      Files.writeString(config, usual + text);
      assertThat(plain()).as(text).isNull();
    }
    Files.writeString(config, usual);
    assertThat(plain()).isNotNull();
    for (String relative : List.of("HOME", "XDG_CONFIG_HOME")) {
      Map<String, String> variables = new HashMap<>(git.env());
      variables.put(relative, "here");
      assertThat(PlainSettings.read(Layout.find(dir, variables), variables)).as(relative).isNull();
    }
    for (String variable :
        List.of("GIT_CONFIG_COUNT", "GIT_CONFIG_PARAMETERS", "GIT_CONFIG_GLOBAL")) {
      Map<String, String> variables = new HashMap<>(git.env());
      variables.put(variable, "0");
      assertThat(PlainSettings.read(Layout.find(dir, variables), variables)).as(variable).isNull();
    }
  }

  @Test
  @DisplayName("generated configuration: never anything but what git says")
  void generated() throws Exception {
    String[] pieces = {
      "[core]",
      "[user]",
      "[a \"B c\"]",
      "[A.b]",
      "key = value",
      "Key=a  b",
      "x-1 = é",
      " y = ",
      "z",
      "# c",
      "; c",
      "q = \"w\"",
      "q = \" w; # \\\"\\\\ \\n \\t\"",
      "q = a\\\"b",
      "q = \"a",
      "q = a\"",
      "q = \"\\\"",
      "q = \"",
      "q = \"\"",
      "q = \"a\" \"b\"",
      "q = \"a\tb\"",
      "q = \\",
      "[a \"\"]",
      "1 = 2",
      "= v",
      "[",
      "]",
      "[remote \"o\"]",
      "\turl = /x/y",
      "key = a\tb",
      "",
      "w = [x]",
      "[core] d = e"
    };
    Path config = dir.resolve(".git/config");
    String usual = Files.readString(config);
    int read = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Random random = new Random(SEED + round);
      StringBuilder text = new StringBuilder(usual);
      for (int line = random.nextInt(4); line >= 0; line--) {
        text.append(pieces[random.nextInt(pieces.length)]).append('\n');
      }
      Files.writeString(config, text);
      @Nullable Map<String, List<String>> plain;
      try {
        plain = plain();
      } catch (GitException e) {
        continue;
      }
      if (plain != null) {
        read++;
        assertThat(plain).as("seed %s: %s", SEED + round, text).isEqualTo(asked());
      }
    }
    assertThat(read).isGreaterThan(ROUNDS / 20);
  }
}
