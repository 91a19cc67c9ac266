package dev.pawl.plan.yaml;

import dev.pawl.disk.Printable;
import dev.pawl.plan.text.Excerpt;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads one YAML document from events, so that every scalar keeps its text, style and place.
 * Aliases are refused: nothing in a plan needs them, and they are how small files grow large.
 */
public final class YamlReader {
  /** Levels of mappings and sequences inside each other. */
  static final int DEEPEST = 16;

  /** Characters of one block or front matter. */
  public static final int LONGEST = 1 << 20;

  private final Excerpt excerpt;
  private final Iterator<Event> events;

  private YamlReader(Excerpt excerpt) {
    this.excerpt = excerpt;
    LoadSettings settings =
        LoadSettings.builder()
            .setUseMarks(true)
            .setCodePointLimit(LONGEST)
            // All in one read: the scanner copies its window again for each further one, which
            // makes a long scalar cost the square of its length.
            .setBufferSize(excerpt.yaml().length() + 2)
            .build();
    this.events = new Parse(settings).parseString(excerpt.yaml()).iterator();
  }

  /** The document's root; empty when there is nothing but white space and comments. */
  public static Optional<YamlNode> read(Excerpt excerpt) throws UnreadableYaml {
    if (excerpt.yaml().length() > LONGEST) {
      throw new UnreadableYaml(
          excerpt.inDocument(0), "it is longer than " + LONGEST + " characters; make it shorter");
    }
    try {
      return new YamlReader(excerpt).document();
    } catch (MarkedYamlEngineException e) {
      int at = e.getProblemMark().or(e::getContextMark).map(Mark::getIndex).orElse(0);
      throw new UnreadableYaml(excerpt.inDocument(at), reason(e.getProblem()));
    } catch (ReaderException e) {
      throw new UnreadableYaml(
          excerpt.inDocument(e.getPosition()),
          "the character U+%04X is not allowed in YAML; remove it".formatted(e.getCodePoint()));
    } catch (YamlEngineException | IllegalArgumentException e) {
      // The scanner lets a number format or a code point that does not exist through as the latter.
      throw new UnreadableYaml(excerpt.inDocument(0), reason(String.valueOf(e.getMessage())));
    }
  }

  private static String reason(String problem) {
    return "YAML: " + Printable.visible(problem.lines().findFirst().orElse("not readable"));
  }

  private Optional<YamlNode> document() throws UnreadableYaml {
    YamlNode root = null;
    boolean seen = false;
    while (events.hasNext()) {
      Event event = events.next();
      if (event instanceof DocumentStartEvent) {
        if (seen) {
          throw at(event, "a second YAML document starts here; remove it");
        }
        seen = true;
        root = node(events.next(), 0);
      }
    }
    return Optional.ofNullable(root);
  }

  private YamlNode node(Event event, int depth) throws UnreadableYaml {
    if (depth > DEEPEST) {
      throw at(event, "values are nested deeper than " + DEEPEST + " levels; flatten them");
    }
    return switch (event) {
      case ScalarEvent scalar -> scalar(scalar);
      case SequenceStartEvent start -> items(start, depth);
      case MappingStartEvent start -> fields(start, depth);
      case AliasEvent alias ->
          throw at(alias, "aliases (*name) are not supported; write the value out");
      default -> throw at(event, "a value is expected here");
    };
  }

  private YamlNode.Items items(Event start, int depth) throws UnreadableYaml {
    List<YamlNode> nodes = new ArrayList<>();
    for (Event next = events.next(); !(next instanceof SequenceEndEvent); next = events.next()) {
      nodes.add(node(next, depth + 1));
    }
    return new YamlNode.Items(Collections.unmodifiableList(nodes), from(start));
  }

  private YamlNode.Fields fields(Event start, int depth) throws UnreadableYaml {
    Map<String, YamlNode> fields = new LinkedHashMap<>();
    Map<String, Integer> keys = new LinkedHashMap<>();
    for (Event next = events.next(); !(next instanceof MappingEndEvent); next = events.next()) {
      if (!(next instanceof ScalarEvent key)) {
        throw at(next, "a field name is expected here");
      }
      if (keys.put(key.getValue(), from(key)) != null) {
        throw at(key, "the field " + Printable.quoted(key.getValue()) + " is given twice");
      }
      fields.put(key.getValue(), node(events.next(), depth + 1));
    }
    return new YamlNode.Fields(
        Collections.unmodifiableMap(fields), Collections.unmodifiableMap(keys), from(start));
  }

  private YamlNode.Scalar scalar(ScalarEvent scalar) {
    YamlNode.Style style =
        switch (scalar.getScalarStyle()) {
          case PLAIN -> YamlNode.Style.PLAIN;
          case SINGLE_QUOTED -> YamlNode.Style.SINGLE;
          case DOUBLE_QUOTED -> YamlNode.Style.DOUBLE;
          default -> YamlNode.Style.BLOCK;
        };
    int to = scalar.getEndMark().map(Mark::getIndex).orElse(0);
    return new YamlNode.Scalar(scalar.getValue(), style, from(scalar), excerpt.inDocument(to));
  }

  private int from(Event event) {
    return excerpt.inDocument(event.getStartMark().map(Mark::getIndex).orElse(0));
  }

  private UnreadableYaml at(Event event, String reason) {
    return new UnreadableYaml(from(event), reason);
  }
}
