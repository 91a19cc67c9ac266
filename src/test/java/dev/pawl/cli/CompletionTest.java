package dev.pawl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pawl.git.GitSandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The scripts, run by the real shells. In the sandbox, {@code pawl} is a script that replays what
 * {@code pawl complete-words} printed.
 */
final class CompletionTest {
  /** A status word that a repository's settings may bring along. */
  private static final String HOSTILE = "x$(touch${IFS}owned)`touch${IFS}owned`";

  @TempDir Path folder;
  private Path repository;

  @BeforeEach
  void repository() throws Exception {
    GitSandbox sandbox = GitSandbox.create(folder);
    repository = sandbox.repo("net");
    sandbox.write(
        repository,
        "workplans/net.md",
        """
        ---
        id: NET-WP-1
        type: workplan
        title: "A network, $(touch owned)"
        status: active
        ---

        ```task
        id: NET-T01
        status: todo
        title: "Lay 'the' cables; `touch owned`"
        ```

        ```task
        id: NET-T02
        status: todo
        ```
        """);
    sandbox.write(repository, ".pawl.yaml", "statuses:\n  \"" + HOSTILE + "\": 1\n");
    sandbox.commitAll(repository, "plan");
    Terminal terminal = new Terminal(sandbox, repository);
    Path bin = Files.createDirectories(folder.resolve("bin"));
    for (String kind : List.of("tasks", "plans", "statuses")) {
      for (String typed : List.of("", "t1", "NET-T0", "net-w", "bl")) {
        Terminal.Screen words = terminal.run("complete-words", kind, typed);
        assertThat(words.err()).isEmpty();
        Files.writeString(bin.resolve(kind + "." + typed), words.out());
      }
    }
    Path pawl = bin.resolve("pawl");
    Files.writeString(
        pawl,
        """
        #!/bin/sh
        echo "$*" >>'%1$s/calls'
        for last; do kind=$typed typed=$last; done
        case $typed in tasks | plans | statuses) kind=$typed typed= ;; esac
        cat '%1$s'/"$kind.$typed"
        """
            .formatted(bin));
    assertThat(pawl.toFile().setExecutable(true)).isTrue();
    for (Shell shell : Shell.values()) {
      Files.writeString(folder.resolve("pawl." + shell), shell.script());
    }
  }

  private List<String> run(Shell shell, String... words) throws Exception {
    String script = folder.resolve("pawl." + shell).toString();
    String typed = String.join(" ", words);
    String program =
        switch (shell) {
          case bash ->
              "source '%s'; COMP_WORDS=(pawl %s); COMP_CWORD=%d; _pawl; printf '%%s\\n' \"${COMPREPLY[@]}\""
                  .formatted(script, quoted(words), words.length);
          case zsh ->
              """
              compdef() { }
              compset() { PREFIX=${PREFIX#*=} }
              _files() { print -l *(N) }
              _describe() { print -l -- ${${(P)4}%%%%:*} | grep -e "^$PREFIX" }
              compadd() {
                local -a all
                if [[ $1 == -U ]] { shift; print -rl -- ${(P)5}; return }
                if [[ $1 == -l ]] { all=(${(P)5}) } else { shift; all=($@) }
                for one in $all; do [[ $one == $PREFIX* ]] && print -r -- $one; done; true
              }
              source '%s'
              words=(pawl %s); CURRENT=%d; PREFIX=$words[CURRENT]
              _pawl
              """
                  .formatted(script, quoted(words), words.length + 1);
          case fish -> "source '%s'; complete -C 'pawl %s' | cut -f1".formatted(script, typed);
        };
    Processes.Result result =
        Processes.run(
            repository,
            Map.of(
                "PATH", folder.resolve("bin") + ":" + System.getenv("PATH"),
                "HOME", folder.toString(),
                "XDG_CONFIG_HOME", folder.toString(),
                "XDG_DATA_HOME", folder.toString()),
            shell.name(),
            shell == Shell.zsh ? "-fc" : "-c",
            program);
    assertThat(repository.resolve("owned")).as("N54").doesNotExist();
    return result
        .text()
        .lines()
        .map(line -> line.strip().replaceAll("/$", ""))
        .filter(line -> !line.isEmpty())
        .toList();
  }

