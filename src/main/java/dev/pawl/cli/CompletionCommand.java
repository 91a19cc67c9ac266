package dev.pawl.cli;

import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.Exit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code pawl completion}. */
@Command(
    name = "completion",
    sortOptions = false,
    description = {
      "Prints a completion script for your shell: commands, options, the"
          + " ids of plans and tasks, status words. Packages bring the scripts along."
    },
    footer = {
      "",
      "Example:",
      "  mkdir -p ~/.local/share/bash-completion/completions",
      "  pawl completion bash > ~/.local/share/bash-completion/completions/pawl",
      "  mkdir -p ~/.zfunc",
      "  pawl completion zsh > ~/.zfunc/_pawl    # with fpath=(~/.zfunc $fpath) in .zshrc",
      "  mkdir -p ~/.config/fish/completions",
      "  pawl completion fish > ~/.config/fish/completions/pawl.fish"
    })
public final class CompletionCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
  Shell shell = Shell.bash;

  public CompletionCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    shell.script().lines().forEach(line -> context.console().out().println(line));
    return Exit.OK;
  }
}
