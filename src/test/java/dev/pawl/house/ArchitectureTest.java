package dev.pawl.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.pawl.plan.PlanId;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rules of docs/architecture.md. */
final class ArchitectureTest {
  /** What is compiled into the program: no tests, wherever those are. */
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .importUrl(PlanId.class.getProtectionDomain().getCodeSource().getLocation());

  private static final String DISK = "dev.pawl.disk";

  private static final List<String> PURE =
      List.of(
          "dev.pawl.plan..",
          "dev.pawl.check..",
          "dev.pawl.schedule..",
          "dev.pawl.usage..",
          "dev.pawl.journal");

  /** Every room, from the faces down to the ground: each knows only what stands after it. */
  private static final List<String> ROOMS =
      Stream.of(
              "cli cli.usage cli.setup cli.cluster cli.plan cli.task cli.worktree cli.check cli.terminal cli.screen",
              "app.autosync app.cluster app.session app.usage app.log app.report app.edit app.plan app.completion app.worktree app.setup app.reconcile",
              "app.beat app.claim app.remote app.snapshot app.workspace",
              "git.worktree git.remote git.branch git.commit git.files git.index git.ref",
              "git.history git.queue git.repo git.process git.layout git",
              "journal.exchange journal.store index machine check schedule usage usage.agent journal journal.usage",
              "plan.settings plan.document plan plan.yaml plan.text disk")
          .flatMap(floor -> Arrays.stream(floor.split(" ")))
          .map("dev.pawl."::concat)
          .toList();

  /** Rooms that touch the world, or are pure, and what each of them may know of the house. */
  private static final Map<String, List<String>> NEIGHBOURS =
      Map.of(
          "dev.pawl.git..",
          List.of("dev.pawl.git..", DISK),
          "dev.pawl.journal.store",
          List.of(
              "dev.pawl.journal",
              "dev.pawl.journal.store",
              "dev.pawl.journal.usage",
              "dev.pawl.plan..",
              DISK),
          "dev.pawl.journal.exchange",
          List.of("dev.pawl.journal..", DISK),
          "dev.pawl.index",
          List.of(
              "dev.pawl.index",
              "dev.pawl.journal",
              "dev.pawl.journal.usage",
              "dev.pawl.plan..",
              DISK),
          "dev.pawl.machine",
          List.of("dev.pawl.machine", DISK),
          "dev.pawl.check",
          List.of("dev.pawl.check", "dev.pawl.journal", "dev.pawl.plan.."),
          "dev.pawl.schedule",
          List.of("dev.pawl.schedule", "dev.pawl.journal", "dev.pawl.plan..", DISK),
          "dev.pawl.usage..",
          List.of("dev.pawl.usage..", "dev.pawl.journal..", "dev.pawl.plan..", DISK),
          "dev.pawl.plan..",
          List.of("dev.pawl.plan..", DISK),
          DISK,
          List.of(DISK));

  /** About as much as a newcomer can look through. */
  private static final int FILES = 22;

  private static final int LINES = 2400;

  @Test
  @DisplayName("every class has a room, and every room has classes")
  void rooms() {
    assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
        .containsExactlyInAnyOrderElementsOf(ROOMS);
  }

  @Test
  @DisplayName("arrows point down only, between sub-rooms too")
  void floors() {
    List<String> upwards =
        CLASSES.stream()
            .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
            .filter(ArchitectureTest::isUpward)
            .map(Dependency::getDescription)
            .toList();
    assertThat(upwards).isEmpty();
  }

  private static boolean isUpward(Dependency dependency) {
    String from = dependency.getOriginClass().getPackageName();
    String to = dependency.getTargetClass().getBaseComponentType().getPackageName();
    return !from.equals(to) && ROOMS.contains(to) && ROOMS.indexOf(to) < ROOMS.indexOf(from);
  }

  @Test
  @DisplayName("git knows nothing of tasks, disk nothing at all, and no world knows another")
  void neighbours() {
    NEIGHBOURS.forEach((room, known) ->
        hold(
            noClasses()
                .that()
                .resideInAPackage(room)
                .should()
                .dependOnClassesThat(
                    resideInAPackage("dev.pawl..")
                        .and(
                            DescribedPredicate.not(
                                resideInAnyPackage(known.toArray(String[]::new)))))));
  }

  @Test
  @DisplayName("a room can be looked through: some twenty files, some two thousand lines")
  void roomsAreSmall() throws Exception {
    for (String room : ROOMS) {
      Path folder = Path.of("src/main/java", room.split("\\."));
      try (Stream<Path> list = Files.list(folder)) {
        List<Path> files = list.filter(file -> file.toString().endsWith(".java")).toList();
        assertThat(files).as(room).hasSizeBetween(2, FILES + 1);
        long lines = 0;
        for (Path file : files) {
          lines += Files.readAllLines(file).size();
        }
        assertThat(lines).as(room + " has lines").isLessThanOrEqualTo(LINES);
      }
    }
  }

