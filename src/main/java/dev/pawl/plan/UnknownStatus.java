package dev.pawl.plan;

import dev.pawl.disk.Printable;
import java.util.stream.Collectors;

/** Words the error about a status that the vocabulary does not have. */
public final class UnknownStatus {
  private UnknownStatus() {}

  public static String message(String written, Vocabulary words) {
    String known = words.statuses().stream().map(Status::word).collect(Collectors.joining(", "));
    return "unknown status "
        + Printable.quoted(written)
        + words.nearest(written).map(near -> "; did you mean `" + near + "`?").orElse("")
        + " (known: "
        + known
        + ")";
  }
}
