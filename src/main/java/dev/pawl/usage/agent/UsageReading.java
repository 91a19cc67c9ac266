package dev.pawl.usage.agent;

import dev.pawl.journal.usage.Span;
import dev.pawl.journal.usage.Tokens;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What an agent said that it used.
 *
 * @param session empty when it did not say
 * @param run the same whenever the same output is read
 * @param model null when it did not say
 * @param costUsd null when it did not say
 */
public record UsageReading(
    String session,
    String run,
    @Nullable String model,
    Span counted,
    Tokens tokens,
    @Nullable BigDecimal costUsd) {}
