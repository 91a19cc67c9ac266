package dev.pawl.app.session;

import dev.pawl.app.claim.Claims;
import dev.pawl.app.reconcile.RepoReport;
import dev.pawl.app.session.Leftover.Kind;
import dev.pawl.app.snapshot.RepositorySnapshot;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Machine;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.check.Code;
import dev.pawl.check.Facts;
import dev.pawl.check.Finding;
import dev.pawl.check.PlanFacts;
import dev.pawl.check.Severity;
import dev.pawl.check.TaskFacts;
import dev.pawl.git.GitException;
import dev.pawl.git.files.Guard;
import dev.pawl.git.files.Obstacle;
import dev.pawl.git.ref.Stashes;
import dev.pawl.journal.RecordedStatus;
import dev.pawl.journal.ReplicaId;
import dev.pawl.plan.Plan;
import dev.pawl.plan.Status;
import dev.pawl.plan.TaskId;
import dev.pawl.schedule.ClaimNote;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Everything that would be lost if this machine vanished now, each with what ends it. */
final class Leftovers {
  /** Findings that keep something from being written, though they do not fail. */
  private static final Set<Code> IN_THE_WAY =
      Set.of(Code.MOVED_BACK, Code.NOT_WRITABLE, Code.NOT_CURRENT);

  private static final String PULL = "git pull --rebase, then pawl close";

  private final Workspace workspace;
  private final RepoReport report;
  private final Facts facts;
  private final List<Leftover> found = new ArrayList<>();

  /** Tasks of which something was said already. */
  private final Set<TaskId> said = new HashSet<>();

  private Leftovers(Workspace workspace, RepoReport report, Facts facts) {
    this.workspace = workspace;
    this.report = report;
    this.facts = facts;
  }

  /**
   * Looks for them.
   *
   * @param report what a fix left, right before
   * @param since stashes that are older are no part of the session
   */
  static List<Leftover> of(Workspace workspace, RepoReport report, Instant since)
      throws GitException, Failure {
    Leftovers left =
        new Leftovers(
            workspace,
            report,
            RepositorySnapshot.of(workspace, RepositorySnapshot.View.EVERYWHERE).facts());
    UnsharedWork work =
        new UnsharedWork(workspace, report.delivery(), !has(report, Code.UNREACHABLE));
    left.found.addAll(work.uncommitted());
    left.found.addAll(work.onNoBranch());
    left.findings();
    left.reports();
    left.found.addAll(work.unpushed());
    left.stashes(since);
    left.begun();
    left.claims();
    return List.copyOf(left.found);
  }

  private void findings() throws GitException {
    for (Finding finding : report.findings()) {
      boolean ofFile = finding.code() == Code.NOT_CURRENT && finding.file() != null;
      boolean counts =
          finding.left()
              && !ofFile
              && (finding.severity() == Severity.FAIL || IN_THE_WAY.contains(finding.code()));
      if (counts) {
        if (finding.task() != null) {
          said.add(finding.task());
        }
        found.add(
            new Leftover(
                Kind.FINDING,
                finding.code().id()
                    + (finding.task() == null ? "" : " " + finding.task())
                    + ": "
                    + finding.message(),
                cure(finding)));
      }
    }
  }

  private String cure(Finding finding) throws GitException {
    if (finding.code() == Code.NOT_CURRENT && isBehind()) {
      return PULL;
    }
    if (finding.code() == Code.NOT_WRITABLE) {
      Set<Obstacle.Kind> kinds =
          Guard.of(workspace.repo()).stream().map(Obstacle::kind).collect(Collectors.toSet());
      if (kinds.contains(Obstacle.Kind.IN_PROGRESS) || kinds.contains(Obstacle.Kind.UNMERGED)) {
        return "end it as git status says, then pawl close";
      }
      if (kinds.contains(Obstacle.Kind.DETACHED)) {
        return "git switch BRANCH, then pawl close";
      }
      if (kinds.contains(Obstacle.Kind.UNBORN)) {
        return "git add -A && git commit -m \"…\", then pawl close";
      }
    }
    return finding.code() == Code.MOVED_BACK
        ? "one of the two commands, as a person decides"
        : "pawl explain " + finding.code().id();
  }

  private boolean isBehind() {
    RepoReport.UpstreamState upstream = report.upstream().state();
    return upstream == RepoReport.UpstreamState.BEHIND
        || upstream == RepoReport.UpstreamState.DIVERGED;
  }

  /** What has a recorded status written into its file. */
  private String cure(PlanFacts plan) {
    if (!plan.home().here()) {
      return "git switch %s, then pawl close; or, to have it written here, writeback: {on: current} in .pawl.yaml"
          .formatted(plan.home().branch());
    }
    if (plan.uncommitted()) {
      return "git add %1$s && git commit -m \"…\" %1$s, then pawl close".formatted(plan.file());
    }
    return isBehind() ? PULL : "pawl close";
  }

  private static boolean has(RepoReport report, Code code) {
    return report.findings().stream().anyMatch(finding -> finding.code() == code);
  }

  private void reports() {
    for (TaskFacts task : facts.tasks().values()) {
      RecordedStatus recorded = task.recorded();
      Status written = task.committed();
      TaskId id = task.task().id();
      if (recorded == null
          || Objects.equals(written == null ? null : written.word(), recorded.status())) {
        continue;
      }
      if (said.add(id)) {
        boolean here = task.plan().home().here();
        found.add(
            new Leftover(
                Kind.REPORT,
                id
                    + " is recorded as "
                    + recorded.status()
                    + ", and "
                    + task.plan().file()
                    + (here ? "" : " on " + task.plan().home().branch())
                    + " says "
                    + (written == null ? "nothing that is committed" : written.word()),
                cure(task.plan())));
      }
    }
  }

  private void stashes(Instant since) throws GitException {
    for (Stashes.Stash stash : Stashes.of(workspace.repo())) {
      if (stash.at().isAfter(since)) {
        found.add(
            new Leftover(
                Kind.STASH, stash.name() + ": " + stash.about(), "git stash pop " + stash.name()));
      }
    }
  }

  private void begun() throws Failure {
    @Nullable ReplicaId own = workspace.hasJournal() ? workspace.replica() : null;
    String actor = Machine.actor(workspace.surroundings());
    for (TaskFacts task : facts.tasks().values()) {
      RecordedStatus recorded = task.recorded();
      boolean mine =
          recorded != null
              && recorded.status().equals("in_progress")
              && recorded.winner().replica().equals(own)
              && recorded.winner().origin().actor().equals(actor);
      if (mine) {
        TaskId id = task.task().id();
        found.add(
            new Leftover(
                Kind.IN_PROGRESS,
                id + " is in progress, by " + actor,
                "pawl task done %1$s, pawl task block %1$s --reason TEXT, or, to put it down, pawl task reopen %1$s --reason TEXT"
                    .formatted(id)));
      }
    }
  }

  private void claims() throws GitException, Failure {
    Claims claims = new Claims(workspace);
    for (PlanFacts each : facts.plans()) {
      Plan plan = each.document().plan();
      ClaimNote.Mine mine = plan == null ? ClaimNote.Mine.NONE : claims.mine(plan.id()).mine();
      if (plan != null && (mine == ClaimNote.Mine.HELD || mine == ClaimNote.Mine.PROVISIONAL)) {
        found.add(
            new Leftover(
                Kind.CLAIM,
                plan.id() + " is claimed by this clone",
                "pawl plan release " + plan.id() + ", or pawl plan complete " + plan.id()));
      }
    }
  }
}
