package dev.pawl.app.snapshot;

import dev.pawl.app.workspace.Workspace;
import dev.pawl.check.Facts;
import dev.pawl.disk.Printable;
import dev.pawl.git.GitException;
import dev.pawl.git.files.WorkTree;
import dev.pawl.plan.document.PlanDocument;
import dev.pawl.plan.settings.RepositorySettings;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plans where nobody looks for them, because the settings do not name the place. */
public final class StrayPlans {
  private static final List<String> FOLDERS = List.of("", "docs/");

  private StrayPlans() {}

  /** Names one where no plan was found at all; empty where there is none. */
  public static String hint(Workspace workspace, Facts facts) {
    String stray = facts.plans().isEmpty() && !workspace.repo().isBare() ? first(workspace) : null;
    return stray == null
        ? ""
        : "; %s looks like a plan: move it below %s"
            .formatted(Printable.visible(stray), workspace.settings().globs().folder());
  }

  private static @Nullable String first(Workspace workspace) {
    for (String folder : FOLDERS) {
      for (String name : pages(workspace.repo().workTree().resolve(folder))) {
        if (isPlan(workspace, folder + name)) {
          return folder + name;
        }
      }
    }
    return null;
  }

  private static boolean isPlan(Workspace workspace, String path) {
    RepositorySettings settings = workspace.settings();
    try {
      byte[] bytes = new WorkTree(workspace.repo()).read(path).orElse(new byte[0]);
      return PlanDocument.parse(bytes, settings.tasks(), settings.planStatuses()).content().kind()
          == PlanDocument.Kind.PLAN;
    } catch (GitException e) {
      return false; // a hint less
    }
  }

  private static List<String> pages(Path folder) {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.md")) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    } catch (IOException | DirectoryIteratorException e) {
      return List.of(); // a hint less
    }
    Collections.sort(names);
    return names;
  }
}
