package dev.pawl.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.pawl.plan.PlanId;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rules of docs/architecture.md. */
final class ArchitectureTest {
  /** What is compiled into the program: no tests, wherever those are. */
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .importUrl(PlanId.class.getProtectionDomain().getCodeSource().getLocation());

  private static final List<String> PURE =
      List.of("dev.pawl.plan..", "dev.pawl.check..", "dev.pawl.schedule..", "dev.pawl.journal");

  @Test
  @DisplayName("arrows point down only")
  void layers() {
    hold(
        layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("cli")
            .definedBy("dev.pawl.cli..")
            .layer("app")
            .definedBy("dev.pawl.app..")
            .layer("git")
            .definedBy("dev.pawl.git..")
            .layer("journal store")
            .definedBy("dev.pawl.journal.store..")
            .layer("journal")
            .definedBy("dev.pawl.journal")
            .layer("index")
            .definedBy("dev.pawl.index..")
            .layer("machine")
            .definedBy("dev.pawl.machine..")
            .layer("check")
            .definedBy("dev.pawl.check..")
            .layer("schedule")
            .definedBy("dev.pawl.schedule..")
            .layer("plan")
            .definedBy("dev.pawl.plan..")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("app")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("git")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("journal store")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("index")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("machine")
            .mayOnlyBeAccessedByLayers("app", "cli")
            .whereLayer("check")
            .mayOnlyBeAccessedByLayers("app", "cli")
            .whereLayer("schedule")
            .mayOnlyBeAccessedByLayers("app", "cli")
            .whereLayer("journal")
            .mayOnlyBeAccessedByLayers(
                "journal store", "index", "check", "schedule", "app", "cli"));
  }

  @Test
  @DisplayName("git knows paths, bytes and refs, and nothing of tasks")
  void gitKnowsNoTasks() {
    hold(
        noClasses()
            .that()
            .resideInAPackage("dev.pawl.git..")
            .should()
            .dependOnClassesThat(
                resideInAPackage("dev.pawl..")
                    .and(DescribedPredicate.not(resideInAPackage("dev.pawl.git..")))));
  }

  @Test
  @DisplayName("no package cycles")
  void noCycles() {
    hold(slices().matching("dev.pawl.(**)").should().beFreeOfCycles());
  }

  @Test
  @DisplayName("plan, check, schedule and the core of journal touch no world and read no clock")
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
