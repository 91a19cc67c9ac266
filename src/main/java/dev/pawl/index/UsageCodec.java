package dev.pawl.index;

import dev.pawl.journal.usage.AgentRun;
import dev.pawl.journal.usage.Span;
import dev.pawl.journal.usage.Tokens;
import dev.pawl.journal.usage.Usage;
import dev.pawl.plan.TaskId;
import java.math.BigDecimal;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What agents used, as bytes. */
final class UsageCodec {
  private UsageCodec() {}

  static void pack(Packer out, Usage usage) {
    AgentRun by = usage.by();
    out.text(by.agent()).text(by.session()).text(by.run()).text(by.model());
    out.text(usage.counted().name());
    Tokens tokens = usage.tokens();
    out.number(tokens.input()).number(tokens.output());
    out.number(tokens.cacheRead()).number(tokens.cacheCreation());
    BigDecimal cost = usage.costUsd();
    TaskId task = usage.task();
    out.text(cost == null ? null : cost.toPlainString()).text(usage.project());
    out.text(task == null ? null : task.value());
  }

  static Usage usage(Unpacker in) {
    return usage(in, name -> name, task -> task == null ? null : new TaskId(task));
  }

  /** The same, where names and tasks are held as these give them back. */
  static Usage usage(
      Unpacker in, UnaryOperator<String> held, Function<@Nullable String, @Nullable TaskId> task) {
    return new Usage(
        run(in, held),
        Span.valueOf(in.must()),
        new Tokens(in.number(), in.number(), in.number(), in.number()),
        cost(in.text()),
        held.apply(in.must()),
        task.apply(in.text()));
  }

  private static AgentRun run(Unpacker in, UnaryOperator<String> held) {
    String agent = held.apply(in.must());
    String session = held.apply(in.must());
    String run = in.must();
    String model = in.text();
    return new AgentRun(agent, session, run, model == null ? null : held.apply(model));
  }

  private static @Nullable BigDecimal cost(@Nullable String text) {
    return text == null ? null : new BigDecimal(text);
  }
}
