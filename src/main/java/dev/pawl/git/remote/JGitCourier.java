package dev.pawl.git.remote;

import dev.pawl.disk.Printable;
import dev.pawl.disk.WholeFile;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.ObjectName;
import dev.pawl.git.ref.Upstreams;
import dev.pawl.git.repo.Repo;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.internal.JGitText;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.FetchResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteConfig;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.TrackingRefUpdate;
import org.eclipse.jgit.transport.Transport.Operation;
import org.eclipse.jgit.transport.URIish;

/** JGit: local paths, file:// and http without a login; where no git is installed. */
final class JGitCourier implements Courier {
  private static final List<String> SERVER_HOOKS =
      List.of(
          "pre-receive",
          "update",
          "post-receive",
          "post-update",
          "proc-receive",
          "push-to-checkout",
          "reference-transaction");

  private final Repo repo;

  JGitCourier(Repo repo) {
    this.repo = repo;
  }

  /** What is done with an open connection. */
  private interface Errand<T> {
    T run(org.eclipse.jgit.transport.Transport transport) throws IOException;
  }

  @Override
  public Reply<Received> fetch(String remote, List<String> refspecs, Duration limit) {
    return bounded(
        remote,
        Operation.FETCH,
        limit,
        transport -> {
          transport.setTagOpt(TagOpt.NO_TAGS);
          transport.setRemoveDeletedRefs(false);
          transport.applyConfig(withoutRefspecs(remote));
          List<RefSpec> specs = refspecs.stream().map(RefSpec::new).toList();
          FetchResult result = keepingFetchHead(transport, specs);
          List<String> problems = new ArrayList<>();
          for (TrackingRefUpdate update : result.getTrackingRefUpdates()) {
            if (isProblem(update.getResult())) {
              problems.add(update.getLocalName() + ": " + update.getResult());
            }
          }
          return new Received(List.copyOf(problems), found(result, specs));
        });
  }

  /** JGit cannot do without writing it; it tells of the person's own fetches. */
  private FetchResult keepingFetchHead(
      org.eclipse.jgit.transport.Transport transport, List<RefSpec> specs) throws IOException {
    Path file = repo.gitDir().resolve(Constants.FETCH_HEAD);
    byte[] before = Files.exists(file) ? Files.readAllBytes(file) : null;
    try {
      return transport.fetch(NullProgressMonitor.INSTANCE, specs);
    } finally {
      if (before == null) {
        Files.deleteIfExists(file);
      } else {
        WholeFile.replace(file, before);
      }
    }
  }

  /** JGit moves what is configured as well, by the way. */
  private RemoteConfig withoutRefspecs(String remote) throws IOException {
    try {
      RemoteConfig config = new RemoteConfig(repo.jgit().getConfig(), remote);
      config.setFetchRefSpecs(List.of());
      config.setTagOpt(TagOpt.NO_TAGS);
      return config;
    } catch (URISyntaxException e) {
      throw new NotSupportedException(String.valueOf(e.getMessage()));
    }
  }

  private static Set<String> found(FetchResult result, List<RefSpec> specs) {
    Set<String> found = new HashSet<>();
    for (Ref ref : result.getAdvertisedRefs()) {
      specs.stream()
          .filter(spec -> !spec.isNegative() && spec.matchSource(ref.getName()))
          .forEach(spec -> found.add(spec.expandFromSource(ref.getName()).getDestination()));
    }
    return found;
  }

  private static boolean isProblem(RefUpdate.Result result) {
    return switch (result) {
      case NEW, FORCED, FAST_FORWARD, NO_CHANGE, RENAMED -> false;
      default -> true;
    };
  }

  @Override
  public Reply<Map<String, Said>> push(
      String remote, List<RefPush> pushes, boolean together, Duration limit) throws GitException {
    Map<String, String> remembered = new HashMap<>();
    for (RefPush push : pushes) {
      new Upstreams(repo)
          .tracking(remote, push.ref())
          .ifPresent(tracking -> remembered.put(push.ref(), tracking));
    }
    return bounded(
        remote,
        Operation.PUSH,
        limit,
        transport -> {
          Optional<String> refusal = refusal(transport.getURI());
          Map<String, Said> said = new HashMap<>();
          if (refusal.isPresent()) {
            pushes.forEach(push -> said.put(push.ref(), new Said(false, refusal.get())));
            return said;
          }
          List<RemoteRefUpdate> updates = new ArrayList<>();
          for (RefPush push : pushes) {
            CommitId old = push.expectedOld();
            ObjectId expected = old == null ? ObjectId.zeroId() : ObjectName.of(old);
            updates.add(
                new RemoteRefUpdate(
                    repo.jgit(),
                    push.value().hex(),
                    push.ref(),
                    push.replaces(),
                    remembered.get(push.ref()),
                    expected));
          }
          transport.setPushAtomic(together);
          transport
              .push(NullProgressMonitor.INSTANCE, updates)
              .getRemoteUpdates()
              .forEach(update -> said.put(update.getRemoteName(), said(update)));
          return said;
        });
  }

