package dev.pawl.usage.agent;

import dev.pawl.journal.usage.Span;
import dev.pawl.journal.usage.Tokens;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Codex, {@code codex exec --json}, and the rollout that it keeps of a session. Its counters go on
 * when a session is resumed; input counts with the cache.
 */
final class CodexOutput implements AgentOutput {
  private String session = "";
  private @Nullable String model;
  private @Nullable Tokens highest;
  private String run = "";

  @Override
  public void line(OutputLine line) throws UnfitOutput {
    switch (line.text("type")) {
      case "thread.started" -> session = line.text("thread_id");
      case "session_meta" -> session = line.text("payload", "id");
      case "turn_context" -> model = line.name("payload", "model");
      case "turn.completed" -> counted(line, line.objects().get("usage"));
      case "event_msg" -> counted(line, line.objects("payload", "info").get("total_token_usage"));
      default -> {}
    }
  }

  private void counted(OutputLine line, @Nullable OutputLine usage) throws UnfitOutput {
    if (usage == null) {
      return;
    }
    Tokens tokens =
        new Tokens(
            usage.counter("input_tokens"),
            usage.counter("output_tokens"),
            usage.counter("cached_input_tokens"),
            0);
    if (highest == null || tokens.total() > highest.total()) {
      highest = tokens;
      run = line.digest();
    }
  }

  @Override
  public List<UsageReading> readings() {
    Tokens tokens = highest;
    return tokens == null
        ? List.of()
        : List.of(new UsageReading(session, run, model, Span.SESSION, tokens, null));
  }
}
