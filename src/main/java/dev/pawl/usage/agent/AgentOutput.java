package dev.pawl.usage.agent;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The lines of one agent: what it prints with its JSON option, or keeps of a session. */
public sealed interface AgentOutput
    permits ClaudeOutput, CodexOutput, GeminiOutput, OpencodeOutput, QwenOutput {

  /** Takes a line in; one that says nothing of usage is passed over. */
  void line(OutputLine line) throws UnfitOutput;

  /** What the lines came to; empty when none of them said anything of usage. */
  List<UsageReading> readings();

  /** The agents that are known, and who reads their output. */
  Map<String, Supplier<AgentOutput>> KNOWN =
      new TreeMap<>(
          Map.of(
              "claude", ClaudeOutput::new,
              "codex", CodexOutput::new,
              "gemini", GeminiOutput::new,
              "opencode", OpencodeOutput::new,
              "qwen", QwenOutput::new));

  /** For the agent of this name; null when its output is not known. */
  static @Nullable AgentOutput of(String agent) {
    Supplier<AgentOutput> output = KNOWN.get(agent);
    return output == null ? null : output.get();
  }
}
