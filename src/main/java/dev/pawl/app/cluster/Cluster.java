package dev.pawl.app.cluster;

import dev.pawl.app.claim.ClaimRow;
import dev.pawl.app.plan.Overview;
import dev.pawl.app.plan.Overview.PlanRow;
import dev.pawl.app.plan.Overview.TaskRow;
import dev.pawl.app.reconcile.Network;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Machine;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.app.workspace.Uptime;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.app.worktree.WorktreeList;
import dev.pawl.git.GitException;
import dev.pawl.machine.Liveness;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All machines as one sees them from here.
 *
 * @param hosts this machine first
 * @param plans in order of their files
 * @param notes what a person should know of how this came to be known
 */
public record Cluster(List<HostRow> hosts, List<PlanPlace> plans, List<String> notes) {

  /**
   * Looks.
   *
   * @param plan id or file; null for all
   * @param network whether the remote is asked first, and hosts that seem dead after it
   */
  public static Cluster of(Surroundings surroundings, @Nullable String plan, boolean network)
      throws Failure {
    List<String> notes = new ArrayList<>();
    String copied = Machine.copied(surroundings);
    if (copied != null) {
      notes.add(copied);
    }
    if (network) {
      notes.addAll(fetched(surroundings));
    }
    Overview overview = Overview.withClaims(surroundings);
    List<PlanRow> plans = overview.plans(plan);
    Hosts hosts = hosts(surroundings, plans, network);
    Map<String, String> worktrees = WorktreeList.paths(surroundings);
    List<PlanPlace> places =
        plans.stream().map(each -> place(each, hosts, worktrees.get(each.id()))).toList();
    return new Cluster(hosts.rows(), places, List.copyOf(notes));
  }

  private static List<String> fetched(Surroundings surroundings) throws Failure {
    try (Workspace workspace = Workspace.open(surroundings)) {
      Network network = new Network(workspace);
      network.fetch();
      List<String> notes = new ArrayList<>(network.notes());
      String unreachable = network.contact().unreachable();
      if (unreachable != null) {
        notes.add(
            "the remote could not be reached, and this is what is known here: " + unreachable);
      }
      return notes;
    } catch (GitException e) {
      throw Failure.of(e);
    }
  }

  private static Hosts hosts(Surroundings surroundings, List<PlanRow> plans, boolean probe)
      throws Failure {
    try (Workspace workspace = Workspace.open(surroundings)) {
      Hosts hosts = Hosts.of(workspace, Uptime.system());
      for (PlanRow plan : plans) {
        ClaimRow claim = plan.claim();
        if (claim != null && claim.hostId() != null) {
          hosts.add(claim.hostId(), claim.host());
        }
        plan.tasks().stream()
            .filter(TaskRow::isUnderWay)
            .filter(task -> task.hostId() != null)
            .forEach(task ->
                hosts.add(
                    Objects.requireNonNull(task.hostId()), Objects.requireNonNull(task.host())));
      }
      hosts.look(probe);
      return hosts;
    } catch (GitException e) {
      throw Failure.of(e);
    }
  }

  private static PlanPlace place(PlanRow plan, Hosts hosts, @Nullable String worktree) {
    ClaimRow claim = plan.claim();
    TaskRow last =
        plan.tasks().stream()
            .filter(task -> task.isUnderWay() && task.hostId() != null)
            .max(Comparator.comparing(task -> Objects.requireNonNull(task.reported())))
            .orElse(null);
    String owner = claim == null ? null : claim.hostId();
    String id = owner != null ? owner : last == null ? null : last.hostId();
    HostRow host = id == null ? null : hosts.row(id);
    String since =
        plan.tasks().stream()
            .filter(task -> task.isUnderWay() && Objects.equals(task.hostId(), id))
            .map(TaskRow::reported)
            .filter(Objects::nonNull)
            .min(Comparator.<Instant>naturalOrder())
            .map(at -> at.truncatedTo(ChronoUnit.SECONDS).toString())
            .orElse(null);
    boolean here = host == null || host.liveness() == Liveness.LOCAL;
    return new PlanPlace(plan, host, owner != null, here ? worktree : null, since);
  }

  /** The tasks in progress, everywhere. */
  public List<TaskRow> underWay() {
    return plans.stream()
        .flatMap(place -> place.plan().tasks().stream())
        .filter(TaskRow::isUnderWay)
        .toList();
  }

  /** The host with this id; null when it is not known. */
  public @Nullable HostRow host(@Nullable String id) {
    return hosts.stream().filter(row -> row.host().id().equals(id)).findFirst().orElse(null);
  }
}
