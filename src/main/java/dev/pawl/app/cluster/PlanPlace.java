package dev.pawl.app.cluster;

import dev.pawl.app.plan.Overview.PlanRow;
import org.jspecify.annotations.Nullable;

/**
 * A plan, and where it is worked on.
 *
 * @param host who owns it; else where a task of it that is in progress was begun; null for nowhere
 * @param owned whether the host owns it, and does not only work on it
 * @param worktree its folder on this machine; null when there is none, or it is elsewhere
 * @param since when the first task of it that is in progress there was begun, by that host's clock,
 *     as UTC; null when none is
 */
public record PlanPlace(
    PlanRow plan,
    @Nullable HostRow host,
    boolean owned,
    @Nullable String worktree,
    @Nullable String since) {}
