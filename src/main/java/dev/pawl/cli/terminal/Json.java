package dev.pawl.cli.terminal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import dev.pawl.disk.Printable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One JSON document on standard output; fields without a value are null, not absent. */
public final class Json {
  private static final JsonFactory FACTORY = new JsonFactory().setCharacterEscapes(new Escapes());

  /**
   * Escapes all that could steer a terminal or reorder a line, not only what JSON asks for (N50).
   */
  private static final class Escapes extends CharacterEscapes {
    private static final long serialVersionUID = 1;
    private static final int[] ASCII = ascii();

    private static int[] ascii() {
      int[] escapes = standardAsciiEscapesForJSON();
      escapes[0x7f] = ESCAPE_STANDARD;
      return escapes;
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return ASCII.clone();
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int unit) {
      return Character.isSurrogate((char) unit) || Printable.isPlain(unit)
          ? null
          : new SerializedString("\\u%04X".formatted(unit));
    }
  }

  private final JsonGenerator generator;

  private Json(JsonGenerator generator) {
    this.generator = generator;
  }

  /** Prints a document of this schema, for example {@code pawl.tasks/1}. */
  public static void print(Console console, String schema, Consumer<Json> body) {
    document(
        console,
        json -> {
          json.text("schema", schema);
          body.accept(json);
        });
  }

  /** Prints a document whose shape somebody else has fixed. */
  public static void document(Console console, Consumer<Json> body) {
    try {
      JsonGenerator generator = FACTORY.createGenerator(console.out());
      generator.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      generator.setPrettyPrinter(
          new DefaultPrettyPrinter(
              PrettyPrinter.DEFAULT_SEPARATORS.withObjectFieldValueSpacing(
                  Separators.Spacing.AFTER)));
      generator.writeStartObject();
      body.accept(new Json(generator));
      generator.writeEndObject();
      generator.close();
      console.out().println();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Json text(String name, @Nullable String value) {
    return write(() -> {
      generator.writeFieldName(name);
      generator.writeString(value);
    });
  }

  public Json number(String name, @Nullable Long value) {
    return write(() -> {
      generator.writeFieldName(name);
      if (value == null) {
        generator.writeNull();
      } else {
        generator.writeNumber(value.longValue());
      }
    });
  }

  public Json number(String name, int value) {
    return number(name, Long.valueOf(value));
  }

  public Json decimal(String name, @Nullable BigDecimal value) {
    return write(() -> {
      generator.writeFieldName(name);
      if (value == null) {
        generator.writeNull();
      } else {
        generator.writeNumber(value.toPlainString());
      }
    });
  }

  public Json flag(String name, boolean value) {
    return write(() -> generator.writeBooleanField(name, value));
  }

  public Json texts(String name, Collection<String> values) {
    return write(() -> {
      generator.writeArrayFieldStart(name);
      for (String value : values) {
        generator.writeString(value);
      }
      generator.writeEndArray();
    });
  }

  public Json object(String name, Consumer<Json> body) {
    return write(() -> {
      generator.writeObjectFieldStart(name);
      body.accept(this);
      generator.writeEndObject();
    });
  }

  public <T> Json objects(
      String name, Collection<T> items, java.util.function.BiConsumer<Json, T> body) {
    return write(() -> {
      generator.writeArrayFieldStart(name);
      for (T item : items) {
        generator.writeStartObject();
        body.accept(this, item);
        generator.writeEndObject();
      }
      generator.writeEndArray();
    });
  }

  private Json write(Writing writing) {
    try {
      writing.run();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Writing {
    void run() throws IOException;
  }
}
