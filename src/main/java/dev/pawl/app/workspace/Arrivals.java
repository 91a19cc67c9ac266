package dev.pawl.app.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.disk.WholeFile;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.ref.Refs;
import dev.pawl.git.repo.Repo;
import dev.pawl.journal.exchange.Exchange;
import dev.pawl.journal.exchange.ExchangeResult;
import dev.pawl.journal.store.JournalStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What others pushed into this clone is taken in by its next command, without a network. Which
 * commits were is noted beside the journal; without that note all are looked at once more.
 */
final class Arrivals {
  private final Repo repo;
  private final Path pawlFolder;

  Arrivals(Repo repo, Path pawlFolder) {
    this.repo = repo;
    this.pawlFolder = pawlFolder;
  }

  /** Whether something stands in the refs that was not looked at yet. */
  boolean waiting() throws GitException, IOException {
    // What is bare has no files to report of, so nothing there is worth taking in (N55).
    if (repo.isBare()) {
      return false;
    }
    Map<String, CommitId> now = tips();
    return !now.isEmpty() && !text(now).equals(noted());
  }

  /** Takes in what arrived; says what there is to say of it. */
  List<String> absorb(JournalStore journal) throws GitException, IOException {
    Map<String, CommitId> now = tips();
    ExchangeResult came = Exchange.receive(journal, new OfferedStreams(repo, journal.streams()));
    note(now);
    List<String> said = new ArrayList<>(came.notices());
    came.damage().forEach(damage -> said.add("damaged, and not counted: " + damage));
    return said;
  }

  /** Offers all that is known here to those who fetch from this clone. */
  void offer(JournalStore journal) throws GitException, IOException {
    if (!repo.isBare()) {
      Exchange.both(journal, new OfferedStreams(repo, journal.streams()));
      if (waiting()) {
        absorb(journal);
      }
    }
  }

  /** What is offered, by the names of its refs. */
  private Map<String, CommitId> tips() throws GitException {
    return new TreeMap<>(new Refs(repo).refs(StreamCommits.OFFERED));
  }

  private Path file() {
    return pawlFolder.resolve("arrivals");
  }

  private String noted() throws IOException {
    Path file = file();
    return Files.isRegularFile(file) && Files.isDirectory(pawlFolder.resolve("journal"))
        ? new String(Files.readAllBytes(file), UTF_8)
        : "";
  }

  private void note(Map<String, CommitId> tips) throws IOException {
    if (Files.isDirectory(pawlFolder)) {
      WholeFile.note(file(), text(tips).getBytes(UTF_8));
    }
  }

  private static String text(Map<String, CommitId> tips) {
    return tips.entrySet().stream()
        .map(tip -> tip.getValue() + " " + tip.getKey() + "\n")
        .collect(Collectors.joining());
  }
}
