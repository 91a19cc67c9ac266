package dev.pawl.app.setup;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonInsertionTest {
  private static final JsonInsertion CLAUDE = Agent.CLAUDE.insertions().getFirst();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{ }\n",
        "{\n}\n",
        "{\n  \"hooks\": {}\n}\n",
        "{\n  \"hooks\": {\n    \"SessionEnd\": []\n  }\n}\n",
        "{\n\t\"hooks\": {\n\t\t\"SessionEnd\": [ ]\n\t}\n}",
        "{\"hooks\": {\"SessionEnd\": [{\"hooks\": []}]}, \"a\": 1}",
        "{\r\n    \"a\": 1 // why\r\n}\r\n",
        "{\n  // \"hooks\": {\n  \"hooks\": { \"Stop\": [ ] } /* x */\n}",
        "{\"a\\\"b{\": \"}]\", \"hooks\": {\"x\": 1e9, \"y\": null, \"z\": true}}",
        "{\"😀\": \"\\u00e9\", \"hooks\":{\"SessionEnd\":[1,2]}}",
      })
  @DisplayName("N10 put in, the document says one thing more; taken out, it is what it was")
  void reversible(String text) throws Exception {
    String with = CLAUDE.into(text);
    assertThat(CLAUDE.isIn(text)).isFalse();
    assertThat(CLAUDE.isIn(with)).isTrue();
    assertThat(CLAUDE.into(with)).isEqualTo(with);
    assertThat(CLAUDE.outOf(with)).isEqualTo(text);
    assertThat(CLAUDE.outOf(text)).isEqualTo(text);
    assertThat(words(with)).containsSubsequence(words(text));
  }

  @ParameterizedTest
  @EnumSource
  void newFile(Agent agent) throws Exception {
    JsonInsertion insertion = agent.insertions().getFirst();
    String fresh = insertion.into(null);
    assertThat(insertion.isIn(fresh)).isTrue();
    assertThat(words(fresh)).contains(agent.command());
    assertThat(insertion.outOf(fresh)).isNull();
  }

  @Test
  @DisplayName("where someone formatted the document anew, only our hook goes")
  void reformatted() throws Exception {
    String with = CLAUDE.into("{\n  \"a\": 1\n}\n").replace("{\"hooks\": [", "{\n\"hooks\":[\n");
    assertThat(CLAUDE.outOf(with)).isEqualTo("{\n  \"a\": 1\n}\n");
    String beside = with.replace("\"SessionEnd\"", "\"Stop\":[], \"SessionEnd\"");
    assertThat(CLAUDE.outOf(beside)).contains("\"Stop\":[]").doesNotContain("pawl", "SessionEnd");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "1",
        "{",
        "{} {}",
        "{\"hooks\": 1}",
        "{\"hooks\": {\"SessionEnd\": {}}}",
        "{\"a\": 1, \"a\": 2}",
        "{\"a\": 1,}",
      })
  @DisplayName("N11 what is not understood is refused")
  void refuses(String text) {
    assertThatThrownBy(() -> CLAUDE.into(text)).isInstanceOf(IOException.class);
  }

  @Test
  @DisplayName("N51 deep nesting is refused, not followed")
  void deep() {
    String text = "{\"a\":".repeat(100_000);
    assertThatThrownBy(() -> CLAUDE.into(text)).isInstanceOf(IOException.class);
  }

  @Test
  @DisplayName("N10 generated documents come back byte for byte")
  void generated() throws Exception {
    long seed = Long.getLong("pawl.seed", 20260321L);
    int runs = Integer.getInteger("pawl.runs", 2000);
    for (int i = 0; i < runs; i++) {
      SplittableRandom random = new SplittableRandom(seed + i);
      String text = document(random);
      for (Agent agent : Agent.values()) {
        String edited = text;
        for (JsonInsertion insertion : agent.insertions()) {
          edited = insertion.into(edited);
        }
        assertThat(words(edited))
            .as("seed %d: %s", seed + i, text)
            .containsSubsequence(words(text));
        for (JsonInsertion insertion : agent.insertions().reversed()) {
          edited = requireNonNull(insertion.outOf(edited));
        }
        assertThat(edited).as("seed %d: %s", seed + i, text).isEqualTo(text);
      }
    }
  }

  private static String document(SplittableRandom random) {
    String end = random.nextInt(3) == 0 ? "\r\n" : "\n";
    StringBuilder text = new StringBuilder();
    object(random, text, end, 0, true);
    return text.append(random.nextBoolean() ? end : "").toString();
  }

  private static void object(
      SplittableRandom random, StringBuilder text, String end, int depth, boolean root) {
    List<String> keys = new ArrayList<>(List.of("a", "b{", "\\\"", "Stop"));
    if (root && random.nextInt(4) > 0) {
      keys.add(random.nextInt(5), "hooks");
    }
    int count = random.nextInt(keys.size() + 1);
    text.append('{').append(space(random, end));
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : "," + space(random, end));
      text.append('"').append(keys.get(i)).append("\":").append(random.nextBoolean() ? " " : "");
      if (keys.get(i).equals("hooks")) {
        hooks(random, text, end);
      } else if (depth < 3 && random.nextInt(3) == 0) {
        object(random, text, end, depth + 1, false);
      } else {
        text.append(List.of("1", "\"}]\"", "null", "[ ]", "[1, 2]").get(random.nextInt(5)));
      }
      text.append(space(random, end));
    }
    text.append('}');
  }

  private static void hooks(SplittableRandom random, StringBuilder text, String end) {
    String event = random.nextBoolean() ? "SessionEnd" : "sessionEnd";
    String items = List.of("", " ", end, "{}", "{\"hooks\": []}, 2").get(random.nextInt(5));
    text.append('{').append(space(random, end));
    if (random.nextInt(3) > 0) {
      text.append('"').append(event).append("\": [").append(items).append(']');
    }
    text.append(space(random, end)).append('}');
  }

  private static String space(SplittableRandom random, String end) {
    return List.of("", " ", end, end + "  ", end + "\t", end + "    ").get(random.nextInt(6));
  }

  private static List<String> words(String json) throws IOException {
    List<String> words = new ArrayList<>();
    JsonFactory factory =
        JsonFactory.builder()
            .enable(com.fasterxml.jackson.core.json.JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .build();
    try (JsonParser parser = factory.createParser(json)) {
      while (parser.nextToken() != null) {
        words.add(parser.getText());
      }
    }
    return words;
  }
}
