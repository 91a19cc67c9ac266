package dev.pawl.app.reconcile;

import dev.pawl.app.claim.ClaimFindings;
import dev.pawl.app.reconcile.RepoReport.UpstreamState;
import dev.pawl.app.snapshot.RepositorySnapshot;
import dev.pawl.app.snapshot.StrayPlans;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.check.Action;
import dev.pawl.check.Code;
import dev.pawl.check.Finding;
import dev.pawl.check.Gate;
import dev.pawl.check.Mode;
import dev.pawl.check.PlanRules;
import dev.pawl.check.Reconciliation;
import dev.pawl.check.Severity;
import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.CommitInfo;
import dev.pawl.git.GitException;
import dev.pawl.git.commit.StatusCommit;
import dev.pawl.git.commit.UnfinishedCommit;
import dev.pawl.git.files.Obstacle;
import dev.pawl.git.ref.Upstream;
import dev.pawl.journal.store.Damage;
import dev.pawl.plan.TaskId;
import dev.pawl.plan.document.PlanContent;
import dev.pawl.plan.document.PlanDocument;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One pass over one repository: gate, load, decide, publish, read back. */
final class Pass {
  private final Workspace workspace;
  private final FixConsistency.Request request;
  private final Network.Contact contact;
  private final RepositorySnapshot loaded;
  private final List<Finding> findings = new ArrayList<>();
  private @Nullable String raced;
  private boolean locked;
  private boolean open;

  /** Whether something that was to be written or recorded was kept from it. */
  private boolean hindered;

  Pass(Workspace workspace, FixConsistency.Request request, Network.Contact contact)
      throws GitException, Failure {
    this.workspace = workspace;
    this.request = request;
    this.contact = contact;
    this.loaded = RepositorySnapshot.of(workspace);
  }

  /**
   * Decides and publishes.
   *
   * @return false when another writer came between: nothing of ours was committed, and another pass
   *     may fare better
   */
  boolean run(List<String> commits, List<String> notes) throws GitException, Failure {
    Gate gate =
        Gate.of(
            request.mode(),
            loaded.facts().slug(),
            upstream().behind(),
            upstream().gone() ? followed() : null,
            contact.unreachable(),
            FixConsistency.blocking(workspace).stream().map(Obstacle::toString).toList());
    open = gate.open();
    Reconciliation decided = Reconciliation.of(loaded.facts(), terms(request.mode(), open));
    hindered =
        decided.findings().stream().anyMatch(Pass::keepsFile) || (!open && isMoreWithOpenGate());
    findings.addAll(gate.findings());
    findings.addAll(PlanRules.of(loaded.facts(), StrayPlans.hint(workspace, loaded.facts())));
    findings.addAll(new ClaimFindings(workspace, loaded, current()).all());
    findings.addAll(decided.findings());
    for (Damage damage : loaded.damage()) {
      findings.add(
          Finding.ofRepository(
              Code.DAMAGED_RECORD, Severity.WARN, "a part of the journal is damaged: " + damage));
    }
    if (request.mode() != Mode.FIX) {
      unfinished();
    }
    Publisher publisher = new Publisher(workspace, loaded);
    Set<TaskId> recorded = publisher.record(decided.observations());
    outcome(Action.RECORDED, finding -> !recorded.contains(finding.task()));
    return written(publisher.write(decided.writebacks()), commits, notes);
  }

  private Reconciliation.Terms terms(Mode mode, boolean open) {
    Set<TaskId> only = request.only();
    Predicate<TaskId> wanted = only == null ? task -> true : only::contains;
    return new Reconciliation.Terms(
        mode, open, request.has(FixConsistency.Option.WRITEBACK), wanted);
  }

  /** Records what the files say and others could not see before this run delivered it. */
  void recordDelivered() throws GitException, Failure {
    if (!open || loaded.facts().unpublished().isEmpty()) {
      return;
    }
    RepositorySnapshot now = RepositorySnapshot.of(workspace);
    Reconciliation decided = Reconciliation.of(now.facts(), terms(request.mode(), true));
    Set<TaskId> recorded = new Publisher(workspace, now).record(decided.observations());
    Predicate<Finding> settled =
        finding -> finding.code() == Code.FILE_AHEAD && recorded.contains(finding.task());
    findings.removeIf(settled);
    decided.findings().stream().filter(settled).forEach(findings::add);
  }

