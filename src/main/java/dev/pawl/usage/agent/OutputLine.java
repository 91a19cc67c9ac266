package dev.pawl.usage.agent;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.pawl.disk.Digest;
import dev.pawl.journal.usage.AgentRun;
import dev.pawl.journal.usage.Tokens;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object, as far as usage can stand in it: objects in objects, short texts, numbers. Lists
 * and long texts, which are what most of a line is, are passed over.
 */
public final class OutputLine {
  private static final JsonFactory JSON = JsonFactory.builder().build();
  private static final Pattern COST = Pattern.compile("[0-9.eE+-]{1,40}");
  private static final BigDecimal DEAREST = BigDecimal.valueOf(1_000_000);
  private static final int LARGEST_SCALE = 40;
  private static final int PLACES = 12;
  private static final int DEEPEST = 6;
  private static final int MOST_MEMBERS = 5_000;
  private static final int DIGITS = 16;

  /** A number that is no counter, or a value of a kind that is not read. */
  private static final Object OTHER = new Object();

  private final Map<String, Object> members;
  private final String digest;

  private OutputLine(Map<String, Object> members, String digest) {
    this.members = members;
    this.digest = digest;
  }

  /** Reads a line; null when it is no object. The exception says that it is not whole. */
  static @Nullable OutputLine of(byte[] line) throws IOException {
    try (JsonParser parser = JSON.createParser(line)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      OutputLine read =
          new OutputLine(object(parser, 1, new int[1]), Digest.sha256(line).substring(0, DIGITS));
      return parser.nextToken() == null ? read : null;
    }
  }

  private static Map<String, Object> object(JsonParser parser, int depth, int[] count)
      throws IOException {
    Map<String, Object> members = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      Object value = value(parser, depth, count);
      if (value != null && count[0]++ < MOST_MEMBERS) {
        members.put(name, value);
      }
    }
    return members;
  }

  private static @Nullable Object value(JsonParser parser, int depth, int[] count)
      throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        if (depth < DEEPEST) {
          yield object(parser, depth + 1, count);
        }
        parser.skipChildren();
        yield null;
      }
      case START_ARRAY -> {
        parser.skipChildren();
        yield null;
      }
      case VALUE_STRING -> parser.getTextLength() <= AgentRun.LONGEST ? parser.getText() : null;
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getText());
      default -> null;
    };
  }

  private static Object number(String text) {
    if (!COST.matcher(text).matches()) {
      return OTHER;
    }
    try {
      BigDecimal number = new BigDecimal(text);
      // 1e999999999 would be a gigabyte of digits when it is written out.
      return Math.abs((long) number.scale()) > LARGEST_SCALE ? OTHER : number;
    } catch (NumberFormatException e) {
      // An exponent beyond all bounds.
      return OTHER;
    }
  }

  private @Nullable Object at(String... path) {
    Object value = members;
    for (String name : path) {
      if (!(value instanceof Map<?, ?> object)) {
        return null;
      }
      value = object.get(name);
    }
    return value;
  }

  /** A text at this path; empty when there is none, or it is too long for a name. */
  String text(String... path) {
    return at(path) instanceof String text ? text : "";
  }

  /** The same; null for none. */
  @Nullable String name(String... path) {
    String text = text(path);
    return text.isBlank() ? null : text;
  }

  /** Whether there is an object. */
  boolean has(String... path) {
    return at(path) instanceof Map<?, ?>;
  }

  /** The objects in the object at this path, by name. */
  Map<String, OutputLine> objects(String... path) {
    Map<String, OutputLine> objects = new LinkedHashMap<>();
    if (at(path) instanceof Map<?, ?> object) {
      object.forEach((name, value) -> {
        if (value instanceof Map<?, ?> members) {
          Map<String, Object> copy = new LinkedHashMap<>();
          members.forEach((key, member) -> copy.put((String) key, member));
          objects.put((String) name, new OutputLine(copy, digest));
        }
      });
    }
    return objects;
  }

  /** A counter at this path; 0 when there is none. */
  long counter(String... path) throws UnfitOutput {
    Object value = at(path);
    if (value == null) {
      return 0;
    }
    if (value instanceof BigDecimal number
        && number.signum() >= 0
        && number.stripTrailingZeros().scale() <= 0
        && number.compareTo(BigDecimal.valueOf(Tokens.MOST)) <= 0) {
      return number.longValueExact();
    }
    throw new UnfitOutput(String.join(".", path) + " is no counter from 0 to " + Tokens.MOST);
  }

  /** A cost at this path; null when there is none. */
  @Nullable BigDecimal cost(String... path) throws UnfitOutput {
    Object value = at(path);
    if (value == null) {
      return null;
    }
    if (value instanceof BigDecimal cost && cost.signum() >= 0 && cost.compareTo(DEAREST) <= 0) {
      return cost.scale() > PLACES ? cost.setScale(PLACES, RoundingMode.HALF_UP) : cost;
    }
    throw new UnfitOutput(String.join(".", path) + " is no cost from 0 to " + DEAREST);
  }

  /** A name for exactly this line. */
  String digest() {
    return digest;
  }
}
