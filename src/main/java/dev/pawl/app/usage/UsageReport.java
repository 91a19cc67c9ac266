package dev.pawl.app.usage;

import dev.pawl.app.setup.KnownWorkTrees;
import dev.pawl.app.snapshot.RepositorySnapshot;
import dev.pawl.app.snapshot.ShortIds;
import dev.pawl.app.workspace.Binding;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.app.workspace.UserSettingsFile;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.git.GitException;
import dev.pawl.journal.store.Snapshot;
import dev.pawl.journal.store.UsageLog;
import dev.pawl.journal.usage.UsageRecord;
import dev.pawl.plan.PlanId;
import dev.pawl.plan.settings.Prices;
import dev.pawl.usage.Dimension;
import dev.pawl.usage.Ledger;
import dev.pawl.usage.TokenSums;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was used, as far as it is known here, in one repository or in several. */
public final class UsageReport {
  private final Surroundings surroundings;

  public UsageReport(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * What is asked for.
   *
   * @param plan as typed; null for the one that is bound, else all
   * @param since the first day; null for all
   * @param until the last day; null for all
   */
  public record Request(
      List<Dimension> by,
      @Nullable String plan,
      @Nullable LocalDate since,
      @Nullable LocalDate until) {
    /** Copies the list. */
    public Request {
      by = List.copyOf(by);
    }

    private boolean covers(Ledger.Entry entry) {
      if (since == null && until == null) {
        return true;
      }
      LocalDate day = LocalDate.parse(Objects.requireNonNull(Dimension.DAY.of(entry)));
      return (since == null || !day.isBefore(since)) && (until == null || !day.isAfter(until));
    }
  }

  /**
   * What it came to.
   *
   * @param notes what a person should be told: what is damaged does not count
   * @param failed whether a repository could not be read
   */
  public record Outcome(TokenSums sums, String currency, List<String> notes, boolean failed) {}

  /** Of the repository around the current folder. */
  public Outcome here(Request request) throws Failure {
    List<String> notes = new ArrayList<>();
    Part part = part(surroundings, request, notes);
    return new Outcome(
        TokenSums.of(part.entries(), request.by(), part.prices()),
        part.prices().currency(),
        notes,
        false);
  }

  /** Of every repository that is known on this machine; each at its own prices. */
  public Outcome everywhere(Request request) throws Failure {
    KnownWorkTrees.Selection known = KnownWorkTrees.select(surroundings, true, List.of());
    List<String> notes = new ArrayList<>(known.problems());
    boolean failed = !notes.isEmpty();
    List<TokenSums> sums = new ArrayList<>();
    Set<String> currencies = new LinkedHashSet<>();
    for (Path root : known.roots()) {
      try {
        Part part = part(surroundings.in(root), request, notes);
        if (!part.entries().isEmpty()) {
          sums.add(TokenSums.of(part.entries(), request.by(), part.prices()));
          currencies.add(part.prices().currency());
        }
      } catch (Failure e) {
        notes.add(root + ": " + e.getMessage());
        failed = true;
      }
    }
    if (currencies.size() > 1) {
      throw Failure.refused(
          "the repositories have prices in several currencies: " + String.join(", ", currencies),
          "pawl -C DIR token-report shows one of them");
    }
    String currency = currencies.stream().findFirst().orElse(Prices.NONE.currency());
    return new Outcome(TokenSums.together(sums, request.by()), currency, notes, failed);
  }

  /** One repository's share. */
  private record Part(List<Ledger.Entry> entries, Prices prices) {}

  private static Part part(Surroundings surroundings, Request request, List<String> notes)
      throws Failure {
    try (Workspace workspace = Workspace.open(surroundings)) {
      UserSettingsFile user = UserSettingsFile.read(surroundings);
      notes.addAll(workspace.notes());
      user.warnings().stream().filter(warning -> !notes.contains(warning)).forEach(notes::add);
      Snapshot loaded = RepositorySnapshot.journal(workspace);
      notes.addAll(loaded.notices());
      loaded.damage().forEach(damage -> notes.add("damaged, and not counted: " + damage));
      List<Ledger.Entry> entries = Ledger.of(records(workspace, loaded), workspace.hostNames());
      String plan = plan(workspace, request.plan(), entries);
      return new Part(
          entries.stream()
              .filter(request::covers)
              .filter(entry -> plan == null || plan.equals(Dimension.PLAN.of(entry)))
              .toList(),
          user.settings().prices().before(workspace.settings().prices()));
    } catch (GitException e) {
      throw Failure.of(e);
    }
  }

  private static List<UsageRecord> records(Workspace workspace, Snapshot loaded) throws Failure {
    if (!workspace.hasJournal()) {
      return List.of();
    }
    try {
      return new UsageLog(workspace.journal(), workspace.index().usage()).records(loaded);
    } catch (IOException e) {
      throw Failure.of("the journal in " + workspace.pawlFolder() + " cannot be read", e);
    }
  }

  /**
   * The plan that it is about: the named one, else that of {@code PAWL_PLAN} or of this worktree.
   * It need not be here any more.
   */
  private static @Nullable String plan(
      Workspace workspace, @Nullable String named, List<Ledger.Entry> entries)
      throws Failure, GitException {
    String set = workspace.surroundings().variables().getOrDefault("PAWL_PLAN", "");
    String typed = named != null ? named : set;
    if (typed.isEmpty()) {
      return Binding.of(workspace.repo()).map(bound -> bound.plan().value()).orElse(null);
    }
    Set<String> plans = new LinkedHashSet<>();
    for (Ledger.Entry entry : entries) {
      PlanId plan = entry.record().plan();
      if (plan != null) {
        plans.add(plan.value());
      }
    }
    if (plans.contains(typed)) {
      return typed;
    }
    List<String> ending = ShortIds.endingIn(typed, plans);
    List<String> meant = ending.isEmpty() ? ShortIds.beginningWith(typed, plans) : ending;
    if (meant.size() > 1) {
      throw Failure.ambiguous(
          "'" + typed + "' may be any of these: " + String.join(", ", meant),
          meant,
          "type more of it");
    }
    return meant.isEmpty() ? typed : meant.getFirst();
  }
}
