package dev.pawl.journal.store;

import java.util.List;

/**
 * What a stream brought: how many events were new here, how many of ours the stream lacks, and
 * whether it is this clone's own stream and held events that another must have written under our
 * name.
 */
public record Absorption(int added, int lacking, boolean writtenByACopy, List<Damage> damage) {
  public Absorption {
    damage = List.copyOf(damage);
  }
}
