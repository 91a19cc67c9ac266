package dev.pawl.git.queue;

import dev.pawl.disk.ProcessLock;
import dev.pawl.disk.ProcessMark;
import dev.pawl.disk.WholeFile;
import dev.pawl.git.GitEnvironment;
import dev.pawl.git.GitException;
import dev.pawl.git.layout.Layout;
import dev.pawl.git.layout.PlantedLinks;
import dev.pawl.git.process.TurnTokens;
import dev.pawl.git.repo.Ownership;
import dev.pawl.git.repo.PawlFolder;
import dev.pawl.git.repo.Repo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One at a time: what changes a clone takes a turn here first, in whatever process and work tree.
 *
 * <p>The turn is a lock of the operating system on {@code pawl/queue.lock} in the common folder, so
 * it ends with the process that has it. The text beside it only names who that is. A git that is
 * run within a turn, and all that it starts, belongs to the turn: a hook that runs pawl does not
 * wait for its own ancestor.
 */
public final class GitQueue {
  private static final long PAUSE_OF_THE_FIRST = 5;
  private static final long PAUSE_OF_OTHERS = 60;
  private static final Duration UNMENTIONED = Duration.ofMillis(300);

  /** Threads of this process take turns too, and one that has its turn is not kept waiting. */
  private static final Map<Path, ReentrantLock> GATES = new ConcurrentHashMap<>();

  private final Path commonDir;
  private final Path folder;
  private final Map<String, String> variables;
  private final String command;
  private final String place;
  private final InstantSource clock;
  private final ReentrantLock gate;

  private GitQueue(
      Path commonDir,
      Map<String, String> variables,
      String command,
      Path place,
      InstantSource clock) {
    this.commonDir = commonDir;
    this.folder = PawlFolder.in(commonDir);
    this.variables = variables;
    this.command = command;
    this.place = place.toString();
    this.clock = clock;
    this.gate = GATES.computeIfAbsent(commonDir, _ -> new ReentrantLock(true));
  }

  /**
   * The queue of this clone; one for all its work trees.
   *
   * @param command what the turn is for, shown to those who wait
   */
  public static GitQueue of(Repo repo, String command, InstantSource clock) {
    return new GitQueue(
        repo.commonDir(), repo.environment().variables(), command, repo.root(), clock);
  }

  /**
   * The queue of the clone around a folder, without opening it: it may hold what only git reads.
   *
   * @throws GitException when there is none, or git would not trust it
   */
  public static GitQueue around(
      Path folder, Map<String, String> variables, String command, InstantSource clock)
      throws GitException {
    Layout layout = Layout.find(folder, variables);
    try {
      Ownership.check(layout, GitEnvironment.of(variables));
      PlantedLinks.refuse(layout);
    } catch (IOException e) {
      throw GitException.failed(layout.gitDir().toString(), e);
    }
    return new GitQueue(layout.commonDir(), variables, command, folder, clock);
  }

  /**
   * Somebody in the queue.
   *
   * @param host the kernel's name of the machine it runs on
   * @param place the folder it runs in
   * @param since when it came, by its own clock
   */
  public record Visitor(long pid, String host, String command, String place, Instant since) {
    static Visitor of(QueueEntry entry) {
      return new Visitor(
          entry.process().pid(),
          entry.process().host(),
          entry.command(),
          entry.place(),
          entry.since());
    }

    @Override
    public String toString() {
      return command + " (process " + pid + " on " + host + ", since " + since + ")";
    }
  }

  /**
   * What the queue looks like now.
   *
   * @param held whether somebody has a turn
   * @param holder who; null when nobody has, or who has one left no name
   * @param waiting in the order in which they came; who has only just come may be missing
   */
  public record State(boolean held, @Nullable Visitor holder, List<Visitor> waiting) {}

  /** A turn; it ends when it is closed, by the thread that took it, or when the process ends. */
  public final class Turn implements AutoCloseable {
    private final @Nullable ProcessLock lock;
    private @Nullable QueueEntry entry;

    private Turn(@Nullable ProcessLock lock, @Nullable QueueEntry entry) {
      this.lock = lock;
      this.entry = entry;
    }

    /** Notes the git that runs in this turn, so that nobody comes between if it outlives pawl. */
    void runs(long pid) throws IOException {
      QueueEntry noted = entry;
      if (noted != null) {
        entry = noted.running(ProcessMark.of(pid));
        write(entry);
      }
    }

    @Override
    public void close() throws GitException {
      try (ProcessLock held = lock) {
        if (held != null) {
          Files.deleteIfExists(holderFile());
        }
      } catch (IOException e) {
        throw GitException.failed(lockFile().toString(), e);
      } finally {
        gate.unlock();
      }
    }
  }

