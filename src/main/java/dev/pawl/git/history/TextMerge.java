package dev.pawl.git.history;

import dev.pawl.git.GitEnvironment;
import dev.pawl.git.GitException;
import dev.pawl.git.process.NativeGit;
import dev.pawl.git.process.Reason;
import dev.pawl.git.repo.Repo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Merges three versions of a text as git does it, with the user's conflict style. */
public final class TextMerge {
  private TextMerge() {}

  /**
   * What came of it.
   *
   * @param text the merged text, with conflict markers where it is not clean
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  public record Result(byte[] text, boolean clean) {}

  /**
   * Merges; by the installed git whatever engine is set, for it is git that asks.
   *
   * @param markerSize how long conflict markers are; 7 is usual
   */
  public static Result of(Repo repo, byte[] base, byte[] ours, byte[] theirs, int markerSize)
      throws GitException {
    NativeGit git =
        NativeGit.find(repo.environment().withEngine(GitEnvironment.Engine.NATIVE))
            .orElseThrow(() ->
                new GitException(
                    GitException.Kind.ENVIRONMENT,
                    "git merge-file",
                    "git is not installed",
                    "put git on PATH"));
    try {
      Path folder = Files.createTempDirectory("pawl-merge-");
      List<Path> files =
          List.of(folder.resolve("ours"), folder.resolve("base"), folder.resolve("theirs"));
      try {
        Files.write(files.get(0), ours);
        Files.write(files.get(1), base);
        Files.write(files.get(2), theirs);
        return run(repo, git, files, markerSize);
      } finally {
        for (Path file : files) {
          Files.deleteIfExists(file);
        }
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw GitException.failed("the files to merge", e);
    }
  }

  private static Result run(Repo repo, NativeGit git, List<Path> files, int markerSize)
      throws GitException {
    NativeGit.Result merged =
        git.run(
            repo.root(),
            List.of(
                "merge-file",
                "-p",
                "--marker-size=" + markerSize,
                "-L",
                "ours",
                "-L",
                "base",
                "-L",
                "theirs",
                files.get(0).toString(),
                files.get(1).toString(),
                files.get(2).toString()),
            git.local());
    // The exit code counts the conflicts, up to 127.
    if (merged.timedOut() || merged.exit() < 0 || merged.exit() > 127) {
      throw new GitException(
          GitException.Kind.ENVIRONMENT,
          "git merge-file",
          "failed: " + Reason.of(merged),
          "resolve the file by hand");
    }
    return new Result(merged.out(), merged.exit() == 0);
  }
}
