package dev.pawl.journal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.journal.usage.AgentRun;
import dev.pawl.journal.usage.Span;
import dev.pawl.journal.usage.Tokens;
import dev.pawl.journal.usage.Usage;
import dev.pawl.plan.PlanId;
import dev.pawl.plan.TaskId;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class EventCodecTest {
  private static final ReplicaId REPLICA = new ReplicaId("0123456789abcdefghjkmnpqrs");
  private static final TaskId TASK = TaskId.of("T01").orElseThrow();
  private static final PlanId PLAN = PlanId.of("P-1").orElseThrow();
  private static final Origin ORIGIN = new Origin(REPLICA, 17, "anvil", "h-1", "human:Zoë");
  private static final HybridTime AT = new HybridTime(1_795_164_060_123L, 2);
  private static final EventId BEFORE = new EventId("ab".repeat(32));

  @Test
  @DisplayName("a line reads as the documentation shows it")
  void line() {
    Event event =
        EventCodec.encode(
            ORIGIN,
            AT,
            new ReportContext(Basis.at("c0ffee"), PLAN, 3L, "it \"works\""),
            List.of(BEFORE),
            new Body.Report(TASK, "done", 2, 1));
    assertThat(event.line())
        .isEqualTo(
            "{\"id\":\""
                + event.id()
                + "\",\"v\":1,\"replica\":\"0123456789abcdefghjkmnpqrs\",\"seq\":17"
                + ",\"host\":\"anvil\",\"host_id\":\"h-1\",\"actor\":\"human:Zoë\""
                + ",\"at\":\"2026-11-20T08:41:00.123Z\",\"tick\":2,\"head\":\"c0ffee\""
                + ",\"kind\":\"report\",\"task\":\"T01\",\"status\":\"done\",\"rank\":2,\"gen\":1"
                + ",\"plan\":\"P-1\",\"epoch\":3,\"after\":[\""
                + BEFORE
                + "\"],\"reason\":\"it \\\"works\\\"\"}");
  }

  @Test
  @DisplayName("N25 an actor of an earlier version is read in the one form, and its line stays")
  void earlierActor() throws Exception {
    String earlier = signed(report().line().replace("human:Zoë", "Zoë"));
    Event read = read(earlier);
    assertThat(read.origin().actor()).isEqualTo("human:Zoë");
    assertThat(read.line()).isEqualTo(earlier);
  }

  @Test
  @DisplayName("every kind of event survives its line")
  void everyKind() {
    ReplicaId owner = new ReplicaId("ffffffffffffffffffff");
    List<Body> bodies =
        List.of(
            new Body.Report(TASK, "done", 2, 0),
            new Body.Reopen(TASK, "todo", 0, 4),
            new Body.Observation(TASK, "done", 2, 0, "c0ffee"),
            new Body.Observation(TASK, "done", 2, 0, null),
            new Body.Takeover(PLAN, owner, 3, 4, 9),
            usage(TASK, new BigDecimal("0.0125")),
            usage(null, null));
    for (Body body : bodies) {
      Basis basis =
          body instanceof Body.Reopen
              ? new Basis(
                  "c0ffee",
                  "decaf",
                  "done",
                  "cancelled",
                  2,
                  new Basis.Former(new TaskId("T0"), new EventId("ab".repeat(32))))
              : Basis.at("c0ffee");
      ReportContext context = new ReportContext(basis, PLAN, null, null);
      Event event = EventCodec.encode(ORIGIN, AT, context, List.of(BEFORE), body);
      Event read = read(event.line());
      assertThat(read.body()).isEqualTo(body);
      assertThat(read.id()).isEqualTo(event.id());
      assertThat(read.origin()).isEqualTo(ORIGIN);
      assertThat(read.at()).isEqualTo(AT);
      assertThat(read.after()).containsExactly(BEFORE);
      assertThat(read.context()).isEqualTo(context);
    }
  }

  private static Body.Used usage(@Nullable TaskId task, @Nullable BigDecimal cost) {
    return new Body.Used(
        new Usage(
            new AgentRun("claude", "s-1", "r-1", task == null ? null : "claude-x"),
            Span.MODEL,
            new Tokens(120, 7, 100, 5),
            cost,
            "net",
            task));
  }

  @Test
  @DisplayName("usage is said in OpenTelemetry's words, and is no word about the task")
  void usage() {
    Event event =
        EventCodec.encode(
            ORIGIN, AT, ReportContext.NONE, List.of(), usage(TASK, new BigDecimal("0.0125")));
    assertThat(event.line())
        .contains(
            "\"kind\":\"usage\",\"agent\":\"claude\",\"session\":\"s-1\",\"run\":\"r-1\""
                + ",\"model\":\"claude-x\",\"project\":\"net\",\"for_task\":\"T01\""
                + ",\"counted\":\"model\",\"gen_ai.usage.input_tokens\":120"
                + ",\"gen_ai.usage.output_tokens\":7"
                + ",\"gen_ai.usage.cache_read.input_tokens\":100"
                + ",\"gen_ai.usage.cache_creation.input_tokens\":5,\"cost_usd\":\"0.0125\"");
    assertThat(event.body().about()).isNull();
    assertThat(Join.of(List.of(event, report())).keySet()).containsExactly(TASK);
  }

  @Test
  @DisplayName("N50 usage whose counters, cost or names cannot be is kept and not counted")
  void forgedUsage() throws Exception {
    String good =
        EventCodec.encode(
                ORIGIN, AT, ReportContext.NONE, List.of(), usage(TASK, new BigDecimal("0.0125")))
            .line();
    for (String forged :
        List.of(
            good.replace("input_tokens\":120", "input_tokens\":-1"),
            good.replace("input_tokens\":120", "input_tokens\":1e3"),
            good.replace("input_tokens\":120", "input_tokens\":1000000000001"),
            good.replace("\"0.0125\"", "\"-1\""),
            good.replace("\"0.0125\"", "0.0125"),
            good.replace("\"0.0125\"", "\"1e999999999\""),
            good.replace("\"model\":\"claude-x\"", "\"model\":\"" + "x".repeat(201) + "\""),
            good.replace("\"counted\":\"model\"", "\"counted\":\"twice\""),
            good.replace("\"for_task\":\"T01\"", "\"for_task\":\"--upload-pack=x\""))) {
      assertThat(forged).isNotEqualTo(good);
      assertThat(read(signed(forged)).body()).as(forged).isInstanceOf(Body.Unknown.class);
    }
  }

  @Test
  @DisplayName("N14 no line with one byte changed, lost or cut off counts")
  void everyByteCounts() {
    byte[] line = report().line().getBytes(UTF_8);
    for (int i = 0; i < line.length; i++) {
      byte[] changed = line.clone();
      changed[i] ^= 1;
      assertThat(EventCodec.decode(changed)).isInstanceOf(DecodedLine.Bad.class);
      assertThat(EventCodec.decode(Arrays.copyOf(line, i))).isInstanceOf(DecodedLine.Bad.class);
    }
  }

  @Test
  @DisplayName("fields of a later version are kept, in the line and under its id")
  void laterFields() throws Exception {
    String line =
        signed(report().line().replace("\"tick\"", "\"weight\":{\"kg\":[1.5,{}]},\"tick\""));
    Event read = read(line);
    assertThat(read.line()).isEqualTo(line);
    assertThat(read.body()).isEqualTo(report().body());
  }

  @Test
  @DisplayName("a later version, an unknown kind, and an id that is none are kept and not counted")
  void unknown() throws Exception {
    for (String line :
        List.of(
            report().line().replace("\"v\":1", "\"v\":2"),
            report().line().replace("\"kind\":\"report\"", "\"kind\":\"applause\""),
            report().line().replace("\"task\":\"T01\"", "\"task\":\"--upload-pack=x\""),
            report().line().replace("\"rank\":2", "\"rank\":-1"),
            report().line().replace("\"rank\":2", "\"rank\":1e99"),
            report().line().replace("\"gen\":0", "\"gen\":9999999999999999999"),
            report().line().replace("\"epoch\":null", "\"epoch\":7"),
            report().line().replace("\"at\":\"2026", "\"at\":\"+999999"))) {
      Event read = read(signed(line));
      assertThat(read.body()).isInstanceOf(Body.Unknown.class);
      assertThat(read.seq()).isEqualTo(17);
      assertThat(Join.of(List.of(read))).isEmpty();
    }
  }

  @Test
  @DisplayName(
      "N50 a rank that a built-in word does not have is damage; words of settings are free")
  void forgedRank() throws Exception {
    String done = "\"status\":\"done\",\"rank\":2";
    for (String forged :
        List.of(
            "\"status\":\"todo\",\"rank\":9",
            "\"status\":\"done\",\"rank\":0",
            "\"status\":\"completed\",\"rank\":1",
            "\"status\":\"in-progress\",\"rank\":2")) {
      String line = signed(report().line().replace(done, forged));
      assertThat(EventCodec.decode(line.getBytes(UTF_8)))
          .as(line)
          .isInstanceOf(DecodedLine.Bad.class);
    }
    for (String free :
        List.of(
            "\"status\":\"completed\",\"rank\":2",
            "\"status\":\"submitted\",\"rank\":1",
            "\"status\":\"wip\",\"rank\":2")) {
      assertThat(read(signed(report().line().replace(done, free))).body())
          .as(free)
          .isInstanceOf(Body.Report.class);
    }
  }

  @Test
  @DisplayName("a line whose replica or number cannot be read belongs nowhere")
  void misplaced() throws Exception {
    for (String line :
        List.of(
            report().line().replace("\"replica\":\"01", "\"replica\":\"../"),
            report().line().replace("\"seq\":17", "\"seq\":0"),
            report().line().replace("\"seq\":17", "\"seq\":\"17\""),
            report().line().replace("\"v\":1,", ""),
            report().line().replace("\"v\":1,", "\"v\":1,\"v\":1,"))) {
      assertThat(EventCodec.decode(signed(line).getBytes(UTF_8)))
          .isInstanceOf(DecodedLine.Bad.class);
    }
  }

  @Test
  @DisplayName("N50 no control character, line separator or turn of direction stands raw in a line")
  void controls() {
    StringBuilder text = new StringBuilder("ok ü 漢 ");
    for (int c = 0; c < 0xa0; c++) {
      text.append((char) c);
    }
    text.append("🦫\u2028\u2029\u202e\u2066\u200f\ufeff");
    Origin origin = new Origin(REPLICA, 1, text.toString(), text.toString(), text.toString());
    ReportContext context =
        new ReportContext(Basis.at(text.toString()), null, null, text.toString());
    Body body = new Body.Report(TASK, "done", 2, 0);
    Event event = EventCodec.encode(origin, AT, context, List.of(), body);
    assertThat(event.line().codePoints())
        .noneMatch(c ->
            Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT
                || Character.getType(c) == Character.LINE_SEPARATOR
                || Character.getType(c) == Character.PARAGRAPH_SEPARATOR);
    assertThat(event.line()).contains("ok ü 漢 ");
    assertThat(event.context().reason()).isEqualTo(text.toString());
  }

  @Test
  @DisplayName("N50 a line with a raw control character is damage, though its id is right")
  void rawControls() throws Exception {
    for (String raw : List.of("\u001b", "\u007f", "\u009b", "\t", "\r")) {
      String line = signed(report().line().replace("anvil", "an" + raw + "vil"));
      assertThat(EventCodec.decode(line.getBytes(UTF_8))).isInstanceOf(DecodedLine.Bad.class);
    }
  }

  @Test
  @DisplayName("half a surrogate pair is replaced, for UTF-8 cannot say it")
  void surrogates() {
    ReportContext context = new ReportContext(Basis.NONE, null, null, "a\ud83db");
    Event event =
        EventCodec.encode(ORIGIN, AT, context, List.of(), new Body.Report(TASK, "done", 2, 0));
    assertThat(event.context().reason()).isEqualTo("a\ufffdb");
  }

  @Test
  @DisplayName("what does not fit into a line is refused before it is written")
  void tooLong() {
    ReportContext context =
        new ReportContext(Basis.NONE, null, null, "x".repeat(EventCodec.MAX_LINE));
    Body body = new Body.Report(TASK, "done", 2, 0);
    assertThatThrownBy(() -> EventCodec.encode(ORIGIN, AT, context, List.of(), body))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("longer than 65536 bytes");
  }

  @Test
  @DisplayName("N51 nesting is refused at a depth, not followed to its end")
  void nesting() throws Exception {
    String deep = "[".repeat(30_000) + "]".repeat(30_000);
    String line = signed(report().line().replace("\"tick\"", "\"x\":" + deep + ",\"tick\""));
    assertThat(EventCodec.decode(line.getBytes(UTF_8))).isInstanceOf(DecodedLine.Bad.class);
  }

  @Test
  @DisplayName("any bytes are read without an exception")
  void anyBytes() throws Exception {
    byte[] line = report().line().getBytes(UTF_8);
    Cases.play(
        2000,
        random -> {
          byte[] bytes = line.clone();
          for (int i = random.nextInt(1, 4); i > 0; i--) {
            bytes[74 + random.nextInt(bytes.length - 74)] = (byte) random.nextInt();
          }
          assertThat(EventCodec.decode(bytes)).isInstanceOf(DecodedLine.class);
          String signed = signed(new String(bytes, ISO_8859_1));
          assertThat(EventCodec.decode(signed.getBytes(UTF_8))).isInstanceOf(DecodedLine.class);
        });
  }

  private static Event report() {
    return EventCodec.encode(
        ORIGIN, AT, ReportContext.NONE, List.of(), new Body.Report(TASK, "done", 2, 0));
  }

  private static Event read(String line) {
    return ((DecodedLine.Read) EventCodec.decode(line.getBytes(UTF_8))).event();
  }

  /** The line with the id that its content has: what a later or a hostile writer would make. */
  private static String signed(String line) throws Exception {
    String rest = "{" + line.substring(line.indexOf(',') + 1);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(rest.getBytes(UTF_8));
    return "{\"id\":\"" + HexFormat.of().formatHex(digest) + "\"," + rest.substring(1);
  }
}
