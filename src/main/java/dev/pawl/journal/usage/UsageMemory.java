package dev.pawl.journal.usage;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Remembers what segments of a journal say of usage, so that they are read once. Has no say. */
public interface UsageMemory {
  /**
   * A part of a segment, from its beginning.
   *
   * @param segment names it among all
   * @param content tells what stands in that part, and changes when that does
   */
  record Part(String segment, String content) {}

  /** What exactly this says; null when that is not remembered. */
  @Nullable List<UsageRecord> recall(Part part);

  /** Remembers these, if it can. */
  void remember(Map<Part, List<UsageRecord>> fresh);
}
