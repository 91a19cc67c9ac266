package dev.pawl.journal;

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
   */
  public record Covered(
      ReplicaId replica, String name, long size, long lines, long lastSeq, long sum, Mark mark) {}

  /**
   * What the file system said of a file before it was read; times in nanoseconds since 1970, 0
   * where they are not known.
   *
   * @param settled whether any later write shows in these numbers
   */
  public record Mark(long modified, long changed, long inode, boolean settled) {}

  /**
   * Where an event stands.
   *
   * @param segment its file's place among {@link #segments}
   * @param offset of its first byte
   * @param length in bytes, without the line end
   */
  public record Place(int segment, long offset, int length) {}
}
