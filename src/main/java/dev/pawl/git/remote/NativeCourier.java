package dev.pawl.git.remote;

import dev.pawl.disk.Printable;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.process.NativeGit;
import dev.pawl.git.process.Reason;
import dev.pawl.git.ref.Refs;
import dev.pawl.git.repo.Repo;
import dev.pawl.git.repo.RepositoryHooks;
import dev.pawl.git.repo.SshCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.Constants;

/** The installed git: credential helpers, proxies, agents, ssh commands and hooks are git's own. */
final class NativeCourier implements Courier {
  /** What git says, in the language that pawl runs it in, of a remote without {@code atomic}. */
  private static final String NOT_TOGETHER = "does not support --atomic push";

  /** A line of {@code fetch --verbose}: flag, summary, and {@code from -> to}. */
  private static final Pattern REF =
      Pattern.compile(" (.) (?:\\[[^]]*]|\\S+)\\s+\\S+\\s+-> (\\S+)(?:\\s.*)?");

  private final Repo repo;
  private final NativeGit git;

  NativeCourier(Repo repo, NativeGit git) {
    this.repo = repo;
    this.git = git;
  }

  @Override
  public Reply<Received> fetch(String remote, List<String> refspecs, Duration limit)
      throws GitException {
    List<String> args =
        new ArrayList<>(
            List.of(
                "-c",
                "gc.auto=0",
                "-c",
                "maintenance.auto=false",
                "-c",
                "fetch.output=full",
                "fetch",
                "--verbose",
                // Else what is configured is moved as well, by the way.
                "--refmap=",
                // What a person's own fetch would also bring or take away stays theirs to decide.
                "--no-tags",
                "--no-prune",
                "--no-prune-tags",
                "--no-recurse-submodules",
                "--no-write-fetch-head",
                "--",
                remote));
    args.addAll(refspecs);
    NativeGit.Result result = run(args, limit);
    Set<String> found = found(result);
    if (result.ok()) {
      return new Reply.Answer<>(new Received(List.of(), found));
    }
    NativeGit.Result plain = withoutRefs(result);
    // 1: the remote answered, some refs here could not be updated.
    return result.exit() == 1 && !result.timedOut()
        ? new Reply.Answer<>(new Received(List.of(Reason.of(plain)), found))
        : new Reply.None<>(unreachable(plain, limit));
  }

  private static Set<String> found(NativeGit.Result result) {
    Set<String> found = new HashSet<>();
    for (String line : result.err().lines().toList()) {
      Matcher ref = REF.matcher(line);
      if (ref.matches()) {
        // Git leaves this part of the name out.
        String name = ref.group(2);
        found.add(name.startsWith(Constants.R_REFS) ? name : Constants.R_REMOTES + name);
      }
    }
    return found;
  }

  /** What went wrong, without all that went well. */
  private static NativeGit.Result withoutRefs(NativeGit.Result result) {
    String rest =
        result
            .err()
            .lines()
            .filter(line -> !line.startsWith("POST git-") && !line.startsWith("From "))
            .filter(line -> !REF.matcher(line).matches() || line.startsWith(" !"))
            .collect(Collectors.joining("\n"));
    return new NativeGit.Result(result.exit(), result.out(), rest, result.timedOut());
  }

