package dev.pawl.journal.usage;

import dev.pawl.plan.TaskId;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What an agent used, as it said itself.
 *
 * @param counted since when the counters count
 * @param costUsd what the agent itself said that it cost, in US dollars; null when it did not
 * @param project the repository's name
 * @param task null when it is not known, or was not for one alone
 */
public record Usage(
    AgentRun by,
    Span counted,
    Tokens tokens,
    @Nullable BigDecimal costUsd,
    String project,
    @Nullable TaskId task) {}
