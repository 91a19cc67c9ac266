package dev.pawl.usage.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.pawl.journal.usage.Span;
import dev.pawl.journal.usage.Tokens;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the agents print and keep. The outputs are written by what is known of Claude Code 2.1,
 * Codex 0.169, Gemini CLI 0.61, opencode 1.18 and Qwen Code 0.24: what each counter means was seen
 * in runs, the transcripts that they keep are taken from public sources. Numbers tell the counters
 * apart.
 */
final class AgentOutputTest {
  private static AgentUsage read(String agent, String output) throws Exception {
    return AgentUsage.of(
        requireNonNull(AgentOutput.of(agent)), new ByteArrayInputStream(output.getBytes(UTF_8)));
  }

  private static List<UsageReading> readings(String agent, String output) throws Exception {
    AgentUsage usage = read(agent, output);
    assertThat(usage.passedOver()).isEmpty();
    return usage.readings();
  }

  @Test
  @DisplayName("claude: modelUsage counts for the session, model by model; input lacks the cache")
  void claude() throws Exception {
    String output =
        """
        {"type":"system","subtype":"init","session_id":"s-1","model":"claude-large","tools":["Bash"]}
        a line that some tool printed
        {"type":"assistant","session_id":"s-1","message":{"id":"m","usage":{"input_tokens":99}}}
        {"type":"result","subtype":"success","is_error":false,"session_id":"s-1","uuid":"u-1",\
        "result":"done","total_cost_usd":0.31,"usage":{"input_tokens":10,"output_tokens":41},\
        "modelUsage":{\
        "claude-large":{"inputTokens":10,"outputTokens":41,"cacheReadInputTokens":300,\
        "cacheCreationInputTokens":2000,"costUSD":0.2,"contextWindow":200000},\
        "claude-small":{"inputTokens":500,"outputTokens":9,"costUSD":0.11}}}
        """;
    assertThat(readings("claude", output))
        .containsExactly(
            new UsageReading(
                "s-1",
                "u-1 claude-large",
                "claude-large",
                Span.MODEL,
                new Tokens(2310, 41, 300, 2000),
                new BigDecimal("0.2")),
            new UsageReading(
                "s-1",
                "u-1 claude-small",
                "claude-small",
                Span.MODEL,
                new Tokens(500, 9, 0, 0),
                new BigDecimal("0.11")));
  }

  @Test
  @DisplayName(
      "claude: without modelUsage the usage of the run counts, and no cost: it is not its own")
  void claudeRun() throws Exception {
    String output =
        """
        {"type":"system","subtype":"init","session_id":"s-1","model":"claude-large"}
        {"type":"result","session_id":"s-1","uuid":"u-1","total_cost_usd":0.31,\
        "usage":{"input_tokens":10,"cache_read_input_tokens":5,"output_tokens":41}}
        """;
    assertThat(readings("claude", output))
        .containsExactly(
            new UsageReading(
                "s-1", "u-1", "claude-large", Span.RUN, new Tokens(15, 41, 5, 0), null));
  }

  @Test
  @DisplayName("claude: in a transcript a message counts once, however many parts it has")
  void claudeTranscript() throws Exception {
    String part =
        """
        {"type":"assistant","sessionId":"s-1","message":{"id":"%s","model":"%s",\
        "usage":{"input_tokens":%d,"output_tokens":%d,"cache_read_input_tokens":7}}}
        """;
    String output =
        """
        {"type":"user","sessionId":"s-1","message":{"role":"user","content":"hello"}}
        """
            + part.formatted("m-1", "claude-large", 10, 1)
            + part.formatted("m-1", "claude-large", 10, 20)
            + part.formatted("m-2", "claude-large", 100, 5)
            + part.formatted("m-3", "claude-small", 1, 1);
    assertThat(readings("claude", output))
        .extracting(UsageReading::model, UsageReading::tokens, UsageReading::counted)
        .containsExactly(
            tuple("claude-large", new Tokens(124, 25, 14, 0), Span.MODEL),
            tuple("claude-small", new Tokens(8, 1, 7, 0), Span.MODEL));
  }

