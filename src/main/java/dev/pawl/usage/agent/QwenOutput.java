package dev.pawl.usage.agent;

import dev.pawl.journal.usage.Span;
import dev.pawl.journal.usage.Tokens;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Qwen Code, {@code qwen -o stream-json}. The last line counts for the run, with a call that no
 * other line shows, so its messages are not summed up; input counts with the cache.
 */
final class QwenOutput implements AgentOutput {
  private final List<UsageReading> readings = new ArrayList<>();
  private @Nullable String model;

  @Override
  public void line(OutputLine line) throws UnfitOutput {
    String type = line.text("type");
    if (type.equals("system") && line.name("model") != null) {
      model = line.name("model");
    } else if (type.equals("result") && line.has("usage")) {
      Tokens tokens =
          new Tokens(
              line.counter("usage", "input_tokens"),
              line.counter("usage", "output_tokens"),
              line.counter("usage", "cache_read_input_tokens"),
              line.counter("usage", "cache_creation_input_tokens"));
      String run = line.name("uuid") == null ? line.digest() : line.text("uuid");
      readings.add(new UsageReading(line.text("session_id"), run, model, Span.RUN, tokens, null));
    }
  }

  @Override
  public List<UsageReading> readings() {
    return List.copyOf(readings);
  }
}