  /** Half a commit of pawl's own is said to be that, and not a person's change. */
  private void unfinished() throws GitException {
    UnfinishedCommit left = UnfinishedCommit.in(workspace.repo()).orElse(null);
    if (left != null) {
      findings.removeIf(
          finding -> finding.code() == Code.NOT_CURRENT && left.paths().contains(finding.file()));
      findings.add(Finding.ofRepository(Code.NOT_WRITABLE, Severity.WARN, left.said()));
    }
  }

  private static boolean keepsFile(Finding finding) {
    return finding.file() != null
        && (finding.code() == Code.NOT_CURRENT || finding.code() == Code.NOT_WRITABLE);
  }

  private boolean isMoreWithOpenGate() {
    return Reconciliation.of(loaded.facts(), terms(Mode.DRY_RUN, true)).findings().stream()
        .map(Finding::action)
        .anyMatch(action -> action == Action.WOULD_RECORD || action == Action.WOULD_WRITE_BACK);
  }

  private boolean written(Publisher.Written result, List<String> commits, List<String> notes) {
    for (Publisher.Refusal refusal : result.refusals()) {
      findings.add(
          Finding.ofFile(
              Code.UNREADABLE,
              Severity.FAIL,
              null,
              refusal.writeback().task(),
              refusal.writeback().file(),
              refusal.problem().at(),
              refusal.problem().message()));
    }
    Set<TaskId> written =
        result.written().stream().map(Reconciliation.Writeback::task).collect(Collectors.toSet());
    return switch (result.outcome()) {
      case null -> {
        outcome(Action.WRITTEN_BACK, finding -> true);
        yield true;
      }
      case StatusCommit.Outcome.Committed(CommitId commit, List<String> said) -> {
        outcome(Action.WRITTEN_BACK, finding -> !written.contains(finding.task()));
        commits.add(commit.hex());
        notes.addAll(said);
        yield true;
      }
      case StatusCommit.Outcome.Refused(String reason) -> {
        outcome(Action.WRITTEN_BACK, finding -> true);
        findings.add(
            Finding.ofRepository(
                Code.COMMIT_REFUSED, Severity.FAIL, "the commit was refused: " + reason));
        yield true;
      }
      case StatusCommit.Outcome.Dirty(List<String> paths) -> {
        hindered = true;
        outcome(Action.WRITTEN_BACK, finding -> true);
        for (String path : paths) {
          findings.add(
              Finding.ofFile(
                  Code.NOT_CURRENT,
                  Severity.WARN,
                  null,
                  null,
                  path,
                  null,
                  "workplan has uncommitted changes — skipping writeback"));
        }
        yield false;
      }
      case StatusCommit.Outcome.Raced(String reason, boolean waited) -> {
        outcome(Action.WRITTEN_BACK, finding -> true);
        raced = reason;
        locked = waited;
        yield false;
      }
    };
  }

  /** Who holds git's lock on the index, for which this pass waited in vain; null for nobody. */
  @Nullable String locked() {
    return locked ? raced : null;
  }

  /** Takes over what earlier passes of a run recorded, and hands on what this one did. */
  void remember(List<Finding> recorded) {
    List<Finding> now =
        findings.stream().filter(finding -> finding.action() == Action.RECORDED).toList();
    findings.addAll(recorded);
    recorded.addAll(now);
  }

  /** Findings whose planned action did not come about are marked as skipped. */
  private void outcome(Action planned, Predicate<Finding> failed) {
    findings.replaceAll(finding ->
        finding.action() == planned && failed.test(finding)
            ? finding.with(Action.SKIPPED)
            : finding);
  }

  /** Whether what is known of claims is what stands now. */
  private boolean current() throws GitException {
    return contact.state() == Network.State.REACHED || workspace.remote().isNone();
  }