  @Test
  @DisplayName("codex: counters go on over the session; input has the cache")
  void codex() throws Exception {
    String output =
        """
        {"type":"thread.started","thread_id":"t-1"}
        {"type":"turn.started"}
        {"type":"item.completed","item":{"id":"item_0","type":"agent_message","text":"hi"}}
        {"type":"turn.completed","usage":{"input_tokens":900,"cached_input_tokens":400,"output_tokens":30}}
        """;
    UsageReading reading = readings("codex", output).getFirst();
    assertThat(reading.session()).isEqualTo("t-1");
    assertThat(reading.counted()).isEqualTo(Span.SESSION);
    assertThat(reading.tokens()).isEqualTo(new Tokens(900, 30, 400, 0));
    assertThat(readings("codex", output).getFirst().run()).isEqualTo(reading.run());
  }

  @Test
  @DisplayName("codex: its rollout names the model, and the last counters are the highest")
  void codexRollout() throws Exception {
    String count =
        """
        {"timestamp":"2026-11-20T08:41:00.123Z","type":"event_msg","payload":{"type":"token_count",\
        "info":{"total_token_usage":{"input_tokens":%d,"cached_input_tokens":1,"output_tokens":2},\
        "last_token_usage":{"input_tokens":5}}}}
        """;
    String output =
        """
        {"type":"session_meta","payload":{"id":"t-1","cwd":"/tmp"}}
        {"type":"turn_context","payload":{"model":"gpt-5-codex"}}
        {"type":"event_msg","payload":{"type":"token_count","info":null}}
        """
            + count.formatted(100)
            + count.formatted(250);
    assertThat(readings("codex", output))
        .extracting(UsageReading::session, UsageReading::model, UsageReading::tokens)
        .containsExactly(tuple("t-1", "gpt-5-codex", new Tokens(250, 2, 1, 0)));
  }

  @Test
  @DisplayName("gemini: input has the cache, and the total has what the model thought")
  void gemini() throws Exception {
    String output =
        """
        {"type":"init","timestamp":"2026-11-20T08:41:00.123Z","session_id":"g-1","model":"gemini-3-pro"}
        {"type":"message","role":"assistant","content":"hi","delta":true}
        {"type":"result","timestamp":"2026-11-20T08:41:09.000Z","status":"success","stats":\
        {"total_tokens":1300,"input_tokens":1000,"output_tokens":90,"cached":600,"tool_calls":2}}
        """;
    UsageReading reading = readings("gemini", output).getFirst();
    assertThat(reading.model()).isEqualTo("gemini-3-pro");
    assertThat(reading.counted()).isEqualTo(Span.RUN);
    assertThat(reading.tokens()).isEqualTo(new Tokens(1000, 300, 600, 0));
    assertThat(
            readings(
                "gemini",
                output.replace(
                    "\"tool_calls\":2",
                    "\"models\":{\"flash\":{\"input_tokens\":4,\"output_tokens\":1}}")))
        .extracting(UsageReading::model, UsageReading::tokens)
        .containsExactly(tuple("flash", new Tokens(4, 1, 0, 0)));
  }

  @Test
  @DisplayName("opencode: steps are summed up; input lacks the cache, output what was thought")
  void opencode() throws Exception {
    String step =
        """
        {"type":"step_finish","timestamp":1,"sessionID":"ses_1","part":{"id":"prt_%d",\
        "type":"step-finish","cost":%s,"tokens":{"input":100,"output":10,"reasoning":3,\
        "cache":{"read":1000,"write":50}}}}
        """;
    String output = step.formatted(1, "0.01") + step.formatted(2, "0.02");
    assertThat(readings("opencode", output))
        .containsExactly(
            new UsageReading(
                "ses_1",
                "prt_1",
                null,
                Span.RUN,
                new Tokens(2300, 26, 2000, 100),
                new BigDecimal("0.03")));
    assertThat(readings("opencode", step.formatted(1, "0")).getFirst().costUsd()).isNull();
  }

