package dev.pawl.usage.agent;

import dev.pawl.journal.usage.Span;
import dev.pawl.journal.usage.Tokens;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * opencode, {@code opencode run --format json}. Each step counts for itself; input counts without
 * the cache, and output without what the model thought. The run is named by its first step.
 */
final class OpencodeOutput implements AgentOutput {
  private String session = "";
  private String run = "";
  private Tokens sum = Tokens.NONE;
  private @Nullable BigDecimal cost;

  @Override
  public void line(OutputLine line) throws UnfitOutput {
    OutputLine part = line.objects().get("part");
    if (!line.text("type").equals("step_finish") || part == null || !part.has("tokens")) {
      return;
    }
    if (run.isEmpty()) {
      session = line.text("sessionID");
      run = part.name("id") == null ? line.digest() : part.text("id");
    }
    long read = part.counter("tokens", "cache", "read");
    long written = part.counter("tokens", "cache", "write");
    long output = part.counter("tokens", "output") + part.counter("tokens", "reasoning");
    long input = part.counter("tokens", "input") + read + written;
    sum = sum.plus(new Tokens(input, output, read, written));
    BigDecimal more = part.cost("cost");
    // It says 0 where it knows no price.
    if (more != null && more.signum() > 0) {
      cost = cost == null ? more : cost.add(more);
    }
  }

  @Override
  public List<UsageReading> readings() {
    return run.isEmpty()
        ? List.of()
        : List.of(new UsageReading(session, run, null, Span.RUN, sum, cost));
  }
}
