package dev.pawl.cli.usage;

import dev.pawl.app.usage.RecordUsage;
import dev.pawl.app.workspace.Failure;
import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.Exit;
import dev.pawl.cli.terminal.GroupCommand;
import dev.pawl.cli.terminal.Json;
import dev.pawl.cli.terminal.Line;
import dev.pawl.cli.terminal.Line.Style;
import dev.pawl.cli.terminal.OutputFormat;
import dev.pawl.disk.Printable;
import dev.pawl.journal.ReplicaId;
import dev.pawl.journal.usage.AgentRun;
import dev.pawl.journal.usage.Span;
import dev.pawl.journal.usage.Tokens;
import dev.pawl.journal.usage.UsageRecord;
import dev.pawl.plan.PlanId;
import dev.pawl.plan.TaskId;
import dev.pawl.plan.text.Suggestion;
import dev.pawl.usage.agent.AgentOutput;
import dev.pawl.usage.agent.AgentUsage;
import dev.pawl.usage.agent.UnfitOutput;
import dev.pawl.usage.agent.UsageReading;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pawl tokens add}: records what a coding agent used. */
public final class TokensCommand {
  private TokensCommand() {}

  /** {@code pawl tokens}: says what it can do. */
  @Command(
      name = "tokens",
      description = "Records what coding agents used.",
      synopsisSubcommandLabel = "COMMAND",
      sortOptions = false,
      footer = {
        "",
        "'pawl token-report' sums it up.",
        "",
        "Example:",
        "  pawl tokens add --agent claude --from run.jsonl"
      })
  public static final class Group extends GroupCommand {}

  /** {@code pawl tokens add}. */
  @Command(
      name = "add",
      sortOptions = false,
      description = {
        "Records what a coding agent used, with this host and the plan at hand: counters that you"
            + " name, or what the agent's own output says of them. What is recorded twice counts"
            + " once."
      },
      footer = {
        "",
        "Output that is read: claude -p --output-format stream-json --verbose, codex exec --json,"
            + " gemini -o stream-json, opencode run --format json, qwen -o stream-json; and the"
            + " transcripts that claude and codex keep. Lines that say nothing of usage are passed"
            + " over.",
        "",
        "Example:",
        "  claude -p --output-format stream-json --verbose < prompt.txt | tee run.jsonl",
        "  pawl tokens add --agent claude --from run.jsonl --task NET-T04",
        "  pawl tokens add --agent aider --model gpt-5 --input 12000 --output 800"
      })
  public static final class Add implements Callable<Integer> {
    private final Context context;

    @Option(
        names = "--agent",
        paramLabel = "AGENT",
        description = "The program that used them; always needed.")
    String agent = "";

    @Option(
        names = "--from",
        paramLabel = "FILE",
        description =
            "What it printed: a file, or - for standard input. Read for claude, codex, gemini,"
                + " opencode and qwen.")
    @Nullable String from;

    @Option(
        names = "--model",
        paramLabel = "MODEL",
        description = "The model, where the output does not name it.")
    @Nullable String model;

    @Option(
        names = "--input",
        paramLabel = "COUNT",
        description = "Tokens that the model read, those of the cache included.")
    @Nullable String input;

    @Option(names = "--output", paramLabel = "COUNT", description = "Tokens that it wrote.")
    @Nullable String output;

    @Option(
        names = "--cache-read",
        paramLabel = "COUNT",
        description = "Of the input: what came from a cache.")
    @Nullable String cacheRead;

    @Option(
        names = "--cache-write",
        paramLabel = "COUNT",
        description = "Of the input: what was put into a cache.")
    @Nullable String cacheWrite;

    @Option(
        names = "--session",
        paramLabel = "NAME",
        description = "The agent's name for the conversation.")
    @Nullable String session;

    @Option(
        names = "--run",
        paramLabel = "NAME",
        description =
            "A name for what was counted: a second record of one agent, session and run is the"
                + " same. Without it each record counts.")
    @Nullable String run;

    @Option(
        names = "--cumulative",
        description = "The counters are those of the whole session so far.")
    boolean cumulative;

    @Option(names = "--plan", paramLabel = "PLAN", description = "The plan that it was for.")
    @Nullable String plan;

    @Option(names = "--task", paramLabel = "TASK", description = "The task that it was for.")
    @Nullable String task;

    @Option(
        names = "--cost",
        paramLabel = "AMOUNT",
        description = "What it cost in US dollars, where the agent said so.")
    @Nullable String cost;

    @Mixin OutputFormat format = new OutputFormat();

