package dev.pawl.cli.check;

import dev.pawl.check.Code;

/** What each check code is about, in the words of the table of docs/checks.md. */
final class CodeTexts {
  private CodeTexts() {}

  static String summary(Code code) {
    return switch (code) {
      case NO_PLAN -> "no plan found";
      case UNREADABLE -> "a plan or a task block cannot be read";
      case DUPLICATE_ID -> "one id, two places";
      case CONTRADICTION -> "plan status contradicts its tasks";
      case UNKNOWN_STATUS -> "unknown status word";
      case MISSING_FIELD -> "required field missing";
      case DEPENDENCY -> "dependency on nothing, or a cycle";
      case OTHER_REPOSITORY -> "the plan names another repository";
      case NO_BLOCK -> "a reported task has no block";
      case ABANDONED -> "an executor's work that no live one holds";
      case FILE_AHEAD -> "the file is ahead";
      case RECORD_AHEAD -> "the record is ahead";
      case NOT_CURRENT -> "behind the remote, or uncommitted changes";
      case MOVED_BACK -> "file or record: which is right?";
      case WRITTEN_ELSEWHERE -> "written back on another branch";
      case UNPUSHED -> "pawl's commits are not pushed";
      case LATE_REPORT -> "a report after its claim was taken over";
      case UNREACHABLE -> "the remote could not be reached";
      case NOT_WRITABLE -> "a state or feature in which pawl does not write";
      case COMMIT_REFUSED -> "a commit was refused";
      case CONCURRENT -> "two reports did not know of each other";
      case DAMAGED_RECORD -> "a part of the journal is damaged";
    };
  }
}
