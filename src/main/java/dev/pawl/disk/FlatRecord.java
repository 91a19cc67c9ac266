package dev.pawl.disk;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A small record: one JSON object of texts and whole numbers. Members that this version does not
 * know are passed over; of those that are asked for, anything else is refused.
 */
public final class FlatRecord {
  /** Far more than any record needs. */
  private static final int LARGEST = 1 << 16;

  /** Of a text for which nothing else is said. */
  private static final int LONGEST = 1000;

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

  private FlatRecord(Map<String, Object> members) {
    this.members = members;
  }

  /** Reads a file of this machine. */
  public static FlatRecord read(Path file) throws IOException, UnreadableRecord {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in.readNBytes(LARGEST + 1));
    }
  }

  /** Reads what may have been written by anyone. */
  public static FlatRecord read(byte[] text) throws UnreadableRecord {
    if (text.length > LARGEST) {
      throw new UnreadableRecord("it is longer than " + LARGEST + " bytes");
    }
    Map<String, Object> members = new LinkedHashMap<>();
    try (JsonParser parser = JSON.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new UnreadableRecord("it is not a JSON object");
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
        throw new UnreadableRecord("something follows the JSON object");
      }
    } catch (IOException e) {
      // The parser's own words would repeat what stands there.
      throw new UnreadableRecord("it is not JSON");
    }
    return new FlatRecord(members);
  }

  private static Object number(JsonParser parser) throws IOException {
    return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        ? Double.NaN
        : (Object) parser.getLongValue();
  }

  /** Writes one, with its members in this order. */
  public static byte[] write(Map<String, ? extends @Nullable Object> members) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator generator = JSON.createGenerator(bytes)) {
      generator.useDefaultPrettyPrinter();
      generator.writeStartObject();
      for (Map.Entry<String, ? extends @Nullable Object> member : members.entrySet()) {
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
  public @Nullable String optional(String name) throws UnreadableRecord {
    return optional(name, LONGEST);
  }

  /** A text that may be so long; null where there is none. */
  public @Nullable String optional(String name, int longest) throws UnreadableRecord {
    Object value = members.get(name);
    if (value == null) {
      return null;
    }
    if (value instanceof String text && text.length() <= longest) {
      return text;
    }
    throw new UnreadableRecord("its " + name + " is not a text of at most " + longest);
  }

  /** A text that must be there. */
  public String text(String name) throws UnreadableRecord {
    String text = optional(name);
    if (text == null) {
      throw new UnreadableRecord("it has no " + name);
    }
    return text;
  }

  /** Whether there is such a member. */
  public boolean has(String name) {
    return members.get(name) != null;
  }

  /** A whole number from 0, which must be there. */
  public long number(String name) throws UnreadableRecord {
    if (members.get(name) instanceof Long number && number >= 0) {
      return number;
    }
    throw new UnreadableRecord("its " + name + " is not a whole number from 0");
  }
}