  private static Said said(RemoteRefUpdate update) {
    return switch (update.getStatus()) {
      case OK, UP_TO_DATE -> new Said(true, "");
      default -> {
        String message = update.getMessage() == null ? "" : ": " + update.getMessage();
        yield new Said(false, Printable.line(update.getStatus() + message));
      }
    };
  }

  /** JGit serves a repository on this disk itself: without its hooks, and collecting garbage. */
  private static Optional<String> refusal(URIish uri) {
    if (uri.isRemote()) {
      return Optional.empty();
    }
    Path named = Path.of(uri.getPath());
    boolean bare = !Files.exists(named.resolve(".git"));
    Path folder = bare ? named : named.resolve(".git");
    for (String hook : SERVER_HOOKS) {
      if (Files.isExecutable(folder.resolve("hooks").resolve(hook))) {
        return Optional.of("refused: its " + hook + " hook would not run without an installed git");
      }
    }
    if (!bare || Files.exists(folder.resolve("worktrees"))) {
      return Optional.of("refused: pushing to a repository in use needs an installed git");
    }
    return Optional.empty();
  }

  @Override
  public Reply<Map<String, CommitId>> list(String remote, List<String> prefixes, Duration limit) {
    return bounded(
        remote,
        Operation.PUSH,
        limit,
        transport -> {
          Map<String, CommitId> refs = new TreeMap<>();
          try (FetchConnection connection = transport.openFetch()) {
            for (Ref ref : connection.getRefs()) {
              ObjectId id = ref.getObjectId();
              if (id != null && prefixes.stream().anyMatch(ref.getName()::startsWith)) {
                refs.put(ref.getName(), new CommitId(id.name()));
              }
            }
          }
          return refs;
        });
  }

  private <T> Reply<T> bounded(
      String remote, Operation operation, Duration limit, Errand<T> errand) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    Thread thread =
        Thread.ofVirtual()
            .start(() -> {
              try {
                answer.complete(connected(remote, operation, limit, errand));
              } catch (IOException | URISyntaxException | RuntimeException e) {
                answer.completeExceptionally(e);
              }
            });
    try {
      return new Reply.Answer<>(answer.get(limit.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      thread.interrupt();
      return new Reply.None<>(
          new Unreachable(
              Unreachable.Cause.TIMEOUT, "no answer within " + limit.toMillis() / 1000.0 + " s"));
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      return new Reply.None<>(new Unreachable(Unreachable.Cause.TIMEOUT, "interrupted"));
    } catch (ExecutionException e) {
      return new Reply.None<>(unreachable(e.getCause() == null ? e : e.getCause()));
    }
  }

  private <T> T connected(String remote, Operation operation, Duration limit, Errand<T> errand)
      throws IOException, URISyntaxException {
    List<org.eclipse.jgit.transport.Transport> all =
        org.eclipse.jgit.transport.Transport.openAll(repo.jgit(), remote, operation);
    try (org.eclipse.jgit.transport.Transport transport = all.getFirst()) {
      if (isSsh(transport.getURI())) {
        throw new NotSupportedException("ssh needs an installed git");
      }
      // For the thread's own end; the bound is kept by the one who waits for it.
      transport.setTimeout((int) limit.toSeconds() + 2);
      return errand.run(transport);
    }
  }

  private static boolean isSsh(URIish uri) {
    String scheme = uri.getScheme();
    return uri.isRemote() && (scheme == null || scheme.endsWith("ssh") || scheme.equals("sftp"));
  }

  private static Unreachable unreachable(Throwable cause) {
    boolean together = words(cause).contains(JGitText.get().atomicPushNotSupported);
    if (together || cause instanceof NotSupportedException || cause instanceof URISyntaxException) {
      return new Unreachable(Unreachable.Cause.UNSUPPORTED, words(cause));
    }
    if (cause instanceof TransportException || cause instanceof IOException) {
      return Unreachable.said(words(cause));
    }
    // Neither the network nor the disk: a bug, which is nobody's unreachable remote.
    throw new IllegalStateException(cause);
  }

  private static String words(Throwable cause) {
    String message = cause.getMessage();
    return Printable.line(message == null ? cause.getClass().getSimpleName() : message);
  }
}
