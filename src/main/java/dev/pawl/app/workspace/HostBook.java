package dev.pawl.app.workspace;

import dev.pawl.git.GitException;
import dev.pawl.git.repo.LineFile;
import dev.pawl.git.repo.Repo;
import dev.pawl.machine.Glance;
import dev.pawl.machine.Host;
import dev.pawl.machine.HostRecord;
import dev.pawl.machine.HostText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What this clone noted of other hosts: the name that each goes by now, and when, by this machine's
 * own clocks, it was first seen at its last beat. Without it all is seen as if for the first time:
 * nobody is taken for dead on account of a lost file (N23). It never leaves the machine (N44).
 */
public final class HostBook {
  private static final String NOWHERE = "-";
  private static final String BEATING = "beating";

  private final LineFile file;

  public HostBook(Repo repo) {
    this.file = new LineFile(repo, "hosts");
  }

  /**
   * A host, as it was last seen to move.
   *
   * @param sequence of its last beat
   * @param seen when that was seen first
   * @param beating whether it was seen to beat since it was seen first of all: else it may have
   *     beaten last any time ago
   */
  public record Entry(Host host, long sequence, Glance seen, boolean beating) {
    private Entry after(Entry before) {
      return new Entry(host, sequence, seen, before.sequence < sequence);
    }

    private String line() {
      String boot = seen.boot().isEmpty() ? NOWHERE : seen.boot();
      return "%s %s %d %s %d %d %s"
          .formatted(
              host.id(),
              host.name(),
              sequence,
              boot,
              seen.uptime(),
              seen.wall(),
              beating ? BEATING : NOWHERE);
    }
  }

  /** All that were seen, by id. A line that is none is not counted: its host is seen anew. */
  public Map<String, Entry> all() throws GitException {
    return entries(file.lines());
  }

  /** The name that each host goes by now, by its id. */
  public Map<String, String> names() throws GitException {
    Map<String, String> names = new LinkedHashMap<>();
    all().forEach((id, entry) -> names.put(id, entry.host().name()));
    return names;
  }

  /** Notes hosts that are seen now; one that has not beaten since it was noted stays as it was. */
  public void see(Collection<HostRecord> records, Glance now) throws GitException {
    Map<String, Entry> known = all();
    List<HostRecord> news =
        records.stream()
            .filter(record -> {
              Entry entry = known.get(record.host().id());
              return entry == null || entry.sequence() < record.sequence();
            })
            .toList();
    if (news.isEmpty()) {
      return;
    }
    file.change(lines -> {
      Map<String, Entry> entries = entries(lines);
      for (HostRecord record : news) {
        entries.merge(
            record.host().id(),
            new Entry(record.host(), record.sequence(), now, false),
            (old, next) -> old.sequence() < next.sequence() ? next.after(old) : old);
      }
      return entries.values().stream().map(Entry::line).toList();
    });
  }

  private static Map<String, Entry> entries(List<String> lines) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (String line : lines) {
      entry(line).ifPresent(entry -> entries.put(entry.host().id(), entry));
    }
    return entries;
  }

  private static Optional<Entry> entry(String line) {
    List<String> words = new ArrayList<>(List.of(line.split(" ", -1)));
    if (words.size() != 7
        || !HostText.isId(words.getFirst())
        || !words.get(1).equals(Host.normalise(words.get(1)))
        || List.of(words.get(2), words.get(4), words.get(5)).stream()
            .anyMatch(number -> !number.matches("[0-9]{1,18}"))) {
      return Optional.empty();
    }
    String boot = words.get(3).equals(NOWHERE) ? "" : words.get(3);
    return Optional.of(
        new Entry(
            new Host(words.getFirst(), words.get(1)),
            Long.parseLong(words.get(2)),
            new Glance(boot, Long.parseLong(words.get(4)), Long.parseLong(words.get(5))),
            words.get(6).equals(BEATING)));
  }
}
