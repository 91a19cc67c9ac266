package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static dev.pawl.cli.Machines.PLAN;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing that the settings match is passed over in silence. */
class UnreadPlansTest {
  private static final String LOST = Machines.plan("LOST-1", "L1");

  @TempDir Path folder;
  private Machines machines;
  private Path here;

  @BeforeEach
  void clones() {
    machines = Machines.one(folder);
    here = machines.at(HERE);
  }

  @Test
  @DisplayName("N11 a plan whose file name is not UTF-8 is named as git names it")
  void name() throws Exception {
    shell("printf '%s' '" + LOST + "' > plans/\"$(printf 'caf\\351 1')\".md");
    shell("echo hello > plans/\"$(printf 'note\\351')\".md");
    machines.git.commitAll(here, "a plan of long ago");

    assertThat(unread())
        .containsExactly(
            "plans/caf\\351 1.md: its name is not UTF-8: give the file a name that is, with git mv");
    goesOn();
  }

  @Test
  @DisplayName("C-01 names a plan that lies where the settings do not look")
  void stray() {
    machines.git.write(here, "README.md", "# Notes\n");
    machines.git.run(here, "mv", PLAN, "docs.md");
    assertThat(machines.check(HERE).exits(0).message("C-01"))
        .isEqualTo(
            "no plan found where the settings say plans are; docs.md looks like a plan: move it"
                + " below workplans/");
    machines.git.write(here, "docs/z.md", machines.git.read(here, "docs.md"));
    machines.git.write(here, "docs.md", "# Not one\n");
    machines.git.write(here, ".pawl.yaml", "repo: net\nplans: [work/*.md, plans/*.md]\n");
    assertThat(machines.check(HERE).exits(0).message("C-01"))
        .endsWith("; docs/z.md looks like a plan: move it below work/");
  }

  static Stream<Charset> wide() {
    return Stream.of(UTF_16LE, UTF_16BE, UTF_16, Charset.forName("UTF-32LE"));
  }

  @ParameterizedTest
  @MethodSource("wide")
  @DisplayName("N11 a plan in a wider encoding is named, with and without a byte order mark")
  void encoding(Charset charset) throws IOException {
    Files.write(here.resolve("plans/wide.md"), LOST.getBytes(charset));
    machines.git.commitAll(here, "a plan of another editor");

    assertThat(unread()).singleElement().asString().contains("plans/wide.md: the file is", "UTF-8");
    goesOn();
  }

  @Test
  @DisplayName("N11 a plan that only git stores as UTF-8 is named")
  void workingTreeEncoding() throws IOException {
    machines.git.write(here, ".gitattributes", "*.md working-tree-encoding=UTF-16LE\n");
    Files.write(here.resolve("plans/wide.md"), LOST.getBytes(UTF_16LE));
    machines.git.run(here, "add", ".gitattributes", "plans/wide.md");
    machines.git.run(here, "commit", "-qm", "wide");

    assertThat(unread())
        .singleElement()
        .asString()
        .contains("plans/wide.md: the file is UTF-16", "working-tree-encoding");
  }

  @Test
  @DisplayName("a byte that is not UTF-8 is named with its place")
  void latin() throws IOException {
    Files.write(here.resolve("plans/latin.md"), (LOST + "é").getBytes(ISO_8859_1));

    assertThat(unread())
        .containsExactly(
            "plans/latin.md: the file is not UTF-8: byte "
                + LOST.length()
                + " is 0xE9; save it as UTF-8");
  }

  @Test
  @DisplayName("a file of the repository in another encoding is refused in a sentence")
  void settingsInLatin() throws IOException {
    Files.write(here.resolve(".pawl.yaml"), "repo: é\n".getBytes(ISO_8859_1));

    assertThat(machines.run(HERE, "check").exits(2).err())
        .contains(".pawl.yaml is not UTF-8: byte 6 is 0xE9", "save it as UTF-8");
  }

  static Stream<Arguments> links() {
    return Stream.of(
        Arguments.of(
            "plans/link.md", "../real/x.md", "symbolic link to real/x.md", "name real/x.md under"),
        Arguments.of("plans/sub", "../real", "symbolic link to real,", "name real/x.md under"),
        Arguments.of("workplans", "real", "symbolic link to real,", "name real/x.md under"),
        Arguments.of("docs", "deep", "symbolic link to deep,", "name deep/plans/x.md under"),
        Arguments.of("plans/out.md", "../../outside/x.md", "out of the repository", "put the"),
        Arguments.of("plans/out", "../../outside", "out of the repository", "put the file"),
        Arguments.of("docs", "../outside", "out of the repository", "put the file itself here"),
        Arguments.of("plans/git.md", "../.git/x.md", "out of the repository", "put the file"),
        Arguments.of("plans/gone.md", "nowhere.md", "nowhere", "put the file itself here"),
        Arguments.of("plans/round.md", "round.md", "nowhere", "put the file itself here"));
  }

  @ParameterizedTest
  @MethodSource("links")
  @DisplayName("N11 N50 a link to a plan is named and not followed")
  void link(String link, String target, String reason, String cure) throws IOException {
    for (String file : List.of("real/x.md", "deep/plans/x.md", "../outside/x.md", ".git/x.md")) {
      machines.git.write(here, file, LOST);
    }
    Files.createSymbolicLink(here.resolve(link), Path.of(target));
    machines.git.commitAll(here, "a link");

    assertThat(unread()).singleElement().asString().startsWith(link + ": ").contains(reason, cure);
    assertThat(machines.run(HERE, "task", "list").out()).doesNotContain("L1");
    goesOn();
  }

