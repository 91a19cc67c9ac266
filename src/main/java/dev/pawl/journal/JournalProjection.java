package dev.pawl.journal;

import dev.pawl.disk.FileMark;
import dev.pawl.plan.TaskId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a sound journal came to when it was last read, and how far that was.
 *
 * @param segments the files that were read
 * @param recorded what is recorded for each task
 * @param places where each task's events stand
 * @param takeovers the takeovers among the events
 * @param latest the event with the latest stamp; null when there are no events
 */
public record JournalProjection(
    List<Covered> segments,
    Map<TaskId, RecordedStatus> recorded,
    Map<TaskId, List<Place>> places,
    List<Event> takeovers,
    @Nullable Event latest) {

  /**
   * A file of whole lines, up to its end at that time.
   *
   * @param size in bytes
   * @param lastSeq the highest sequence number in it; 0 when it is empty
   * @param sum the CRC-32 of its bytes
   * @param mark what the file system said of it before it was read; null where a later write may
   *     not show in that
   */
  public record Covered(
      ReplicaId replica,
      String name,
      long size,
      long lines,
      long lastSeq,
      long sum,
      @Nullable FileMark mark) {}

  /**
   * Where an event stands.
   *
   * @param segment its file's place among {@link #segments}
   * @param offset of its first byte
   * @param length in bytes, without the line end
   */
  public record Place(int segment, long offset, int length) {}
}
