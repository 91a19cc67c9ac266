package dev.pawl.plan.document;

/** A field of a task block that can be set, besides its status. */
public enum TaskField {
  ID("id", false),
  TITLE("title", false),
  PRIORITY("priority", false),
  PHASE("phase", false),
  DEPENDS_ON("depends_on", true),
  FILES("files", true);

  private final String word;
  private final boolean list;

  TaskField(String word, boolean list) {
    this.word = word;
    this.list = list;
  }

  /** As it stands in the block. */
  public String word() {
    return word;
  }

  boolean isList() {
    return list;
  }
}