  @Test
  @DisplayName("links to what is read anyway, to what is no plan, and those of nobody are no news")
  void harmlessLinks() throws IOException {
    machines.git.write(here, "README.md", "# Read me\n");
    machines.git.write(here, "assets/logo.svg", "<svg/>\n");
    machines.git.write(here, "../outside/logo.svg", "<svg/>\n");
    Files.createSymbolicLink(here.resolve("plans/README.md"), Path.of("../README.md"));
    Files.createSymbolicLink(here.resolve("plans/current.md"), Path.of("net.md"));
    Files.createSymbolicLink(here.resolve("plans/assets"), Path.of("../assets"));
    Files.createSymbolicLink(here.resolve("plans/up"), Path.of(".."));
    Files.createSymbolicLink(here.resolve("plans/logo.svg"), Path.of("../../outside/logo.svg"));
    machines.git.commitAll(here, "links");
    Files.createSymbolicLink(here.resolve("plans/.#net.md"), Path.of("ann@host.4711"));

    assertThat(unread()).isEmpty();
  }

  @Test
  @DisplayName("N51 of very many links no more than a hundred are looked behind")
  void manyLinks() throws IOException {
    machines.git.write(here, "real/no-plan.md", "# No plan\n");
    for (int i = 0; i < 101; i++) {
      Files.createSymbolicLink(here.resolve("plans/" + i + ".md"), Path.of("../real/no-plan.md"));
    }
    machines.git.commitAll(here, "links");

    assertThat(unread()).singleElement().asString().contains("looks behind 100 of them");
  }

  @Test
  @DisplayName("N11 settings that are a link, or no file, are not taken for none")
  void settings() throws IOException {
    Path settings = here.resolve(".pawl.yaml");
    Files.move(settings, here.resolve("pawl.yaml"));
    Files.createSymbolicLink(settings, Path.of("pawl.yaml"));
    assertThat(machines.run(HERE, "check").exits(2).err())
        .contains(".pawl.yaml is a symbolic link", "put the file itself there");
    Files.delete(settings);
    Files.createDirectory(settings);
    assertThat(machines.run(HERE, "check").exits(2).err()).contains(".pawl.yaml", "no file");
  }

  @Test
  @DisplayName("N11 a folder where a committed plan was is named, any other folder is not")
  void folders() throws IOException {
    machines.git.write(here, "plans/lost.md", LOST);
    machines.git.commitAll(here, "a plan");
    Files.delete(here.resolve("plans/lost.md"));
    Files.createDirectory(here.resolve("plans/lost.md"));
    Files.createDirectory(here.resolve("plans/other.md"));

    assertThat(unread()).singleElement().asString().startsWith("plans/lost.md: something that is");
    goesOn();
  }

  @Test
  @DisplayName("a file too large to be read is named, and stops nothing else")
  void tooLarge() throws IOException {
    try (RandomAccessFile file =
        new RandomAccessFile(here.resolve("plans/big.md").toFile(), "rw")) {
      file.setLength(1L << 30);
    }

    assertThat(unread()).singleElement().asString().startsWith("plans/big.md: it is larger than");
    goesOn();
  }

  @Test
  @DisplayName(
      "N11 a file or folder that may not be read is named with the cause; all else goes on")
  void closed() throws Exception {
    machines.git.write(here, "plans/lost.md", LOST);
    machines.git.write(here, "plans/deep/lost.md", Machines.plan("LOST-2", "L2"));
    machines.git.commitAll(here, "plans");
    shell("chmod 000 plans/lost.md plans/deep");
    try {
      assertThat(asMereUser("check", "--no-fetch"))
          .contains("C-02 fail  it cannot be read: no permission; make it readable for you")
          .contains("plans/lost.md", "plans/deep", "2 fail", "exit 1");
      assertThat(asMereUser("task", "list")).contains("T01", "T02").contains("exit 0");
      assertThat(asMereUser("task", "done", "L1"))
          .contains("no task 'L1'", "plans/lost.md cannot be read: pawl check says why", "exit 1");
      assertThat(asMereUser("task", "done", "T01")).contains("exit 0");
      assertThat(asMereUser("fix", "--no-fetch")).contains("✓ T01", "2 fail", "exit 1");
      assertThat(machines.written(HERE)).containsExactly("done", "todo", "todo");
    } finally {
      shell("chmod 755 plans/deep && chmod 644 plans/lost.md");
    }
    machines.sound();
  }

  /** The findings of C-02 as "file: message". */
  private List<String> unread() {
    return Run.objects(machines.check(HERE).repo().get("findings")).stream()
        .filter(finding -> "C-02".equals(finding.get("code")))
        .map(finding -> finding.get("file") + ": " + finding.get("message"))
        .toList();
  }

  /** What can be read is worked with as ever. */
  private void goesOn() {
    machines.report(HERE, "done", "T01");
    machines.run(HERE, "fix", "--no-fetch").exits(1);
    assertThat(machines.written(HERE)).containsExactly("done", "todo", "todo");
    assertThat(machines.git.read(here, PLAN)).contains("# by hand");
  }

  private void shell(String script) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("sh", "-c", script)
            .directory(here.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  /** Runs pawl in a process of its own, without what lets root read everything. */
  private String asMereUser(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    if ("root".equals(System.getProperty("user.name"))) {
      assumeTrue(Processes.installed("setpriv"), "setpriv is not installed");
      command.addAll(List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search"));
    }
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "dev.pawl.cli.Main"));
    command.addAll(List.of(arguments));
    Processes.Result result =
        Processes.run(here, machines.variables(HERE), command.toArray(String[]::new));
    return result.text() + "exit " + result.exit();
  }
}
