package dev.pawl.usage.agent;

import dev.pawl.journal.usage.Span;
import dev.pawl.journal.usage.Tokens;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Claude Code, {@code claude -p --output-format stream-json}, and the transcript that it keeps of a
 * session. The last line's {@code modelUsage} counts for the whole session, model by model; its
 * {@code usage}, where there is no other, for the run. Input counts without the cache in both. In a
 * transcript a message stands once for each of its parts, with counters that grow.
 */
final class ClaudeOutput implements AgentOutput {
  private record Message(String model, Tokens tokens) {}

  private final List<UsageReading> results = new ArrayList<>();
  private final Map<String, Message> messages = new LinkedHashMap<>();
  private @Nullable String model;
  private String session = "";
  private String last = "";

  @Override
  public void line(OutputLine line) throws UnfitOutput {
    switch (line.text("type")) {
      case "system" -> model = line.name("model") == null ? model : line.name("model");
      case "assistant" -> message(line);
      case "result" -> result(line);
      default -> {}
    }
  }

  private void result(OutputLine line) throws UnfitOutput {
    String of = line.text("session_id");
    String uuid = line.text("uuid");
    String run = uuid.isEmpty() ? line.digest() : uuid;
    Map<String, OutputLine> models = line.objects("modelUsage");
    for (Map.Entry<String, OutputLine> each : models.entrySet()) {
      OutputLine counted = each.getValue();
      Tokens tokens =
          tokens(
              counted.counter("inputTokens"),
              counted.counter("outputTokens"),
              counted.counter("cacheReadInputTokens"),
              counted.counter("cacheCreationInputTokens"));
      if (!tokens.equals(Tokens.NONE)) {
        BigDecimal cost = counted.cost("costUSD");
        results.add(ofModel(of, run, each.getKey(), tokens, cost));
      }
    }
    if (models.isEmpty() && line.has("usage")) {
      results.add(new UsageReading(of, run, model, Span.RUN, tokens(line, "usage"), null));
    }
  }

  private void message(OutputLine line) throws UnfitOutput {
    String id = line.text("message", "id");
    // What is printed names its session in another way, and has a result.
    String of = line.text("sessionId");
    if (id.isEmpty() || of.isEmpty() || !line.has("message", "usage")) {
      return;
    }
    session = of;
    last = id;
    String name = line.text("message", "model");
    Message known = messages.getOrDefault(id, new Message(name, Tokens.NONE));
    Tokens tokens = tokens(line, "message", "usage");
    messages.put(id, new Message(name, known.tokens().highest(tokens)));
  }

  private static Tokens tokens(OutputLine line, String... path) throws UnfitOutput {
    return tokens(
        line.counter(and(path, "input_tokens")),
        line.counter(and(path, "output_tokens")),
        line.counter(and(path, "cache_read_input_tokens")),
        line.counter(and(path, "cache_creation_input_tokens")));
  }

  private static String[] and(String[] path, String name) {
    List<String> longer = new ArrayList<>(List.of(path));
    longer.add(name);
    return longer.toArray(String[]::new);
  }

  private static Tokens tokens(long uncached, long output, long read, long created) {
    return new Tokens(uncached + read + created, output, read, created);
  }

  private static UsageReading ofModel(
      String session, String run, String model, Tokens tokens, @Nullable BigDecimal cost) {
    return new UsageReading(session, run + " " + model, model, Span.MODEL, tokens, cost);
  }

  @Override
  public List<UsageReading> readings() {
    if (!results.isEmpty() || messages.isEmpty()) {
      return List.copyOf(results);
    }
    Map<String, Tokens> models = new TreeMap<>();
    for (Message message : messages.values()) {
      models.merge(message.model(), message.tokens(), Tokens::plus);
    }
    // What Claude Code says in a model's place was not bought.
    models.values().removeIf(Tokens.NONE::equals);
    return models.entrySet().stream()
        .map(each -> ofModel(session, last, each.getKey(), each.getValue(), null))
        .toList();
  }
}
