package dev.pawl.journal.usage;

import java.util.function.LongBinaryOperator;

/**
 * Counters in the sense of OpenTelemetry's {@code gen_ai.usage}: the input counts with what was
 * read from a cache and written into it.
 */
public record Tokens(long input, long output, long cacheRead, long cacheCreation) {
  /** The highest counter that is believed. */
  public static final long MOST = 1_000_000_000_000L;

  public static final Tokens NONE = new Tokens(0, 0, 0, 0);

  /** All that went through the model. */
  public long total() {
    return input + output;
  }

  /** What neither came from a cache nor went into it. */
  public long uncached() {
    return Math.max(0, input - cacheRead - cacheCreation);
  }

  public Tokens plus(Tokens other) {
    return with(
        other, (mine, theirs) -> mine > Long.MAX_VALUE - theirs ? Long.MAX_VALUE : mine + theirs);
  }

  /** What these count beyond the other ones; nothing where they count less. */
  public Tokens beyond(Tokens other) {
    return with(other, (mine, theirs) -> Math.max(0, mine - theirs));
  }

  /** The higher one of each. */
  public Tokens highest(Tokens other) {
    return with(other, Math::max);
  }

  private Tokens with(Tokens other, LongBinaryOperator each) {
    return new Tokens(
        each.applyAsLong(input, other.input),
        each.applyAsLong(output, other.output),
        each.applyAsLong(cacheRead, other.cacheRead),
        each.applyAsLong(cacheCreation, other.cacheCreation));
  }
}
