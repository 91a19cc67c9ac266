package dev.pawl.check;

/** The check codes of docs/checks.md. */
public enum Code {
  NO_PLAN("C-01"),
  UNREADABLE("C-02"),
  DUPLICATE_ID("C-03"),
  CONTRADICTION("C-04"),
  UNKNOWN_STATUS("C-05"),
  MISSING_FIELD("C-06"),
  DEPENDENCY("C-07"),
  OTHER_REPOSITORY("C-08"),
  NO_BLOCK("C-09"),
  ABANDONED("C-10"),
  FILE_AHEAD("C-11"),
  RECORD_AHEAD("C-13"),
  NOT_CURRENT("C-14"),
  MOVED_BACK("C-15"),
  WRITTEN_ELSEWHERE("C-16"),
  UNPUSHED("C-17"),
  LATE_REPORT("C-18"),
  UNREACHABLE("C-19"),
  NOT_WRITABLE("C-20"),
  COMMIT_REFUSED("C-21"),
  CONCURRENT("C-22"),
  DAMAGED_RECORD("C-23");

  private final String id;

  Code(String id) {
    this.id = id;
  }

  /** The code as users see it, for example {@code C-13}. */
  public String id() {
    return id;
  }
}
