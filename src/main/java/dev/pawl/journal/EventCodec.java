package dev.pawl.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.pawl.disk.Digest;
import dev.pawl.journal.EventFields.Unfit;
import dev.pawl.plan.PlanId;
import dev.pawl.plan.TaskId;
import dev.pawl.plan.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event as one line of JSON. The line begins with <code>{"id":"…",</code>; the id is the SHA-256
 * of the line's bytes without that member and its comma, that is of <code>{</code> and all that
 * follows the comma, so that fields of later versions survive and verify. {@code docs/journal.md}
 * has the envelope field by field.
 */
public final class EventCodec {
  /** The longest line in bytes, without its line end; a longer one is damage. */
  public static final int MAX_LINE = 64 * 1024;

  /** The largest sequence number, generation and epoch: what every JSON reader holds exactly. */
  static final long MAX_NUMBER = (1L << 53) - 1;

  static final int MAX_RANK = 1_000_000;

  private static final long VERSION = 1;
  private static final byte[] OPENING = "{\"id\":\"".getBytes(US_ASCII);
  private static final int REST = OPENING.length + EventId.LENGTH + 2;
  private static final JsonFactory JSON = JsonFactory.builder().build();

  private EventCodec() {}

  /**
   * Writes an event and reads it back.
   *
   * @throws IllegalArgumentException if it cannot be said in one line of the journal; the message
   *     names the reason
   */
  static Event encode(
      Origin origin, HybridTime at, ReportContext context, List<EventId> after, Body body) {
    byte[] rest = object(origin, at, context, after, body);
    byte[] line = new byte[rest.length + REST - 1];
    System.arraycopy(OPENING, 0, line, 0, OPENING.length);
    byte[] id = id(rest, 0, rest.length).getBytes(US_ASCII);
    System.arraycopy(id, 0, line, OPENING.length, id.length);
    line[REST - 2] = '"';
    line[REST - 1] = ',';
    System.arraycopy(rest, 1, line, REST, rest.length - 1);
    return switch (decode(line)) {
      case DecodedLine.Bad bad -> throw new IllegalArgumentException(bad.reason());
      case DecodedLine.Read read when read.event().body() instanceof Body.Unknown unknown ->
          throw new IllegalArgumentException(unknown.why());
      case DecodedLine.Read read -> read.event();
    };
  }

  private static byte[] object(
      Origin origin, HybridTime at, ReportContext context, List<EventId> after, Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.setCharacterEscapes(new EventText());
      json.writeStartObject();
      json.writeNumberField("v", VERSION);
      json.writeStringField("replica", origin.replica().value());
      json.writeNumberField("seq", origin.seq());
      text(json, "host", origin.host());
      text(json, "host_id", origin.hostId());
      text(json, "actor", origin.actor());
      json.writeStringField("at", at.iso());
      json.writeNumberField("tick", at.tick());
      text(json, "head", context.head());
      write(json, body);
      write(json, context.basis());
      PlanId plan = context.plan();
      if (plan != null && !(body instanceof Body.Takeover)) {
        text(json, "plan", plan.value());
      }
      Long epoch = context.epoch();
      if (epoch == null) {
        json.writeNullField("epoch");
      } else {
        json.writeNumberField("epoch", epoch);
      }
      json.writeArrayFieldStart("after");
      for (EventId id : after) {
        json.writeString(id.hex());
      }
      json.writeEndArray();
      if (context.reason() != null) {
        text(json, "reason", context.reason());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator json, Body body) throws IOException {
    switch (body) {
      case Body.Report report -> write(json, "report", report);
      case Body.Reopen reopen -> write(json, "reopen", reopen);
      case Body.Observation observation -> {
        write(json, "observation", observation);
        text(json, "commit", observation.commit());
      }
      case Body.Takeover takeover -> {
        json.writeStringField("kind", "takeover");
        text(json, "plan", takeover.plan().value());
        json.writeStringField("owner", takeover.owner().value());
        json.writeNumberField("old_epoch", takeover.oldEpoch());
        json.writeNumberField("new_epoch", takeover.newEpoch());
        json.writeNumberField("last", takeover.last());
      }
      case Body.Used used -> UsageText.write(json, used.usage());
      case Body.Unknown unknown -> throw new IllegalArgumentException(unknown.why());
    }
  }

  private static void write(JsonGenerator json, String kind, Body.Setting setting)
      throws IOException {
    json.writeStringField("kind", kind);
    text(json, "task", setting.task().value());
    text(json, "status", setting.status());
    json.writeNumberField("rank", setting.rank());
    json.writeNumberField("gen", setting.generation());
  }

  /** What is not known is left out, but for the head, which stands before. */
  private static void write(JsonGenerator json, Basis basis) throws IOException {
    if (basis.home() != null) {
      text(json, "home", basis.home());
    }
    if (basis.written() != null) {
      text(json, "written", basis.written());
    }
    if (basis.from() != null) {
      text(json, "from", basis.from());
      json.writeNumberField("from_rank", basis.fromRank());
    }
    Basis.Former was = basis.was();
    if (was != null) {
      text(json, "was", was.task().value());
      json.writeStringField("was_last", was.last().hex());
    }
  }

  private static void text(JsonGenerator json, String name, @Nullable String text)
      throws IOException {
    if (text == null) {
      json.writeNullField(name);
    } else {
      json.writeStringField(name, EventText.wellFormed(text));
    }
  }

  /** Reads the bytes of one line, without its line end. */
  public static DecodedLine decode(byte[] line) {
    if (line.length > MAX_LINE) {
      return new DecodedLine.Bad("longer than " + MAX_LINE + " bytes");
    }
    String id = idOf(line);
    if (id == null) {
      return new DecodedLine.Bad("does not begin with an event id");
    }
    if (!id.equals(id(line, REST, line.length - REST))) {
      return new DecodedLine.Bad("its id is not that of its content: torn or altered");
    }
    if (EventText.hasRawControl(line)) {
      return new DecodedLine.Bad("holds a control character");
    }
    String text = new String(line, UTF_8);
    if (text.indexOf('\ufffd') >= 0 && !Arrays.equals(text.getBytes(UTF_8), line)) {
      return new DecodedLine.Bad("is not UTF-8");
    }
    EventFields fields;
    try {
      fields = EventFields.read(line);
    } catch (IOException e) {
      return new DecodedLine.Bad("is not one JSON object, nested less than 64 deep");
    }
    return read(new EventId(id), fields, text);
  }

  private static DecodedLine read(EventId id, EventFields fields, String text) {
    long version;
    Optional<ReplicaId> replica;
    long seq;
    try {
      version = fields.number("v", 1, MAX_NUMBER);
      replica = ReplicaId.of(fields.text("replica"));
      seq = fields.number("seq", 1, MAX_NUMBER);
    } catch (Unfit e) {
      return new DecodedLine.Bad(e.why());
    }
    if (replica.isEmpty()) {
      return new DecodedLine.Bad("replica is not a replica id");
    }
    try {
      Event event = known(id, version, replica.get(), seq, fields, text);
      return contradicts(event.body())
          ? new DecodedLine.Bad("a rank that its status does not have")
          : new DecodedLine.Read(event);
    } catch (Unfit e) {
      Origin origin = new Origin(replica.get(), seq, "", "", "");
      return new DecodedLine.Read(
          new Event(
              id,
              version,
              origin,
              HybridTime.ZERO,
              ReportContext.NONE,
              afterIn(fields),
              new Body.Unknown(e.why(), taskIn(fields)),
              text));
    }
  }

  /**
   * Whether a rank is not that of its built-in word or alias, which no settings change. A word of
   * settings has the rank that was said with it.
   */
  private static boolean contradicts(Body body) {
    return body instanceof Body.Setting setting
        && Vocabulary.tasks()
            .read(setting.status())
            .filter(status -> status.rank() != setting.rank())
            .isPresent();
  }

  private static Event known(
      EventId id, long version, ReplicaId replica, long seq, EventFields fields, String text)
      throws Unfit {
    if (version > VERSION) {
      throw new Unfit("written by a later version of pawl");
    }
    Origin origin =
        new Origin(replica, seq, fields.text("host"), fields.text("host_id"), fields.text("actor"));
    HybridTime at =
        HybridTime.of(fields.text("at"), fields.number("tick", 0, Integer.MAX_VALUE))
            .orElseThrow(() -> new Unfit("at is not a time"));
    Body body = body(fields);
    return new Event(id, version, origin, at, context(fields), fields.ids("after"), body, text);
  }

  private static Body body(EventFields fields) throws Unfit {
    return switch (fields.text("kind")) {
      case "report" -> new Body.Report(task(fields), status(fields), rank(fields), gen(fields));
      case "reopen" -> new Body.Reopen(task(fields), status(fields), rank(fields), gen(fields));
      case "observation" ->
          new Body.Observation(
              task(fields),
              status(fields),
              rank(fields),
              gen(fields),
              fields.optionalText("commit"));
      case "takeover" ->
          new Body.Takeover(
              plan(fields.text("plan")),
              ReplicaId.of(fields.text("owner"))
                  .orElseThrow(() -> new Unfit("owner is not a replica id")),
              fields.number("old_epoch", 0, MAX_NUMBER),
              fields.number("new_epoch", 0, MAX_NUMBER),
              fields.number("last", 0, MAX_NUMBER));
      case UsageText.KIND -> new Body.Used(UsageText.read(fields));
      default -> throw new Unfit("of a kind that this version does not know");
    };
  }

  private static ReportContext context(EventFields fields) throws Unfit {
    String plan = fields.optionalText("plan");
    Long epoch = fields.has("epoch") ? fields.number("epoch", 0, MAX_NUMBER) : null;
    if (epoch != null && plan == null) {
      throw new Unfit("an epoch without a plan");
    }
    return new ReportContext(
        basis(fields), plan == null ? null : plan(plan), epoch, fields.optionalText("reason"));
  }

  private static Basis basis(EventFields fields) throws Unfit {
    String from = fields.optionalText("from");
    return new Basis(
        fields.optionalText("head"),
        fields.optionalText("home"),
        fields.optionalText("written"),
        from,
        from == null ? 0 : (int) fields.number("from_rank", 0, MAX_RANK),
        fields.has("was") ? former(fields) : null);
  }

  private static Basis.Former former(EventFields fields) throws Unfit {
    TaskId task =
        TaskId.of(fields.text("was")).orElseThrow(() -> new Unfit("was is not a task id"));
    String last = fields.text("was_last");
    if (!EventId.isValid(last)) {
      throw new Unfit("was_last is not the id of an event");
    }
    return new Basis.Former(task, new EventId(last));
  }

  private static TaskId task(EventFields fields) throws Unfit {
    return TaskId.of(fields.text("task")).orElseThrow(() -> new Unfit("task is not a task id"));
  }

  private static PlanId plan(String text) throws Unfit {
    return PlanId.of(text).orElseThrow(() -> new Unfit("plan is not a plan id"));
  }

  private static String status(EventFields fields) throws Unfit {
    String status = fields.text("status");
    if (status.isBlank()) {
      throw new Unfit("status is empty");
    }
    return status;
  }

  private static int rank(EventFields fields) throws Unfit {
    return (int) fields.number("rank", 0, MAX_RANK);
  }

  private static long gen(EventFields fields) throws Unfit {
    return fields.number("gen", 0, MAX_NUMBER);
  }

  private static @Nullable TaskId taskIn(EventFields fields) {
    try {
      return task(fields);
    } catch (Unfit e) {
      return null;
    }
  }

  private static List<EventId> afterIn(EventFields fields) {
    try {
      return fields.ids("after");
    } catch (Unfit e) {
      return List.of();
    }
  }

  private static @Nullable String idOf(byte[] line) {
    if (line.length <= REST
        || !Arrays.equals(line, 0, OPENING.length, OPENING, 0, OPENING.length)
        || line[REST - 2] != '"'
        || line[REST - 1] != ',') {
      return null;
    }
    String id = new String(line, OPENING.length, EventId.LENGTH, US_ASCII);
    return EventId.isValid(id) ? id : null;
  }

  /** The digest of an opening brace and the bytes from {@code from}, or of the bytes from 0. */
  private static String id(byte[] bytes, int from, int length) {
    if (from == 0) {
      return Digest.sha256(Arrays.copyOf(bytes, length));
    }
    byte[] object = new byte[length + 1];
    object[0] = '{';
    System.arraycopy(bytes, from, object, 1, length);
    return Digest.sha256(object);
  }
}
