package dev.pawl.usage.agent;

import dev.pawl.journal.usage.Span;
import dev.pawl.journal.usage.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gemini CLI, {@code gemini -o stream-json}. The last line counts for the run, in newer versions
 * model by model too; input counts with the cache, and what the model thought only in the total.
 */
final class GeminiOutput implements AgentOutput {
  private final List<UsageReading> readings = new ArrayList<>();
  private String session = "";
  private @Nullable String model;

  @Override
  public void line(OutputLine line) throws UnfitOutput {
    switch (line.text("type")) {
      case "init" -> {
        session = line.text("session_id");
        model = line.name("model");
      }
      case "result" -> result(line);
      default -> {}
    }
  }

  private void result(OutputLine line) throws UnfitOutput {
    OutputLine stats = line.objects().get("stats");
    if (stats == null) {
      return;
    }
    Map<String, OutputLine> models = stats.objects("models");
    for (Map.Entry<String, OutputLine> each : models.entrySet()) {
      Tokens tokens = tokens(each.getValue());
      String run = line.digest() + " " + each.getKey();
      readings.add(new UsageReading(session, run, each.getKey(), Span.RUN, tokens, null));
    }
    if (models.isEmpty()) {
      readings.add(new UsageReading(session, line.digest(), model, Span.RUN, tokens(stats), null));
    }
  }

  private static Tokens tokens(OutputLine stats) throws UnfitOutput {
    long input = stats.counter("input_tokens");
    long thought = stats.counter("total_tokens") - input;
    long output = Math.max(stats.counter("output_tokens"), thought);
    return new Tokens(input, output, stats.counter("cached"), 0);
  }

  @Override
  public List<UsageReading> readings() {
    return List.copyOf(readings);
  }
}
