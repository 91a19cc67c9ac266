package dev.pawl.git.repo;

import dev.pawl.git.GitException;
import dev.pawl.git.process.NativeGit;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;

/**
 * The files and folders that a partial clone left with its remote. JGit takes them for lost; the
 * installed git fetches one when it is read, so it is asked to, as every git command would do.
 */
public final class PromisedObjects {
  /** Of one command: without a network it is not to wait for each of a thousand files. */
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final Repo repo;
  private final NativeGit git;
  private long end;
  private boolean over;

  private PromisedObjects(Repo repo, NativeGit git) {
    this.repo = repo;
    this.git = git;
  }

  /** Whether git would fetch what is missing: then it is no damage. */
  public static boolean isPartial(Config config) {
    return config.getString("extensions", null, "partialclone") != null
        || config.getSubsections("remote").stream()
            .anyMatch(remote -> config.getBoolean("remote", remote, "promisor", false));
  }

  /** Of this repository; none where all should be here, or nothing may be asked for. */
  static Optional<PromisedObjects> of(Repo repo) {
    String forbidden = repo.environment().variables().getOrDefault("GIT_NO_LAZY_FETCH", "0");
    boolean asks =
        isPartial(repo.layout().config())
            && !repo.isBare()
            && (forbidden.equals("0") || forbidden.equals("false") || forbidden.isEmpty());
    return asks ? repo.installed().map(git -> new PromisedObjects(repo, git)) : Optional.empty();
  }

  ObjectReader reading(ObjectReader local) {
    return new Reader(local);
  }

  /** Asks for an object; false when it did not come, and then no more is asked for. */
  private synchronized boolean bring(AnyObjectId id) {
    long now = System.nanoTime();
    end = end == 0 ? now + LONGEST.toNanos() : end;
    if (over || now - end >= 0) {
      return false;
    }
    try {
      NativeGit.Options options = git.network(Duration.ofNanos(end - now));
      Optional<String> ssh = SshCommand.quiet(repo);
      if (ssh.isPresent()) {
        options = options.with("GIT_SSH_COMMAND", ssh.get());
      }
      over = !git.run(repo.root(), List.of("cat-file", "-t", id.name()), options).ok();
    } catch (GitException e) {
      // Then it is missing, which is said where it is read.
      over = true;
    }
    return !over;
  }

  private final class Reader extends ObjectReader.Filter {
    private final ObjectReader local;

    Reader(ObjectReader local) {
      this.local = local;
    }

    @Override
    protected ObjectReader delegate() {
      return local;
    }

    @Override
    public ObjectReader newReader() {
      return new Reader(local.newReader());
    }

    @Override
    public ObjectLoader open(AnyObjectId id, int type) throws IOException {
      try {
        return local.open(id, type);
      } catch (MissingObjectException e) {
        // Commits are never left out: one that is not here is unknown there too.
        if ((type == Constants.OBJ_BLOB || type == Constants.OBJ_TREE) && bring(id)) {
          return local.open(id, type);
        }
        throw e;
      }
    }
  }
}