  @Override
  public Reply<Map<String, Said>> push(
      String remote, List<RefPush> pushes, boolean together, Duration limit) throws GitException {
    List<String> args =
        new ArrayList<>(
            List.of("push", "--porcelain", "--no-follow-tags", "--recurse-submodules=no"));
    if (pushes.stream().allMatch(push -> push.ref().startsWith(Refs.OWN))) {
      // A pre-push hook judges work; pawl's own refs carry none.
      args.add("--no-verify");
    }
    if (together) {
      args.add("--atomic");
    }
    for (RefPush push : pushes) {
      CommitId old = push.expectedOld();
      args.add("--force-with-lease=" + push.ref() + ":" + (old == null ? "" : old.hex()));
    }
    args.add("--");
    args.add(remote);
    pushes.forEach(push -> args.add(push.value() + ":" + push.ref()));
    NativeGit.Result result = run(args, limit);
    Map<String, Said> said = said(result);
    if (result.ok() || !said.isEmpty()) {
      return new Reply.Answer<>(said);
    }
    if (result.exit() == 1
        && !result.timedOut()
        && RepositoryHooks.of(repo, repo.environment().localLimit()).has("pre-push")) {
      Said no = new Said(false, "pre-push hook declined: " + Reason.of(result));
      pushes.forEach(push -> said.put(push.ref(), no));
      return new Reply.Answer<>(said);
    }
    if (together && result.err().contains(NOT_TOGETHER)) {
      return new Reply.None<>(
          new Unreachable(Unreachable.Cause.UNSUPPORTED, "it moves refs one by one only"));
    }
    return new Reply.None<>(unreachable(result, limit));
  }

  /** Lines of {@code --porcelain}: flag, tab, from:to, tab, summary and reason. */
  private static Map<String, Said> said(NativeGit.Result result) {
    Map<String, Said> said = new HashMap<>();
    for (String line : result.text().split("\n", -1)) {
      String[] fields = line.split("\t", 3);
      if (fields.length == 3 && fields[0].length() == 1) {
        String ref = fields[1].substring(fields[1].indexOf(':') + 1);
        boolean accepted = !fields[0].equals("!");
        said.put(ref, new Said(accepted, accepted ? "" : reason(fields[2], result)));
      }
    }
    return said;
  }

  /** A hook that said no said why on the other channel. */
  private static String reason(String summary, NativeGit.Result result) {
    String words = summary.contains("hook declined") ? Reason.ofRemote(result) : "";
    return Printable.line(summary) + (words.isEmpty() ? "" : ": " + words);
  }

  @Override
  public Reply<Map<String, CommitId>> list(String remote, List<String> prefixes, Duration limit)
      throws GitException {
    List<String> args = new ArrayList<>(List.of("ls-remote", "--refs", "--", place(remote)));
    for (String prefix : prefixes) {
      args.add(prefix.endsWith("/") ? prefix + "*" : prefix);
    }
    NativeGit.Result result = run(args, limit);
    if (!result.ok()) {
      return new Reply.None<>(unreachable(result, limit));
    }
    return new Reply.Answer<>(result.read("git ls-remote", listed -> refs(listed, prefixes)));
  }

  private static Map<String, CommitId> refs(NativeGit.Result listed, List<String> prefixes) {
    Map<String, CommitId> refs = new TreeMap<>();
    for (String line : listed.text().split("\n", -1)) {
      int tab = line.indexOf('\t');
      String ref = line.substring(tab + 1);
      if (tab > 0 && prefixes.stream().anyMatch(ref::startsWith)) {
        refs.put(ref, new CommitId(line.substring(0, tab)));
      }
    }
    return refs;
  }

  /** Where pushes go: what is read back must be read there. */
  private String place(String remote) throws GitException {
    if (repo.config("remote." + remote + ".pushurl").isEmpty()) {
      return remote;
    }
    return git.must(repo.root(), List.of("remote", "get-url", "--push", "--", remote), git.local())
        .line();
  }

  private NativeGit.Result run(List<String> args, Duration limit) throws GitException {
    NativeGit.Options options = git.network(limit);
    Optional<String> ssh = SshCommand.quiet(repo);
    if (ssh.isPresent()) {
      options = options.with("GIT_SSH_COMMAND", ssh.get());
    }
    return git.run(repo.root(), args, options);
  }

  private static Unreachable unreachable(NativeGit.Result result, Duration limit) {
    return result.timedOut()
        ? new Unreachable(
            Unreachable.Cause.TIMEOUT, "no answer within " + limit.toMillis() / 1000.0 + " s")
        : Unreachable.said(Reason.of(result));
  }
}
