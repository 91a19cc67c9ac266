package dev.pawl.git.queue;

import dev.pawl.disk.ProcessLock;
import dev.pawl.disk.WholeFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The tickets of those who wait, a file each, locked by who waits: one that can be locked was left
 * by a process that died. Their names sort by when they were drawn.
 */
final class QueueTickets implements AutoCloseable {
  private static final Pattern NAME = Pattern.compile("[0-9]{16}-[0-9]+\\.ticket");

  private final Path folder;
  private @Nullable Path own;
  private @Nullable ProcessLock held;

  QueueTickets(Path folder) {
    this.folder = folder;
  }

  /** Draws a ticket, unless there is one already. */
  void draw(QueueEntry entry) throws IOException {
    if (own != null) {
      return;
    }
    Files.createDirectories(folder);
    long pid = entry.process().pid();
    String name = String.format(Locale.ROOT, "%016d-%d.ticket", entry.since().toEpochMilli(), pid);
    own = folder.resolve(name);
    // Locked before it has its name, so that nobody takes it for a dead one's.
    Path fresh = fresh(own);
    Files.deleteIfExists(fresh);
    Files.write(fresh, entry.encode(), StandardOpenOption.CREATE_NEW);
    held = ProcessLock.takeExisting(fresh, Duration.ZERO).orElse(null);
    WholeFile.moveInto(fresh, own);
  }

  private static Path fresh(Path ticket) {
    return ticket.resolveSibling(ticket.getFileName() + ".new");
  }

  /** Whether nobody who lives came before. */
  boolean first() throws IOException {
    Path mine = own;
    for (Path ticket : all()) {
      if (ticket.equals(mine)) {
        return true;
      }
      if (living(ticket)) {
        return false;
      }
    }
    return true;
  }

  /** Gives the ticket back. */
  @Override
  public void close() throws IOException {
    if (own != null) {
      try (ProcessLock _ = held) {
        Files.deleteIfExists(own);
        Files.deleteIfExists(fresh(own));
      }
    }
  }

  /** Who waits, in order. */
  List<QueueEntry> waiting() throws IOException {
    long here = ProcessHandle.current().pid();
    List<QueueEntry> waiting = new ArrayList<>();
    for (Path ticket : all()) {
      Optional<QueueEntry> entry = QueueEntry.read(ticket);
      // Looking at a lock of one's own process would give it up.
      boolean ours = entry.isPresent() && entry.get().process().pid() == here;
      if (entry.isPresent() && (ours || living(ticket))) {
        waiting.add(entry.get());
      }
    }
    return List.copyOf(waiting);
  }

  private List<Path> all() throws IOException {
    List<Path> tickets = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
        for (Path file : files) {
          if (NAME.matcher(file.getFileName().toString()).matches()) {
            tickets.add(file);
          }
        }
      }
    }
    tickets.sort(null);
    return tickets;
  }

  private static boolean living(Path ticket) throws IOException {
    try (ProcessLock dead = ProcessLock.takeExisting(ticket, Duration.ZERO).orElse(null)) {
      if (dead == null) {
        return true;
      }
      Files.deleteIfExists(ticket);
      return false;
    } catch (NoSuchFileException e) {
      return false;
    } catch (AccessDeniedException e) {
      return true;
    }
  }
}
