package dev.pawl.cli.check;

import static dev.pawl.cli.Machines.HERE;
import static dev.pawl.cli.Machines.PLAN;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.pawl.check.Code;
import dev.pawl.check.Finding;
import dev.pawl.check.Severity;
import dev.pawl.cli.Machines;
import dev.pawl.cli.Run;
import dev.pawl.plan.text.Position;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a check prints for code review and continuous integration. */
final class FormatsTest {
  @TempDir Path folder;
  private Machines machines;

  @BeforeEach
  void start() {
    machines = Machines.one(folder);
  }

  private void trouble() {
    machines.report(HERE, "done", "T01");
    machines.git.write(
        machines.at(HERE),
        "plans/ä b%c.md",
        Machines.plan("X-1", "X01", "T02").replace("X01\nstatus: todo", "X01\nstatus: tudu"));
  }

  private static Set<?> complaints(String document) throws IOException {
    try (InputStream schema =
        requireNonNull(FormatsTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json"))) {
      JsonSchema official =
          JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(schema);
      return official.validate(document, InputFormat.JSON);
    }
  }

  @Test
  @DisplayName("SARIF is valid by the schema that OASIS published, with and without findings")
  void sarifIsValid() throws IOException {
    String quiet = machines.run(HERE, "check", "--format", "sarif").exits(0).out();
    assertThat(complaints(quiet)).isEmpty();
    assertThat(complaints(quiet.replace("\"2.1.0\"", "\"2.2.0\""))).isNotEmpty();
    trouble();
    String loud = machines.run(HERE, "check", "--format", "sarif").exits(1).out();
    assertThat(complaints(loud)).isEmpty();
    assertThat(complaints(loud.replace("\"error\"", "\"bad\""))).isNotEmpty();
  }

  @Test
  @DisplayName("SARIF says what JSON says: codes, levels, places, and a file that can be found")
  void sarifSaysTheSame() {
    trouble();
    Map<String, @Nullable Object> sarif =
        machines.run(HERE, "check", "--format", "sarif").exits(1).json();
    Map<String, @Nullable Object> run = Run.objects(sarif.get("runs")).getFirst();
    List<Map<String, @Nullable Object>> results = Run.objects(run.get("results"));
    List<Map<String, @Nullable Object>> findings =
        Run.objects(machines.check(HERE).repo().get("findings"));
    assertThat(results).hasSameSizeAs(findings).hasSizeGreaterThan(2);
    for (int i = 0; i < results.size(); i++) {
      Map<String, @Nullable Object> finding = findings.get(i);
      Map<String, @Nullable Object> result = results.get(i);
      assertThat(result.get("ruleId")).isEqualTo(finding.get("code"));
      assertThat(result.get("level"))
          .isEqualTo(
              Map.of("fail", "error", "warn", "warning", "info", "note")
                  .get(String.valueOf(finding.get("severity"))));
      Map<String, @Nullable Object> place =
          Run.object(Run.objects(result.get("locations")).getFirst().get("physicalLocation"));
      if (finding.get("file") != null) {
        String base =
            String.valueOf(
                Run.object(Run.object(run.get("originalUriBaseIds")).get("ROOT")).get("uri"));
        String uri = String.valueOf(Run.object(place.get("artifactLocation")).get("uri"));
        Path named = Path.of(java.net.URI.create(base).resolve(uri));
        assertThat(named).isEqualTo(machines.at(HERE).resolve(finding.get("file").toString()));
        assertThat(Files.exists(named)).isTrue();
        assertThat(Run.object(place.get("region")).get("startLine")).isEqualTo(finding.get("line"));
      }
    }
  }

  @Test
  @DisplayName("the fingerprint of a finding stays when its line moves")
  void fingerprint() {
    machines.report(HERE, "done", "T01");
    String before = machines.run(HERE, "check", "--format", "sarif").exits(0).out();
    String text = machines.git.read(machines.at(HERE), PLAN);
    machines.git.write(machines.at(HERE), PLAN, text.replace("---\n\n", "---\n\nMore.\n\n"));
    machines.git.commitAll(machines.at(HERE), "more words");
    machines.push(HERE);
    String after = machines.run(HERE, "check", "--format", "sarif").exits(0).out();
    assertThat(line(after, "startLine")).isNotEqualTo(line(before, "startLine"));
    assertThat(line(after, "finding/v1")).isEqualTo(line(before, "finding/v1"));
  }

  private static String line(String text, String holding) {
    return text.lines().filter(line -> line.contains(holding)).findFirst().orElseThrow();
  }

  @Test
  @DisplayName("github: a line a finding, with the place")
  void github() {
    trouble();
    Run run = machines.run(HERE, "check", "--format", "github").exits(1);
    assertThat(run.out().lines().toList())
        .allMatch(line -> line.matches("::(error|warning|notice) .*title=C-\\d\\d.*::.+"))
        .anyMatch(
            line -> line.startsWith("::warning file=plans/net.md,line=12,col=9,title=C-13 T01"))
        .anyMatch(line -> line.startsWith("::error file=plans/ä b%25c.md,line="));
  }

  @Test
  @DisplayName("N50 what a repository says cannot become a workflow command or a property")
  void githubEscapes() {
    Finding hostile =
        Finding.ofFile(
            Code.UNREADABLE,
            Severity.FAIL,
            null,
            null,
            "plans/a,title=x::b.md",
            new Position(1, 2),
            "100%\n::set-output name=a::b\r\u001b[31m%0A::stop");
    assertThat(WorkflowCommands.line(hostile))
        .isEqualTo(
            "::error file=plans/a%2Ctitle=x%3A%3Ab.md,line=1,col=2,title=C-02"
                + "::100%25<U+000A>::set-output name=a::b<U+000D><U+001B>[31m%250A::stop");
  }

  @ParameterizedTest
  @EnumSource(Code.class)
  @DisplayName("every code is described in the words of docs/checks.md")
  void described(Code code) throws IOException {
    assertThat(Files.readAllLines(Path.of("docs/checks.md")))
        .anyMatch(line ->
            line.startsWith("| [" + code.id() + "](")
                && line.contains("| " + CodeTexts.summary(code) + " |"));
  }
}
