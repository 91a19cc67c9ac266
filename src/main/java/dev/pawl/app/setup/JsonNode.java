package dev.pawl.app.setup;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the parts of a JSON document stand in its text. Comments are allowed: some agents read
 * them.
 *
 * @param start offset of the first character; of a member, that of its key
 * @param end offset behind the last character
 * @param kind the token that the value began with
 * @param key the member's name; null for what is no member
 * @param children members or items, in order
 */
record JsonNode(int start, int end, JsonToken kind, @Nullable String key, List<JsonNode> children) {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .build();

  /** Reads a whole document; the exception says where it is none. */
  static JsonNode parse(String text) throws IOException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new IOException("it is empty");
      }
      JsonNode root = value(parser, null, start(parser));
      if (parser.nextToken() != null) {
        throw new IOException("there is more than one document");
      }
      return root;
    }
  }

  private static JsonNode value(JsonParser parser, @Nullable String key, int start)
      throws IOException {
    JsonToken kind = parser.currentToken();
    List<JsonNode> children = new ArrayList<>();
    if (kind == JsonToken.START_OBJECT) {
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        int member = start(parser);
        String name = parser.currentName();
        parser.nextToken();
        children.add(value(parser, name, member));
      }
    } else if (kind == JsonToken.START_ARRAY) {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        children.add(value(parser, null, start(parser)));
      }
    } else {
      parser.finishToken();
    }
    int end = (int) parser.currentLocation().getCharOffset();
    return new JsonNode(start, end, kind, key, List.copyOf(children));
  }

  private static int start(JsonParser parser) {
    return (int) parser.currentTokenLocation().getCharOffset();
  }

  boolean isObject() {
    return kind == JsonToken.START_OBJECT;
  }

  boolean isArray() {
    return kind == JsonToken.START_ARRAY;
  }

  @Nullable JsonNode member(String name) {
    return children.stream().filter(child -> name.equals(child.key())).findFirst().orElse(null);
  }

  /** Offset behind the opening bracket of an object or array. */
  int inner(String text) {
    char bracket = isObject() ? '{' : '[';
    return key == null ? start + 1 : text.indexOf(bracket, afterKey(text)) + 1;
  }

  private int afterKey(String text) {
    int at = start + 1;
    while (text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return at + 1;
  }
}
