package dev.pawl.git.repo;

import dev.pawl.git.GitException;
import dev.pawl.git.Person;
import dev.pawl.git.process.NativeGit;
import dev.pawl.git.process.Reason;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.util.RawParseUtils;
import org.eclipse.jgit.util.SystemReader;

/** Who commits here, as {@code git var GIT_AUTHOR_IDENT} would say. */
public final class Committer {
  private final Repo repo;

  /** Of this repository's settings and environment. */
  public Committer(Repo repo) {
    this.repo = repo;
  }

  /**
   * Who wrote a change.
   *
   * @param now the time, unless the environment fixes one
   * @throws GitException when git would not know whom to name
   */
  public Person author(Instant now) throws GitException {
    return person("AUTHOR", now);
  }

  /** Who makes a commit; see {@link #author}. */
  public Person committer(Instant now) throws GitException {
    return person("COMMITTER", now);
  }

  private Person person(String role, Instant now) throws GitException {
    Optional<NativeGit> git = repo.installed();
    return git.isPresent() ? asked(git.get(), role, now) : configured(role, now);
  }

  private Person asked(NativeGit git, String role, Instant now) throws GitException {
    NativeGit.Options options = git.local();
    String date = "GIT_" + role + "_DATE";
    if (!repo.environment().variables().containsKey(date)) {
      int offset = offset(now).getTotalSeconds() / 60;
      options =
          options.with(
              date,
              "%d %s%02d%02d"
                  .formatted(
                      now.getEpochSecond(),
                      offset < 0 ? "-" : "+",
                      Math.abs(offset) / 60,
                      Math.abs(offset) % 60));
    }
    NativeGit.Result result =
        git.run(repo.root(), List.of("var", "GIT_" + role + "_IDENT"), options);
    PersonIdent ident = result.ok() ? RawParseUtils.parsePersonIdent(result.line()) : null;
    if (ident == null) {
      throw unknown(Reason.of(result));
    }
    return Person.of(ident);
  }

  /** Without git: what is set, never git's guess from the machine's names. */
  private Person configured(String role, Instant now) throws GitException {
    Map<String, String> variables = repo.environment().variables();
    Settings settings = repo.settings();
    String section = role.toLowerCase(Locale.ROOT);
    Optional<String> name =
        Optional.ofNullable(variables.get("GIT_" + role + "_NAME"))
            .or(() -> settings.get(section + ".name"))
            .or(() -> settings.get("user.name"));
    Optional<String> email =
        Optional.ofNullable(variables.get("GIT_" + role + "_EMAIL"))
            .or(() -> settings.get(section + ".email"))
            .or(() -> settings.get("user.email"))
            .or(() ->
                settings.isTrue("user.useConfigOnly")
                    ? Optional.empty()
                    : Optional.ofNullable(variables.get("EMAIL")));
    if (name.isEmpty() || email.isEmpty()) {
      throw unknown("user.name or user.email is not set");
    }
    return new Person(name.get(), email.get(), now, offset(now));
  }

  private static ZoneOffset offset(Instant now) {
    return SystemReader.getInstance().getTimeZoneAt(now);
  }

  private GitException unknown(String reason) {
    return new GitException(
        GitException.Kind.INVALID,
        repo.root().toString(),
        "git does not know whom to name in a commit: " + reason,
        "set it: git config user.name 'Your Name' and git config user.email you@example.org");
  }
}
