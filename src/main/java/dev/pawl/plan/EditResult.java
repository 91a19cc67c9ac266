package dev.pawl.plan;

import dev.pawl.plan.text.Edit;

/** What came of asking for an edit. */
public sealed interface EditResult {
  /** The edit; it changes nothing when the document says so already. */
  record Edited(Edit edit) implements EditResult {}

  /** Why no exact edit is possible; the document is left alone. */
  record Refused(Problem problem) implements EditResult {}
}