  @Test
  @DisplayName("no simple name stands twice")
  void namesAreUnique() {
    assertThat(CLASSES.stream().filter(type -> type.getEnclosingClass().isEmpty()))
        .extracting(JavaClass::getSimpleName)
        .filteredOn(name -> !name.equals("package-info"))
        .doesNotHaveDuplicates();
  }

  @Test
  @DisplayName(
      "plan, check, schedule, usage and the core of journal touch no world and read no clock")
  void pure() {
    PURE.forEach(ArchitectureTest::pure);
  }

  private static void pure(String room) {
    hold(
        noClasses()
            .that()
            .resideInAPackage(room)
            .should()
            .dependOnClassesThat(
                resideInAnyPackage("java.nio.file..", "java.sql..", "java.net..")
                    .or(inJavaIoBeyondItsInMemoryTypes())));
    hold(
        noClasses()
            .that()
            .resideInAPackage(room)
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class));
  }

  @Test
  @DisplayName("each library stays in its room")
  void libraries() {
    only("dev.pawl.plan..", "org.commonmark..", "org.snakeyaml..");
    only("dev.pawl.git..", "org.eclipse.jgit..");
    only("dev.pawl.cli..", "picocli..");
    only("dev.pawl.index..", "java.sql..", "org.sqlite..");
    hold(
        noClasses()
            .that()
            .resideOutsideOfPackages("dev.pawl.git..", "dev.pawl.cli..", "dev.pawl.app..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ProcessBuilder.class));
  }

  @Test
  @DisplayName("the ground floor alone locks files, and puts one in another's place")
  void groundFloor() {
    hold(
        noClasses()
            .that()
            .resideOutsideOfPackage(DISK)
            .should()
            .accessField(StandardCopyOption.class, "ATOMIC_MOVE"));
    for (String lock : List.of("lock", "tryLock")) {
      hold(
          noClasses()
              .that()
              .resideOutsideOfPackage(DISK)
              .should()
              .callMethod(FileChannel.class, lock)
              .orShould()
              .callMethod(FileChannel.class, lock, long.class, long.class, boolean.class));
    }
  }

  @Test
  @DisplayName("nobody prints statically")
  void noStaticPrinting() {
    hold(
        noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.pawl.cli.Main")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(Throwable.class, "printStackTrace")
            .orShould()
            .callMethod(Throwable.class, "printStackTrace", PrintStream.class));
  }

  @Test
  @DisplayName("no package or class is a drawer for leftovers")
  void noDrawers() {
    hold(
        noClasses()
            .should()
            .resideInAnyPackage(
                "..util..", "..common..", "..helper..", "..manager..", "..service..", "..impl.."));
    hold(noClasses().should().haveSimpleNameEndingWith("Util"));
    hold(noClasses().should().haveSimpleNameEndingWith("Utils"));
    hold(noClasses().should().haveSimpleNameEndingWith("Helper"));
    hold(noClasses().should().haveSimpleNameEndingWith("Manager"));
    hold(noClasses().should().haveSimpleNameEndingWith("Impl"));
  }

  @Test
  @DisplayName("every package is null-marked and says its sentence")
  void packagesAreMarked() throws Exception {
    try (Stream<Path> folders = Files.walk(Path.of("src/main/java/dev/pawl"))) {
      for (Path folder : folders.filter(Files::isDirectory).toList()) {
        if (!holdsSources(folder)) {
          continue;
        }
        assertThat(folder.resolve("package-info.java"))
            .content()
            .contains("@NullMarked")
            .startsWith("/**");
      }
    }
  }

  private static boolean holdsSources(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> file.toString().endsWith(".java"));
    }
  }

  /** Each of them is used in this room, and in no other. */
  private static void only(String room, String... libraries) {
    for (String library : libraries) {
      DescribedPredicate<JavaClass> inLibrary = resideInAPackage(library);
      assertThat(CLASSES.that(resideInAPackage(room)))
          .as("%s is used in %s", library, room)
          .anyMatch(type ->
              type.getDirectDependenciesFromSelf().stream()
                  .anyMatch(dependency -> inLibrary.test(dependency.getTargetClass())));
      hold(noClasses().that().resideOutsideOfPackage(room).should().dependOnClassesThat(inLibrary));
    }
  }

  private static DescribedPredicate<JavaClass> inJavaIoBeyondItsInMemoryTypes() {
    List<String> inMemory =
        List.of(
            "java.io.Serializable",
            "java.io.ByteArrayOutputStream",
            "java.io.ByteArrayInputStream",
            "java.io.OutputStream",
            "java.io.InputStream",
            "java.io.StringWriter",
            "java.io.Writer",
            "java.io.UncheckedIOException",
            "java.io.IOException");
    return DescribedPredicate.describe(
        "java.io beyond its in-memory types",
        type -> type.getPackageName().equals("java.io") && !inMemory.contains(type.getName()));
  }

  /** A rule that is about no class at all fails: what it was about has another name by now. */
  private static void hold(ArchRule rule) {
    rule.allowEmptyShould(false).check(CLASSES);
  }
}