  @Test
  @DisplayName("qwen: the result counts, with the call that no message shows")
  void qwen() throws Exception {
    String output =
        """
        {"type":"system","subtype":"init","session_id":"q-1","model":"qwen3-coder"}
        {"type":"assistant","session_id":"q-1","message":{"id":"m","usage":{"input_tokens":100}}}
        {"type":"result","uuid":"u-1","session_id":"q-1","usage":{"input_tokens":180,\
        "output_tokens":20,"cache_read_input_tokens":64,"total_tokens":200}}
        """;
    assertThat(readings("qwen", output))
        .containsExactly(
            new UsageReading(
                "q-1", "u-1", "qwen3-coder", Span.RUN, new Tokens(180, 20, 64, 0), null));
  }

  @ParameterizedTest
  @DisplayName("N51 counters that cannot be are refused, with their line")
  @ValueSource(
      strings = {
        "-1",
        "1.5",
        "1e400",
        "1e99999999999",
        "1000000000001",
        "\"12\"",
        "123456789012345678901234567890123456789012345678901234567890"
      })
  void counters(String counter) {
    String output =
        """
        {"type":"thread.started","thread_id":"t-1"}
        {"type":"turn.completed","usage":{"input_tokens":%s,"output_tokens":30}}
        """
            .formatted(counter);
    assertThatThrownBy(() -> read("codex", output))
        .isInstanceOf(UnfitOutput.class)
        .hasMessageStartingWith("line 2: input_tokens is no counter");
  }

  @Test
  @DisplayName("lines that are not whole are named; what is not JSON is nobody's usage")
  void torn() throws Exception {
    String torn = "{\"type\":\"turn.completed\",\"usage\":{\"input_to\nplain text\n[1]\n\n";
    AgentUsage usage = read("codex", torn.repeat(20));
    assertThat(usage.readings()).isEmpty();
    assertThat(usage.passedOver())
        .startsWith("line 1 is not whole JSON", "line 5 is not whole JSON")
        .endsWith("10 more lines")
        .hasSize(11);
  }

  @Test
  @DisplayName("N51 a hundred-megabyte line is passed over in the memory of a few")
  void longLine() throws Exception {
    long[] left = {100L << 20};
    byte[] end = "\n{\"type\":\"turn.completed\",\"usage\":{\"input_tokens\":5}}\n".getBytes(UTF_8);
    try (InputStream in =
        new SequenceInputStream(
            new InputStream() {
              @Override
              public int read() {
                return left[0]-- > 0 ? '{' : -1;
              }

              @Override
              public int read(byte[] into, int off, int len) {
                int n = (int) Math.min(len, left[0]);
                Arrays.fill(into, off, off + n, (byte) '{');
                left[0] -= n;
                return n == 0 ? -1 : n;
              }
            },
            new ByteArrayInputStream(end))) {
      AgentUsage usage = AgentUsage.of(requireNonNull(AgentOutput.of("codex")), in);
      assertThat(usage.passedOver()).containsExactly("line 1 is longer than 8 MiB");
      assertThat(usage.readings())
          .extracting(UsageReading::tokens)
          .containsExactly(new Tokens(5, 0, 0, 0));
    }
  }

  @Test
  @DisplayName("N51 deep, broad and repeated members cost no more than their bytes")
  void hostile() throws Exception {
    String deep = "{\"type\":\"result\",\"usage\":" + "{\"a\":".repeat(100_000) + "\n";
    String broad = "{\"type\":\"result\",\"x\":{" + "\"k\":{},".repeat(200_000) + "\"k\":1}}\n";
    assertThat(read("claude", deep + broad).readings()).isEmpty();
    StringBuilder many = new StringBuilder("{\"type\":\"result\",\"modelUsage\":{");
    for (int i = 0; i < 2_000; i++) {
      many.append("\"m%d\":{\"inputTokens\":1},".formatted(i));
    }
    String models = many + "\"m\":{}}}\n";
    assertThatThrownBy(() -> read("claude", models)).isInstanceOf(UnfitOutput.class);
  }
}
