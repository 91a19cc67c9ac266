package dev.pawl.schedule;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object of texts and whole numbers: what a claim is written as. Anything else is refused;
 * members that this version does not know are passed over.
 */
final class FlatText {
  /** Far more than any claim needs. */
  private static final int LARGEST = 1 << 16;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(16)
                  .maxStringLength(LARGEST)
                  .maxNumberLength(32)
                  .build())
          .build();

  private final Map<String, Object> members;

  private FlatText(Map<String, Object> members) {
    this.members = members;
  }

  static FlatText read(byte[] text) throws UnreadableClaim {
    if (text.length > LARGEST) {
      throw new UnreadableClaim("it is longer than " + LARGEST + " bytes");
    }
    Map<String, Object> members = new LinkedHashMap<>();
    try (JsonParser parser = JSON.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new UnreadableClaim("it is not a JSON object");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        switch (parser.nextToken()) {
          case VALUE_STRING -> members.put(name, parser.getText());
          case VALUE_NUMBER_INT -> members.put(name, number(parser));
          default -> parser.skipChildren();
        }
      }
      if (parser.nextToken() != null) {
        throw new UnreadableClaim("something follows the JSON object");
      }
    } catch (IOException e) {
      // The parser's own words would repeat what stands there.
      throw new UnreadableClaim("it is not JSON");
    }
    return new FlatText(members);
  }

  private static Object number(JsonParser parser) throws IOException {
    return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        ? Double.NaN
        : (Object) parser.getLongValue();
  }

  static byte[] write(Map<String, @Nullable Object> members) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator generator = JSON.createGenerator(bytes)) {
      generator.useDefaultPrettyPrinter();
      generator.writeStartObject();
      for (Map.Entry<String, @Nullable Object> member : members.entrySet()) {
        generator.writeFieldName(member.getKey());
        switch (member.getValue()) {
          case null -> generator.writeNull();
          case Long number -> generator.writeNumber(number.longValue());
          case Object text -> generator.writeString(text.toString());
        }
      }
      generator.writeEndObject();
      generator.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A text of at most 1,000 characters; null where there is none. */
  @Nullable String optional(String name) throws UnreadableClaim {
    return optional(name, 1000);
  }

  @Nullable String optional(String name, int longest) throws UnreadableClaim {
    Object value = members.get(name);
    if (value == null) {
      return null;
    }
    if (value instanceof String text && text.length() <= longest) {
      return text;
    }
    throw new UnreadableClaim("its " + name + " is not a text of at most " + longest);
  }

  String text(String name) throws UnreadableClaim {
    String text = optional(name);
    if (text == null) {
      throw new UnreadableClaim("it has no " + name);
    }
    return text;
  }

  boolean has(String name) {
    return members.get(name) != null;
  }

  long number(String name) throws UnreadableClaim {
    if (members.get(name) instanceof Long number && number >= 0) {
      return number;
    }
    throw new UnreadableClaim("its " + name + " is not a whole number from 0");
  }
}
