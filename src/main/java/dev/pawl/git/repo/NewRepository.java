package dev.pawl.git.repo;

import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.api.AddCommand;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.StoredConfig;

/** Makes fresh repositories in empty folders, and commits what a caller just wrote there. */
public final class NewRepository {
  private NewRepository() {}

  /** An empty bare repository whose HEAD names this branch. */
  public static void bare(Path folder, BranchName branch) throws GitException {
    try (Git git =
        Git.init()
            .setBare(true)
            .setDirectory(folder.toFile())
            .setInitialBranch(branch.name())
            .call()) {
      git.getRepository().getConfig().load();
    } catch (GitAPIException | IOException | org.eclipse.jgit.errors.ConfigInvalidException e) {
      throw GitException.failed(folder.toString(), e);
    }
  }

  /** A clone with this identity of its own; {@code branch} follows the one of the remote. */
  public static void clone(Path from, Path into, BranchName branch, String name, String email)
      throws GitException {
    try (Git git =
        Git.cloneRepository()
            .setURI(from.toUri().toString())
            .setDirectory(into.toFile())
            .setBranch(branch.name())
            .call()) {
      if (git.getRepository().resolve(Constants.HEAD) == null) {
        // A clone of an empty repository: JGit does not ask which branch its HEAD names.
        git.getRepository().updateRef(Constants.HEAD).link(branch.ref());
      }
      StoredConfig config = git.getRepository().getConfig();
      config.setString("remote", "origin", "url", from.toString());
      config.setString("branch", branch.name(), "remote", "origin");
      config.setString("branch", branch.name(), "merge", branch.ref());
      config.setString("user", null, "name", name);
      config.setString("user", null, "email", email);
      // A sandbox is nobody's: a signing key or a template of the user has no place in it.
      config.setBoolean("commit", null, "gpgSign", false);
      config.setString("core", null, "hooksPath", "hooks-of-nobody");
      config.save();
    } catch (GitAPIException | IOException e) {
      throw GitException.failed(into.toString(), e);
    }
  }

  /** Commits these files of a fresh clone. */
  public static CommitId commit(Path clone, List<String> paths, String message)
      throws GitException {
    try (Git git = Git.open(clone.toFile())) {
      AddCommand add = git.add();
      paths.forEach(add::addFilepattern);
      add.call();
      return new CommitId(git.commit().setSign(false).setMessage(message).call().name());
    } catch (GitAPIException | IOException e) {
      throw GitException.failed(clone.toString(), e);
    }
  }
}
