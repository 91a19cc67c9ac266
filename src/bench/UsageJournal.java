import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;

/**
 * Writes a journal of usage records into a repository that has none: of four machines, twenty plans
 * and five models over a year, one in ten of them with a counter that goes on.
 */
final class UsageJournal {
  private static final int HOSTS = 4;
  private static final int SEALED = 1000;

  private UsageJournal() {}

  public static void main(String[] args) throws Exception {
    write(Path.of(args[0]), Integer.parseInt(args[1]));
  }

  static void write(Path repository, int records) throws Exception {
    Path journal = repository.resolve(".git/pawl/journal");
    for (int host = 0; host < HOSTS; host++) {
      String replica = "bench%016d".formatted(host);
      Path folder = Files.createDirectories(journal.resolve(replica));
      StringBuilder lines = new StringBuilder();
      int seq = 0;
      for (int i = host; i < records; i += HOSTS) {
        seq++;
        lines.append(line(i, host, replica, seq, records)).append('\n');
        if (seq % SEALED == 0) {
          flush(folder, seq / SEALED, lines);
        }
      }
      if (!lines.isEmpty()) {
        flush(folder, seq / SEALED + 1, lines);
      }
    }
  }

  private static void flush(Path folder, int number, StringBuilder lines) throws IOException {
    Files.writeString(folder.resolve("%08d.jsonl".formatted(number)), lines);
    lines.setLength(0);
  }

  private static String line(int i, int host, String replica, int seq, int records)
      throws Exception {
    Instant at = Instant.parse("2025-01-01T00:00:00.123Z").plusSeconds(31_000_000L * i / records);
    boolean goesOn = i % 10 == 0;
    int session = goesOn ? i / 200 : i / 10;
    long input = goesOn ? 1_000L * (i % 200 + 1) : 2_000 + i % 977;
    String rest =
        ("\"v\":1,\"replica\":\"%s\",\"seq\":%d,\"host\":\"host-%d\",\"host_id\":\"h-%d\","
                + "\"actor\":\"agent:bench\",\"at\":\"%s\",\"tick\":0,\"head\":null,\"kind\":\"usage\","
                + "\"agent\":\"%s\",\"session\":\"session-%d\",\"run\":\"run-%d\","
                + "\"model\":\"model-%d\",\"project\":\"bench\",\"for_task\":\"T-%d\","
                + "\"counted\":\"%s\",\"gen_ai.usage.input_tokens\":%d,"
                + "\"gen_ai.usage.output_tokens\":%d,"
                + "\"gen_ai.usage.cache_read.input_tokens\":%d,"
                + "\"gen_ai.usage.cache_creation.input_tokens\":0,"
                + "\"plan\":\"P-%d\",\"epoch\":null,\"after\":[]}")
            .formatted(
                replica,
                seq,
                host,
                host,
                at,
                goesOn ? "codex" : "claude",
                session,
                i,
                i % 5,
                i % 200,
                goesOn ? "session" : "run",
                input,
                input / 10,
                input / 2,
                i % 20);
    byte[] id = MessageDigest.getInstance("SHA-256").digest(("{" + rest).getBytes(UTF_8));
    return "{\"id\":\"" + HexFormat.of().formatHex(id) + "\"," + rest;
  }
}
