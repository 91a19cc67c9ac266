package dev.pawl.journal.store;

import java.util.ArrayList;
import java.util.List;

/**
 * Gathers damage; what exceeds a hundred is counted only, so that a hostile stream costs nothing.
 */
final class Damages {
  private static final int NAMED = 100;

  private final List<Damage> named = new ArrayList<>();
  private long more;
  private String lastPlace = "";

  void add(String place, long line, long offset, String reason) {
    if (named.size() < NAMED) {
      named.add(new Damage(place, line, offset, reason));
    } else {
      more++;
      lastPlace = place;
    }
  }

  List<Damage> toList() {
    List<Damage> all = new ArrayList<>(named);
    if (more > 0) {
      all.add(new Damage(lastPlace, 0, 0, "and " + more + " damaged lines more, up to here"));
    }
    return List.copyOf(all);
  }
}
