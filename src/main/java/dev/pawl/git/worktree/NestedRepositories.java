package dev.pawl.git.worktree;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** Repositories inside a work tree, or inside git's folder for it: they go along with it (N30). */
final class NestedRepositories {
  private NestedRepositories() {}

  /** Whether a folder is the top of a repository, bare or with a work tree, or of a submodule. */
  static boolean isOne(Path folder) {
    return Files.exists(folder.resolve(Constants.DOT_GIT), NOFOLLOW_LINKS) || isGitFolder(folder);
  }

  private static boolean isGitFolder(Path folder) {
    return Files.isRegularFile(folder.resolve(Constants.HEAD))
        && Files.isDirectory(folder.resolve(Constants.OBJECTS))
        && Files.isDirectory(folder.resolve("refs"));
  }

  /**
   * The repositories of submodules that git keeps in its folder for a work tree, also of those that
   * are not checked out any more, where a commit of theirs is on no remote as last fetched.
   */
  static List<Path> unpushedModules(Path admin) throws IOException {
    Path modules = admin.resolve(Constants.MODULES);
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(modules, NOFOLLOW_LINKS)) {
      Files.walkFileTree(
          modules,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
                throws IOException {
              if (!isGitFolder(folder)) {
                return FileVisitResult.CONTINUE;
              }
              if (isUnpushed(folder)) {
                found.add(folder);
              }
              found.addAll(unpushedModules(folder));
              return FileVisitResult.SKIP_SUBTREE;
            }
          });
    }
    return List.copyOf(found);
  }

  private static boolean isUnpushed(Path folder) throws IOException {
    try (Repository module =
            new FileRepositoryBuilder().setGitDir(folder.toFile()).setBare().build();
        RevWalk walk = new RevWalk(module)) {
      for (Ref ref : module.getRefDatabase().getRefs()) {
        ObjectId id = ref.getObjectId();
        RevObject object = id == null ? null : walk.peel(walk.parseAny(id));
        if (object instanceof RevCommit commit) {
          if (ref.getName().startsWith(Constants.R_REMOTES)) {
            walk.markUninteresting(commit);
          } else {
            walk.markStart(commit);
          }
        }
      }
      return walk.next() != null;
    }
  }
}
