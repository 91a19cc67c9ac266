package dev.pawl.app.setup;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What an agent tells a hook on its standard input. */
public final class HookInput {
  private static final JsonFactory JSON = JsonFactory.builder().build();

  private HookInput() {}

  /**
   * The file in which the agent keeps the session; null when it names none that is there. Reads no
   * further than the one object, for an agent may leave the stream open.
   */
  public static @Nullable Path transcript(InputStream in) {
    try {
      String named = member(JSON.createParser(in), "transcript_path");
      Path file = named == null ? null : Path.of(named);
      return file != null && file.isAbsolute() && Files.isRegularFile(file) ? file : null;
    } catch (IOException | InvalidPathException e) {
      // Nothing that an agent of a known version says.
      return null;
    }
  }

  private static @Nullable String member(JsonParser parser, String name) throws IOException {
    String found = null;
    if (parser.nextToken() == JsonToken.START_OBJECT) {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean wanted = parser.currentName().equals(name);
        if (parser.nextToken() == JsonToken.VALUE_STRING && wanted) {
          found = parser.getText();
        }
        parser.skipChildren();
      }
    }
    return found;
  }
}