  private static String quoted(String... words) {
    return String.join(" ", java.util.Arrays.stream(words).map(word -> "'" + word + "'").toList());
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("commands, options, choices and ids are completed by the real shell")
  void completes(Shell shell) throws Exception {
    assumeTrue(Processes.installed(shell.name()), shell + " is not installed");
    assertThat(run(shell, "")).contains("check", "fix-consistency", "task", "hooks");
    assertThat(run(shell, "")).doesNotContain("complete-words");
    assertThat(run(shell, "ta")).containsExactly("task");
    assertThat(run(shell, "task", "reo")).containsExactly("reopen");
    assertThat(run(shell, "task", "done", "")).containsExactly("NET-T01", "NET-T02");
    assertThat(run(shell, "task", "done", "NET-T01", "NET-T02", "NET-T0"))
        .containsExactly("NET-T01", "NET-T02");
    // fish offers no word that the typed one is not part of: the short one stays, and says which it
    // is.
    assertThat(run(shell, "task", "rm", "t1"))
        .containsExactly(shell == Shell.fish ? "t1" : "NET-T01");
    assertThat(run(shell, "plan", "show", "net-w")).containsExactly("NET-WP-1");
    assertThat(run(shell, "task", "list", "--plan", "")).containsExactly("NET-WP-1");
    assertThat(run(shell, "task", "list", "--format", "")).contains("text", "json");
    assertThat(run(shell, "check", "--no-f")).containsExactly("--no-fetch");
    assertThat(run(shell, "fix", "--rem")).containsExactly("--remote");
    assertThat(run(shell, "explain", "C-1")).contains("C-13", "C-14").doesNotContain("C-01");
    assertThat(run(shell, "protocol", "--write", "")).contains("workplans");
    assertThat(run(shell, "hooks", "install", "cl")).containsExactly("claude");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("N54 a status word that came with a repository is never run by the shell")
  void hostile(Shell shell) throws Exception {
    assumeTrue(Processes.installed(shell.name()), shell + " is not installed");
    List<String> offered = run(shell, "task", "list", "--status", "");
    assertThat(offered).contains("todo", "blocked").hasSize(6);
    assertThat(run(shell, "task", "list", "--status", "bl")).containsExactly("blocked");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("-C is passed on, so that ids are those of the other repository")
  void elsewhere(Shell shell) throws Exception {
    assumeTrue(Processes.installed(shell.name()), shell + " is not installed");
    assertThat(run(shell, "-C", "/other", "task", "done", "")).hasSize(2);
    assertThat(folder.resolve("bin/calls")).content().contains("-C /other complete-words tasks");
  }

  @Test
  @DisplayName("zsh itself, with its completion system and a key press")
  void zshAtThePrompt() throws Exception {
    assumeTrue(Processes.installed("zsh"), "zsh is not installed");
    Files.createDirectories(folder.resolve("zfunc"));
    Files.writeString(folder.resolve("zfunc/_pawl"), Shell.zsh.script());
    Files.writeString(
        folder.resolve("press.zsh"),
        """
        zmodload zsh/zpty
        zpty shell zsh -f -i
        zpty -w shell 'PS1=; unsetopt zle_bracketed_paste; fpath=(%1$s/zfunc $fpath)'
        zpty -w shell 'autoload -U compinit; compinit -u -D; print READY$((1))'
        zpty -r -m shell text '*READY1*'
        zpty -n -w shell $'pawl task done NET-T0\\t\\t; print DONE$((1))\\n'
        zpty -r -m shell text '*DONE1*'
        print -r -- $text
        zpty -d shell
        """
            .formatted(folder));
    Processes.Result result =
        Processes.run(
            repository,
            Map.of(
                "PATH",
                folder.resolve("bin") + ":" + System.getenv("PATH"),
                "ZDOTDIR",
                folder.toString(),
                "TERM",
                "dumb"),
            "timeout",
            "30",
            "zsh",
            "-f",
            folder.resolve("press.zsh").toString());
    assertThat(result.text()).contains("NET-T01", "NET-T02");
  }
}