    public Add(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() throws Failure {
      if (agent.isEmpty()) {
        throw Failure.usage(
            "which agent used them?",
            "say --agent with a name: --from reads "
                + String.join(", ", AgentOutput.KNOWN.keySet()));
      }
      for (String name : Stream.of(agent, model, session, run).filter(Objects::nonNull).toList()) {
        if (name.isBlank() || name.length() > AgentRun.LONGEST) {
          throw Failure.usage(
              "a name has 1 to %d characters, and is not %s"
                  .formatted(AgentRun.LONGEST, Printable.quoted(name)));
        }
      }
      List<UsageReading> readings = from == null ? List.of(counted()) : read(from);
      RecordUsage.Outcome outcome =
          new RecordUsage(context.surroundings())
              .run(new RecordUsage.Request(agent, model, plan, task, readings));
      outcome.notes().forEach(context.console()::note);
      if (format.json()) {
        json(outcome.recorded());
      } else if (!context.quiet()) {
        outcome.recorded().forEach(this::text);
      }
      return Exit.OK;
    }

    private UsageReading counted() throws Failure {
      if (input == null && output == null) {
        throw Failure.usage(
            "what was used? neither counters nor an output are named",
            "say --input COUNT --output COUNT, or --from FILE");
      }
      if (cumulative && session == null) {
        throw Failure.usage(
            "--cumulative counts the runs of a session together, and none is named",
            "say --session NAME");
      }
      Tokens tokens =
          new Tokens(
              count("--input", input),
              count("--output", output),
              count("--cache-read", cacheRead),
              count("--cache-write", cacheWrite));
      if (tokens.cacheRead() + tokens.cacheCreation() > tokens.input()) {
        throw Failure.usage(
            "--input counts what came from the cache and what went into it too, and is less than"
                + " that",
            "add them to --input: at least " + (tokens.cacheRead() + tokens.cacheCreation()));
      }
      return new UsageReading(
          session == null ? "" : session,
          run == null ? ReplicaId.random(context.surroundings().random()).value() : run,
          model,
          cumulative ? Span.SESSION : Span.RUN,
          tokens,
          amount());
    }

    private static long count(String option, @Nullable String typed) throws Failure {
      if (typed == null) {
        return 0;
      }
      if (!typed.matches("[0-9]{1,13}") || Long.parseLong(typed) > Tokens.MOST) {
        throw Failure.usage(
            "%s takes a number from 0 to %d, not %s"
                .formatted(option, Tokens.MOST, Printable.quoted(typed)));
      }
      return Long.parseLong(typed);
    }

    private @Nullable BigDecimal amount() throws Failure {
      if (cost != null && !cost.matches("[0-9]{1,7}(\\.[0-9]{1,12})?")) {
        throw Failure.usage(
            "--cost takes an amount in US dollars, as 0.25, not " + Printable.quoted(cost));
      }
      return cost == null ? null : new BigDecimal(cost);
    }

    private List<UsageReading> read(String file) throws Failure {
      if (Stream.of(input, output, cacheRead, cacheWrite, run, cost).anyMatch(Objects::nonNull)
          || cumulative) {
        throw Failure.usage(
            "--from reads the counters, and others are named", "leave out one or the other");
      }
      AgentOutput known = AgentOutput.of(agent);
      if (known == null) {
        throw Failure.usage(
                "the output of '" + agent + "' is not known",
                "known are " + String.join(", ", AgentOutput.KNOWN.keySet()),
                "or name the counters: --input COUNT --output COUNT")
            .meaning(Suggestion.nearest(agent, AgentOutput.KNOWN.keySet()).stream().toList());
      }
      AgentUsage usage = read(file, known);
      usage
          .passedOver()
          .forEach(place -> context.console().note("pawl: passed over: " + place(file) + place));
      if (usage.readings().isEmpty()) {
        throw Failure.refused(
            place(file) + "nothing in it says what " + agent + " used",
            "is it the output of another agent, or of a run that was cut off?");
      }
      return usage.readings().stream().map(this::named).toList();
    }

    private AgentUsage read(String file, AgentOutput known) throws Failure {
      try {
        if (file.equals("-")) {
          return AgentUsage.of(known, System.in);
        }
        Path path = context.surroundings().directory().resolve(file);
        try (InputStream in = Files.newInputStream(path)) {
          return AgentUsage.of(known, in);
        }
      } catch (UnfitOutput e) {
        throw Failure.refused(place(file) + e.getMessage() + "; nothing was recorded");
      } catch (IOException e) {
        throw Failure.of(place(file) + "it cannot be read", e);
      } catch (InvalidPathException e) {
        throw Failure.usage(Printable.quoted(file) + " cannot be the path of a file");
      }
    }

    private static String place(String file) {
      return (file.equals("-") ? "standard input" : file) + ": ";
    }

    private UsageReading named(UsageReading read) {
      boolean unnamed = read.session().isEmpty() && session != null;
      return unnamed
          ? new UsageReading(
              Objects.requireNonNull(session),
              read.run(),
              read.model(),
              read.counted(),
              read.tokens(),
              read.costUsd())
          : read;
    }

    private void text(UsageRecord record) {
      Tokens tokens = record.usage().tokens();
      PlanId plan = record.plan();
      TaskId task = record.usage().task();
      String whose = record.usage().by().model();
      Line line =
          new Line()
              .add(Style.GREEN, "recorded ")
              .add(Style.BOLD, record.usage().by().agent())
              .add(whose == null ? "" : " " + whose)
              .add("  " + Amounts.exact(tokens.input()) + " in, ")
              .add(Amounts.exact(tokens.output()) + " out");
      if (record.usage().counted() != Span.RUN) {
        line.add(Style.DIM, " in the session so far");
      }
      if (plan != null) {
        line.add(Style.DIM, "  " + (task == null ? plan.value() : task.value()));
      }
      context.console().wrap(line, 2);
    }

    private void json(List<UsageRecord> recorded) {
      Json.print(
          context.console(),
          "pawl.usage/1",
          json ->
              json.objects(
                  "recorded",
                  recorded,
                  (each, record) -> {
                    PlanId plan = record.plan();
                    TaskId task = record.usage().task();
                    AgentRun by = record.usage().by();
                    each.text("agent", by.agent())
                        .text("model", by.model())
                        .text("session", by.session().isEmpty() ? null : by.session())
                        .text("run", by.run())
                        .text("counted", record.usage().counted().word())
                        .text("project", record.usage().project())
                        .text("plan", plan == null ? null : plan.value())
                        .text("task", task == null ? null : task.value())
                        .text("host", record.host());
                    Amounts.json(each, record.usage().tokens())
                        .decimal("cost_usd", record.usage().costUsd());
                  }));
    }
  }
}
