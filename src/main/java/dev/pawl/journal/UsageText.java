package dev.pawl.journal;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.pawl.journal.EventFields.Unfit;
import dev.pawl.journal.usage.AgentRun;
import dev.pawl.journal.usage.Span;
import dev.pawl.journal.usage.Tokens;
import dev.pawl.journal.usage.Usage;
import dev.pawl.plan.TaskId;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Usage} in the line of its event. The task has a name of its own there: an earlier
 * version, which passes over this kind, would take {@code task} for a word about the task.
 */
final class UsageText {
  static final String KIND = "usage";

  private static final String INPUT = "gen_ai.usage.input_tokens";
  private static final String OUTPUT = "gen_ai.usage.output_tokens";
  private static final String CACHE_READ = "gen_ai.usage.cache_read.input_tokens";
  private static final String CACHE_CREATION = "gen_ai.usage.cache_creation.input_tokens";
  private static final Pattern COST = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,12})?");

  /** The members that only this kind has. */
  static final Set<String> MEMBERS =
      Set.of(
          "agent",
          "session",
          "run",
          "model",
          "project",
          "for_task",
          "counted",
          "cost_usd",
          INPUT,
          OUTPUT,
          CACHE_READ,
          CACHE_CREATION);

  private UsageText() {}

  static void write(JsonGenerator json, Usage usage) throws IOException {
    json.writeStringField("kind", KIND);
    AgentRun by = usage.by();
    text(json, "agent", by.agent());
    text(json, "session", by.session());
    text(json, "run", by.run());
    text(json, "model", by.model());
    text(json, "project", usage.project());
    TaskId task = usage.task();
    if (task != null) {
      text(json, "for_task", task.value());
    }
    json.writeStringField("counted", usage.counted().word());
    Tokens tokens = usage.tokens();
    json.writeNumberField(INPUT, tokens.input());
    json.writeNumberField(OUTPUT, tokens.output());
    json.writeNumberField(CACHE_READ, tokens.cacheRead());
    json.writeNumberField(CACHE_CREATION, tokens.cacheCreation());
    BigDecimal cost = usage.costUsd();
    if (cost != null) {
      json.writeStringField("cost_usd", cost.toPlainString());
    }
  }

  private static void text(JsonGenerator json, String name, @Nullable String text)
      throws IOException {
    json.writeFieldName(name);
    json.writeString(text == null ? null : EventText.wellFormed(text));
  }

  static Usage read(EventFields fields) throws Unfit {
    String model = fields.optionalText("model");
    String task = fields.optionalText("for_task");
    String cost = fields.optionalText("cost_usd");
    if (cost != null && !COST.matcher(cost).matches()) {
      throw new Unfit("cost_usd is not an amount");
    }
    return new Usage(
        new AgentRun(
            name("agent", fields.text("agent")),
            name("session", fields.text("session")),
            name("run", fields.text("run")),
            model == null ? null : name("model", model)),
        Span.of(fields.text("counted"))
            .orElseThrow(() -> new Unfit("counted is none of run, session, model")),
        new Tokens(
            counter(fields, INPUT),
            counter(fields, OUTPUT),
            counter(fields, CACHE_READ),
            counter(fields, CACHE_CREATION)),
        cost == null ? null : new BigDecimal(cost),
        name("project", fields.text("project")),
        task == null
            ? null
            : TaskId.of(task).orElseThrow(() -> new Unfit("for_task is not a task id")));
  }

  private static String name(String member, String text) throws Unfit {
    if (text.length() > AgentRun.LONGEST) {
      throw new Unfit(member + " is longer than " + AgentRun.LONGEST + " characters");
    }
    return text;
  }

  private static long counter(EventFields fields, String name) throws Unfit {
    return fields.number(name, 0, Tokens.MOST);
  }
}