  private Upstream upstream() throws GitException {
    BranchName branch = workspace.repo().branch();
    return branch == null
        ? new Upstream(Upstream.State.NONE, null, null, null, null, 0, 0, List.of())
        : workspace.upstream(branch);
  }

  /** As people name it. */
  private String followed() throws GitException {
    Upstream upstream = upstream();
    String ref = String.valueOf(upstream.remoteRef()).replaceFirst("^refs/heads/", "");
    return upstream.remote() + "/" + ref;
  }

  /** Reads back what is there now, and says it. */
  RepoReport report(Network.Delivery delivery, List<String> commits, List<String> notes)
      throws GitException, Failure {
    findings.sort(Finding.BY_PLACE);
    Upstream upstream = upstream();
    unpushed(delivery);
    Set<String> said = new HashSet<>(notes);
    loaded.notices().stream().filter(said::add).forEach(notes::add);
    if (raced != null) {
      notes.add(
          "nothing was written: %s%s"
              .formatted(raced, locked ? "; let it end, then run this again" : ""));
    }
    CommitId head = workspace.repo().head();
    BranchName branch = workspace.repo().branch();
    return new RepoReport(
        loaded.facts().slug(),
        workspace.repo().root().toString(),
        head == null ? null : head.hex(),
        branch == null ? null : branch.name(),
        new RepoReport.UpstreamReport(state(upstream), upstream.ahead(), upstream.behind()),
        plans(),
        loaded.documents().contents().stream().mapToInt(plan -> plan.tasks().size()).sum(),
        List.copyOf(findings),
        List.copyOf(commits),
        List.copyOf(notes),
        end(delivery),
        delivery,
        loaded.documents());
  }

  private RepoReport.End end(Network.Delivery delivery) {
    if (delivery.undelivered() || (request.delivers() && hindered)) {
      return RepoReport.End.UNDELIVERED;
    }
    return raced == null ? RepoReport.End.COMPLETE : RepoReport.End.LOCKED;
  }

  private int plans() {
    int plans = 0;
    for (PlanContent content : loaded.documents().contents()) {
      plans += content.plan() != null || content.kind() == PlanDocument.Kind.PLAN ? 1 : 0;
    }
    return plans;
  }

  /** Where the branch follows nothing yet, that is nobody's fault until a push was asked for. */
  private void unpushed(Network.Delivery delivery) throws GitException, Failure {
    BranchName branch = workspace.repo().branch();
    boolean awaited = upstream().at() != null || delivery.undelivered();
    if (branch == null || delivery.done() || !awaited) {
      return;
    }
    List<CommitInfo> own = new OwnCommits(workspace).unpushed(branch);
    if (own.isEmpty()) {
      return;
    }
    // C-19 says why it cannot be reached.
    String reason =
        contact.unreachable() == null ? delivery.reason() : "the remote could not be reached";
    findings.add(
        Finding.ofRepository(
            Code.UNPUSHED,
            Severity.WARN,
            "%d %s not pushed, the oldest made %s%s"
                .formatted(
                    own.size(),
                    own.size() == 1 ? "commit that pawl made is" : "commits that pawl made are",
                    own.getLast().committer().when(),
                    reason == null ? "" : ": " + reason)));
  }

  private UpstreamState state(Upstream upstream) {
    if (upstream.state() == Upstream.State.NONE) {
      return UpstreamState.NONE;
    }
    return switch (contact.state()) {
      case NOT_ASKED -> UpstreamState.NOT_CHECKED;
      case UNREACHABLE -> UpstreamState.UNREACHABLE;
      case REACHED ->
          switch (upstream.state()) {
            case NONE -> UpstreamState.NONE;
            case CURRENT -> UpstreamState.CURRENT;
            case AHEAD -> UpstreamState.AHEAD;
            case BEHIND -> UpstreamState.BEHIND;
            case DIVERGED -> UpstreamState.DIVERGED;
            case GONE -> UpstreamState.GONE;
          };
    };
  }
}
