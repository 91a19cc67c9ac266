package dev.pawl.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The pages lead to each other. */
final class LinksTest {
  private static final Path README = Path.of("README.md");
  private static final Pattern FENCED =
      Pattern.compile("^(`{3,}|~{3,})[^\n]*\n.*?^\\1`*$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern CODE = Pattern.compile("`[^`\n]+`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(README));
    try (Stream<Path> docs = Files.list(Path.of("docs"))) {
      docs.filter(page -> page.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    return pages;
  }

  /** Where a page's links within the project lead: a file, and an anchor after {@code #}. */
  private static List<String> links(Path page) throws IOException {
    String prose = CODE.matcher(prose(page)).replaceAll("");
    return LINK.matcher(prose)
        .results()
        .map(link -> link.group(1))
        .filter(link -> !link.startsWith("http"))
        .toList();
  }

  private static String prose(Path page) throws IOException {
    return FENCED.matcher(Files.readString(page)).replaceAll("");
  }

  private static Path target(Path page, String link) {
    String file = link.split("#", 2)[0];
    return file.isEmpty() ? page : page.resolveSibling(file).normalize();
  }

  /** Headings as the hosts of git make anchors of them. */
  private static Set<String> anchors(Path page) throws IOException {
    Set<String> anchors = new TreeSet<>();
    HEADING
        .matcher(prose(page))
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .forEach(anchors::add);
    return anchors;
  }

  @Test
  @DisplayName("every link leads to a file, and to a heading in it where it names one")
  void lead() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path page : pages()) {
      for (String link : links(page)) {
        Path target = target(page, link);
        boolean whole =
            Files.exists(target)
                && (!link.contains("#") || anchors(target).contains(link.split("#", 2)[1]));
        if (!whole) {
          broken.add(page + ": " + link);
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  @DisplayName("every page is reached from the README")
  void reached() throws IOException {
    Set<Path> reached = new TreeSet<>();
    Deque<Path> ahead = new ArrayDeque<>(List.of(README));
    while (!ahead.isEmpty()) {
      Path page = ahead.pop();
      if (page.toString().endsWith(".md") && Files.exists(page) && reached.add(page)) {
        for (String link : links(page)) {
          ahead.add(target(page, link));
        }
      }
    }
    assertThat(reached).containsAll(pages());
  }
}
