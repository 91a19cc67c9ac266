package dev.pawl.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The members of a line's object that this version knows; the others are passed over. */
final class EventFields {
  private static final int MAX_DEPTH = 64;
  private static final Set<String> KNOWN =
      Set.of(
          "v",
          "replica",
          "seq",
          "host",
          "host_id",
          "actor",
          "at",
          "tick",
          "head",
          "kind",
          "task",
          "status",
          "rank",
          "gen",
          "epoch",
          "after",
          "plan",
          "reason",
          "home",
          "written",
          "from",
          "from_rank",
          "was",
          "was_last",
          "commit",
          "owner",
          "old_epoch",
          "new_epoch",
          "last");
  private static final Object NULL = new Object();
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  /** A member that an event of this kind needs is missing or of another shape. */
  static final class Unfit extends Exception {
    private final String why;

    Unfit(String why) {
      super(why, null, false, false);
      this.why = why;
    }

    String why() {
      return why;
    }
  }

  private final Map<String, Object> members;

  private EventFields(Map<String, Object> members) {
    this.members = members;
  }

  static EventFields read(byte[] line) throws IOException {
    Map<String, Object> members = new HashMap<>();
    try (JsonParser parser = JSON.createParser(line)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("not an object");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        Object value = value(parser);
        // Readers that keep the first and readers that keep the last would not agree.
        if ((KNOWN.contains(name) || UsageText.MEMBERS.contains(name))
            && members.put(name, value) != null) {
          throw new IOException("a member twice");
        }
      }
      if (parser.nextToken() != null) {
        throw new IOException("more than one object");
      }
    }
    return new EventFields(members);
  }

  private static Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT ->
          parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? Double.NaN
              : (Object) parser.getLongValue();
      case START_ARRAY -> list(parser);
      case START_OBJECT -> {
        parser.skipChildren();
        yield Double.NaN;
      }
      case VALUE_NULL -> NULL;
      // Of no known member's shape: kept as something that no getter takes.
      default -> Double.NaN;
    };
  }

  private static Object list(JsonParser parser) throws IOException {
    List<String> texts = new ArrayList<>();
    boolean plain = true;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() == JsonToken.VALUE_STRING) {
        texts.add(parser.getText());
      } else {
        plain = false;
        parser.skipChildren();
      }
    }
    return plain ? texts : Double.NaN;
  }

  private @Nullable Object get(String name) {
    Object value = members.get(name);
    return NULL.equals(value) ? null : value;
  }

  boolean has(String name) {
    return get(name) != null;
  }

  @Nullable String optionalText(String name) throws Unfit {
    Object value = get(name);
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw new Unfit(name + " is not text");
  }

  String text(String name) throws Unfit {
    String text = optionalText(name);
    if (text == null) {
      throw new Unfit(name + " is missing");
    }
    return text;
  }

  long number(String name, long least, long most) throws Unfit {
    if (members.get(name) instanceof Long number && number >= least && number <= most) {
      return number;
    }
    throw new Unfit(name + " is not a number from " + least + " to " + most);
  }

  List<EventId> ids(String name) throws Unfit {
    List<EventId> ids = new ArrayList<>();
    if (members.get(name) instanceof List<?> texts) {
      for (Object text : texts) {
        if (!(text instanceof String hex) || !EventId.isValid(hex)) {
          throw new Unfit(name + " holds something other than event ids");
        }
        ids.add(new EventId(hex));
      }
      return ids;
    }
    throw new Unfit(name + " is not a list of event ids");
  }
}
