package dev.pawl.cli;

import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.cli.plan.HomePage;
import dev.pawl.cli.screen.Pager;
import dev.pawl.cli.terminal.Console;
import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.Exit;
import dev.pawl.cli.terminal.Root;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs one command line; the one place where failures become exit codes. */
public final class Pawl {
  private final Console console;
  private final Surroundings surroundings;
  private ErrorPrinter errors;

  public Pawl(Console console, Surroundings surroundings) {
    this.console = console;
    this.surroundings = surroundings;
    this.errors = new ErrorPrinter(console, /* json= */ false, surroundings);
  }

  /** Runs it and says the exit code. */
  public int run(String... arguments) {
    errors = new ErrorPrinter(console, ErrorPrinter.isJson(arguments), surroundings);
    Root root = new Root();
    Context context = new Context(console, surroundings, root);
    Callable<Integer> quick = Shortcut.of(context, arguments);
    int code = quick == null ? parsed(root, context, asked(arguments)) : called(quick, root);
    console.end(new Pager(context.surroundings().directory(), context.surroundings().variables()));
    return written(code);
  }

  /** An answer that nobody can read is none, whatever it would have said (N18). */
  private int written(int code) {
    String failure = console.failure();
    if (failure == null || code > Exit.LEFT) {
      return code;
    }
    new ErrorPrinter(console, /* json= */ false, surroundings)
        .failure(
            Failure.environment(
                "the output could not be written, so it is not complete: %s".formatted(failure),
                "make room where it goes, or send it elsewhere, and run the same command again"));
    console.flush();
    return Exit.ENVIRONMENT;
  }

  /** {@code pawl help task done} is {@code pawl task done --help}, as people know it from git. */
  private static String[] asked(String... arguments) {
    if (arguments.length == 0 || !arguments[0].equals("help")) {
      return arguments;
    }
    String[] asked = Arrays.copyOfRange(arguments, 1, arguments.length + 1);
    asked[asked.length - 1] = "--help";
    return asked;
  }

  private int called(Callable<Integer> command, Root root) {
    try {
      return command.call();
    } catch (Exception e) {
      return failure(e, root.verbose);
    }
  }

  private int parsed(Root root, Context context, String... arguments) {
    CommandLine line = Commands.build(root, context, arguments);
    line.setOut(console.out());
    line.setErr(console.err());
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(
            console.screen().colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler((wrong, given) -> usage(wrong));
    line.setExecutionExceptionHandler((failed, command, result) -> failure(failed, root.verbose));
    line.setExecutionStrategy(read -> run(context, read));
    return line.execute(arguments);
  }

  /** Prints the help that was asked for, where one stands, or runs the command. */
  private int run(Context context, ParseResult read) {
    for (CommandLine each : read.asCommandLineList()) {
      if (each.isUsageHelpRequested()) {
        List<String> rest = each.getUnmatchedArguments();
        if (!rest.isEmpty() && !each.getSubcommands().isEmpty()) {
          return usage(new UnmatchedArgumentException(each, rest));
        }
        console.page();
        List<CommandPage> pages = CommandPage.of(each);
        new HelpPage(console).print(pages.getFirst(), pages.subList(1, pages.size()));
        return Exit.OK;
      }
    }
    boolean bare = !read.hasSubcommand() && !read.isVersionHelpRequested();
    return bare ? called(new HomePage(context), context.root()) : new RunLast().execute(read);
  }

  private int usage(ParameterException wrong) {
    return errors.failure(UsageError.of(wrong));
  }

  private int failure(Exception failed, boolean verbose) {
    if (failed instanceof Failure failure) {
      return errors.failure(failure);
    }
    if (failed instanceof UncheckedIOException unreadable) {
      return errors.failure(Failure.environment(String.valueOf(unreadable.getMessage())));
    }
    int code = errors.bug(failed);
    if (verbose) {
      failed.printStackTrace(console.err());
    } else {
      console.err().println("  -v shows where it happened");
    }
    return code;
  }
}