  /**
   * Waits for a turn and takes it; at once where this thread, or a process that this one descends
   * from and that waits for it, has one already.
   *
   * @param waiting is told, when it takes longer, for whom
   * @throws GitException when there was none within the limit; it names who has it
   */
  public Turn enter(Duration limit, Consumer<Visitor> waiting) throws GitException {
    long end = System.nanoTime() + limit.toNanos();
    try {
      if (!gate.tryLock(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        throw notHad(limit, "another thread of this process");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GitException(
          GitException.Kind.ENVIRONMENT, "the queue", "interrupted", "run it again", e);
    }
    boolean entered = false;
    try {
      Turn turn = gate.getHoldCount() > 1 ? new Turn(null, null) : take(limit, end, waiting);
      entered = true;
      return turn;
    } catch (IOException e) {
      throw GitException.failed(lockFile().toString(), e);
    } finally {
      if (!entered) {
        gate.unlock();
      }
    }
  }

  private Turn take(Duration limit, long end, Consumer<Visitor> waiting)
      throws IOException, GitException {
    PawlFolder.make(commonDir);
    QueueEntry own =
        new QueueEntry(
            ProcessMark.current(), command, place, clock.instant(), TurnTokens.OWN, null);
    try (QueueTickets tickets = new QueueTickets(folder.resolve("queue"))) {
      Wait wait = new Wait(limit, end, waiting);
      Optional<ProcessLock> lock = ProcessLock.take(lockFile(), Duration.ZERO);
      while (lock.isEmpty()) {
        Optional<QueueEntry> holder = QueueEntry.read(holderFile());
        if (holder.isPresent() && within(holder.get())) {
          return new Turn(null, null);
        }
        tickets.draw(own);
        wait.on(holder, tickets.first() ? PAUSE_OF_THE_FIRST : PAUSE_OF_OTHERS);
        lock = ProcessLock.take(lockFile(), Duration.ZERO);
      }
      return begin(lock.get(), own, wait);
    }
  }

  private Turn begin(ProcessLock lock, QueueEntry own, Wait wait) throws IOException, GitException {
    boolean begun = false;
    try {
      awaitSurvivor(wait);
      write(own);
      begun = true;
      return new Turn(lock, own);
    } finally {
      if (!begun) {
        lock.close();
      }
    }
  }

  /**
   * A git whose pawl was killed may still be at work, where the system could not end it too: the
   * lock is free then, and the repository is not.
   */
  private void awaitSurvivor(Wait wait) throws IOException, GitException {
    Optional<QueueEntry> before = QueueEntry.read(holderFile());
    ProcessMark child = before.map(QueueEntry::child).orElse(null);
    while (child != null && child.life() == ProcessMark.Life.ALIVE) {
      QueueEntry left = before.orElseThrow();
      wait.on(
          Optional.of(new QueueEntry(child, left.command(), left.place(), left.since(), "", null)),
          PAUSE_OF_THE_FIRST);
    }
  }

  /** Whether this process was started in that turn, and who has it still waits for it. */
  private boolean within(QueueEntry holder) throws IOException {
    return TurnTokens.of(variables).contains(holder.token())
        && holder.process().life() == ProcessMark.Life.ALIVE
        && isAncestor(holder.process().pid());
  }

  private static boolean isAncestor(long pid) {
    Optional<ProcessHandle> process = ProcessHandle.current().parent();
    while (process.isPresent() && process.get().pid() != pid) {
      process = process.get().parent();
    }
    return process.isPresent();
  }

  /** Who has a turn, and who waits; nothing is changed by looking. */
  public State state() throws GitException {
    try {
      Optional<Visitor> holder = QueueEntry.read(holderFile()).map(Visitor::of);
      List<Visitor> waiting =
          new QueueTickets(folder.resolve("queue")).waiting().stream().map(Visitor::of).toList();
      return ProcessLock.isTaken(lockFile())
          ? new State(true, holder.orElse(null), waiting)
          : new State(false, null, waiting);
    } catch (IOException e) {
      throw GitException.failed(lockFile().toString(), e);
    }
  }

  private void write(QueueEntry entry) throws IOException {
    WholeFile.note(holderFile(), entry.encode());
  }

  private Path lockFile() {
    return folder.resolve("queue.lock");
  }

  private Path holderFile() {
    return folder.resolve("queue.holder");
  }

  private GitException notHad(Duration limit, String holder) {
    return new GitException(
        GitException.Kind.ENVIRONMENT,
        Objects.toString(folder.getParent()),
        "waited " + limit.toSeconds() + " s for " + holder + "; nothing was done",
        "'pawl git --status' shows who has the queue; run it again when they are done");
  }

  /** A bounded wait that says once for whom. */
  private final class Wait {
    private final Duration limit;
    private final long begun = System.nanoTime();
    private final long end;
    private final Consumer<Visitor> listener;
    private @Nullable Visitor told;

    Wait(Duration limit, long end, Consumer<Visitor> listener) {
      this.limit = limit;
      this.end = end;
      this.listener = listener;
    }

    void on(Optional<QueueEntry> holder, long millis) throws GitException {
      long now = System.nanoTime();
      Visitor visitor = holder.map(Visitor::of).orElse(null);
      if (now - end >= 0) {
        throw notHad(limit, visitor == null ? "a process without a name" : visitor.toString());
      }
      if (visitor != null && !visitor.equals(told) && now - begun >= UNMENTIONED.toNanos()) {
        told = visitor;
        listener.accept(visitor);
      }
      try {
        TimeUnit.MILLISECONDS.sleep(Math.min(millis, TimeUnit.NANOSECONDS.toMillis(end - now) + 1));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new GitException(
            GitException.Kind.ENVIRONMENT, "the queue", "interrupted", "run it again", e);
      }
    }
  }
}
