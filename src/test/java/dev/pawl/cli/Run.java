package dev.pawl.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one command came to: its exit code and what it printed. */
public record Run(List<String> arguments, int exit, String out, String err) {
  private static final JsonFactory FACTORY = new JsonFactory();

  /** The same, once the exit code is what it should be. */
  public Run exits(int code) {
    assertThat(exit).as("%s%n%s%n%s", arguments, out, err).isEqualTo(code);
    return this;
  }

  /** The one document on standard output; more or less than one fails. */
  public Map<String, @Nullable Object> json() {
    try (JsonParser parser = FACTORY.createParser(out)) {
      assertThat(parser.nextToken()).as("%s: %s%s", arguments, out, err).isNotNull();
      Map<String, @Nullable Object> document = object(value(parser));
      assertThat(parser.nextToken()).as("after the document: %s", out).isNull();
      return document;
    } catch (IOException e) {
      throw new UncheckedIOException(arguments + ": " + out + err, e);
    }
  }

  private static @Nullable Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          assertThat(object).as("%s stands twice", name).doesNotContainKey(name);
          object.put(name, value(parser));
        }
        yield object;
      }
      case START_ARRAY -> {
        List<@Nullable Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          array.add(value(parser));
        }
        yield array;
      }
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> parser.getText();
    };
  }

  @SuppressWarnings("unchecked") // only objects with text names are read above
  public static Map<String, @Nullable Object> object(@Nullable Object value) {
    return (Map<String, @Nullable Object>) requireNonNull(value);
  }

  @SuppressWarnings("unchecked") // as above
  static List<@Nullable Object> array(@Nullable Object value) {
    return (List<@Nullable Object>) requireNonNull(value);
  }

  public static List<Map<String, @Nullable Object>> objects(@Nullable Object value) {
    return array(value).stream().map(Run::object).toList();
  }

  /** The only repository of a {@code pawl.consistency/1}. */
  public Map<String, @Nullable Object> repo() {
    List<Map<String, @Nullable Object>> repos = objects(json().get("repos"));
    assertThat(repos).hasSize(1);
    return repos.getFirst();
  }

  /** Its findings as "CODE severity task action", with "-" where there is no task. */
  List<String> findings() {
    return objects(repo().get("findings")).stream()
        .map(finding ->
            "%s %s %s %s"
                .formatted(
                    finding.get("code"),
                    finding.get("severity"),
                    finding.get("task") == null ? "-" : finding.get("task"),
                    finding.get("action")))
        .toList();
  }

  /** The only finding with this code. */
  Map<String, @Nullable Object> finding(String code) {
    List<Map<String, @Nullable Object>> found =
        objects(repo().get("findings")).stream()
            .filter(finding -> code.equals(finding.get("code")))
            .toList();
    assertThat(found).as("%s in %s", code, findings()).hasSize(1);
    return found.getFirst();
  }

  /** The message of the only finding with this code. */
  String message(String code) {
    return (String) requireNonNull(finding(code).get("message"));
  }

  /** The commits that were made. */
  List<String> commits() {
    return array(repo().get("commits")).stream().map(String.class::cast).toList();
  }

  /** How the branch stands to its upstream, as "state ahead behind". */
  String upstream() {
    Map<String, @Nullable Object> upstream = object(repo().get("upstream"));
    return upstream.get("state") + " " + upstream.get("ahead") + " " + upstream.get("behind");
  }
}
