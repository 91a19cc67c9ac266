package dev.pawl.cli.check;

import dev.pawl.app.reconcile.RepoReport;
import dev.pawl.check.Code;
import dev.pawl.check.Finding;
import dev.pawl.check.Severity;
import dev.pawl.cli.terminal.Console;
import dev.pawl.cli.terminal.Json;
import dev.pawl.cli.terminal.Line;
import dev.pawl.cli.terminal.Version;
import dev.pawl.disk.Digest;
import dev.pawl.plan.text.Position;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Findings as SARIF 2.1.0 (OASIS), a run a repository. Paths are relative to the repository ({@code
 * ROOT}). A finding about a repository as a whole is placed in its settings file, because code
 * scanning shows only what has a place.
 */
final class SarifDocument {
  private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";
  private static final String BASE = "ROOT";
  private static final String SETTINGS = ".pawl.yaml";
  private static final List<Code> RULES = List.of(Code.values());

  private SarifDocument() {}

  static void print(Console console, List<RepoReport> reports) {
    Json.document(
        console,
        json ->
            json.text("$schema", SCHEMA)
                .text("version", "2.1.0")
                .objects("runs", reports, SarifDocument::run));
  }

  private static void run(Json json, RepoReport report) {
    json.object(
        "tool",
        tool ->
            tool.object(
                "driver",
                driver ->
                    driver
                        .text("name", "pawl")
                        .text("version", Version.number())
                        .objects("rules", RULES, SarifDocument::rule)));
    json.object("automationDetails", details -> details.text("id", "pawl/" + report.slug() + "/"));
    json.object(
        "originalUriBaseIds",
        bases -> bases.object(BASE, base -> base.text("uri", folder(report.path()))));
    json.text("columnKind", "unicodeCodePoints");
    json.objects(
        "invocations",
        List.of(report),
        (each, ended) ->
            each.flag("executionSuccessful", ended.end() == RepoReport.End.COMPLETE)
                .objects("toolExecutionNotifications", ended.notes(), SarifDocument::note));
    json.objects("results", report.findings(), SarifDocument::result);
    json.object(
        "properties",
        bag ->
            bag.text("repo", report.slug())
                .text("head", report.head())
                .text("branch", report.branch()));
  }

  private static void note(Json json, String note) {
    json.text("level", "note").object("message", text -> text.text("text", Line.clean(note)));
  }

  private static void rule(Json json, Code code) {
    json.text("id", code.id())
        .text("name", name(code))
        .object("shortDescription", text -> text.text("text", CodeTexts.summary(code)))
        .object(
            "help",
            text ->
                text.text("text", "docs/checks.md of pawl says what " + code.id() + " means")
                    .text(
                        "markdown", "`docs/checks.md` of pawl says what " + code.id() + " means"));
  }

  /** RECORD_AHEAD as RecordAhead. */
  private static String name(Code code) {
    StringBuilder name = new StringBuilder();
    for (String word : code.name().split("_", -1)) {
      name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return name.toString();
  }

  private static void result(Json json, Finding finding) {
    json.text("ruleId", finding.code().id())
        .number("ruleIndex", RULES.indexOf(finding.code()))
        .text("level", level(finding.severity()))
        .object("message", text -> text.text("text", Line.clean(finding.message())))
        .objects("locations", List.of(finding), SarifDocument::location)
        .object("partialFingerprints", prints -> prints.text("finding/v1", fingerprint(finding)))
        .object("properties", bag -> properties(finding).forEach(bag::text));
  }

  private static void location(Json json, Finding finding) {
    String file = finding.file() == null ? SETTINGS : finding.file();
    Position at = finding.at();
    json.object(
        "physicalLocation",
        place -> {
          place.object(
              "artifactLocation",
              artifact -> artifact.text("uri", relative(file)).text("uriBaseId", BASE));
          place.object(
              "region",
              region -> {
                region.number("startLine", at == null ? 1 : at.line());
                if (at != null) {
                  region.number("startColumn", at.column());
                }
              });
        });
    if (finding.task() != null) {
      String task = finding.task().value();
      json.objects(
          "logicalLocations",
          List.of(task),
          (each, id) -> each.text("name", id).text("kind", "member"));
    }
  }

  /** What has a value, so that the bag holds no nulls. */
  private static Map<String, String> properties(Finding finding) {
    Map<String, String> bag = new TreeMap<>();
    put(bag, "plan", finding.plan() == null ? null : finding.plan().value());
    put(bag, "task", finding.task() == null ? null : finding.task().value());
    put(bag, "recorded", finding.recorded());
    put(bag, "written", finding.written());
    put(bag, "action", finding.action().word());
    return Collections.unmodifiableMap(bag);
  }

  private static void put(Map<String, String> bag, String name, @Nullable String value) {
    if (value != null) {
      bag.put(name, Line.clean(value));
    }
  }

  private static String level(Severity severity) {
    return switch (severity) {
      case FAIL -> "error";
      case WARN -> "warning";
      case INFO -> "note";
    };
  }

  /** What makes two findings of different runs the same one: not the line, which moves. */
  private static String fingerprint(Finding finding) {
    String what =
        String.join(
            "\0",
            Arrays.asList(
                finding.code().id(),
                Objects.toString(finding.plan(), ""),
                Objects.toString(finding.task(), ""),
                Objects.toString(finding.file(), ""),
                finding.task() == null ? finding.message() : ""));
    return Digest.sha256(what);
  }

  /** A folder as an absolute URI that ends with a slash, as a base must. */
  private static String folder(String path) {
    String uri = Path.of(path).toUri().toASCIIString();
    return uri.endsWith("/") ? uri : uri + "/";
  }

  /** A path of the repository as a relative URI reference. */
  private static String relative(String path) {
    try {
      return new URI(null, null, "/" + path, null).toASCIIString().substring(1).replace(":", "%3A");
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("no path: " + path, e);
    }
  }
}
