package dev.pawl.machine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.disk.IoReason;
import dev.pawl.disk.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The file that says which host this machine is: {@code host-id}. It is tied to the machine that it
 * was made on, so that a copied home folder is known for one; there this machine goes by an id of
 * its own, in a file beside it. So a home folder that several machines share gives each its own.
 *
 * @param id 32 hexadecimal digits, made once
 * @param copied what to know where the folder came from another machine; null where it did not
 */
public record HostId(String id, @Nullable String copied) {
  private static final String NAME = "host-id";
  private static final String TIE = "machine ";

  /** Half a line is damage, and no other machine's (N43). */
  private static final Pattern TEXT = Pattern.compile("[0-9a-f]{32}(\n" + TIE + "[0-9a-f]{32})?");

  /** That of this machine; it is made at the first call. */
  public static HostId of(UserFolders folders, MachineMark mark, RandomGenerator random)
      throws MachineException {
    Path file = folders.state().resolve(NAME);
    List<String> lines = lines(file, mark, random);
    if (mark.fits(tie(lines))) {
      return new HostId(lines.getFirst(), null);
    }
    Path own = folders.state().resolve(NAME + "-" + mark.text().substring(0, 12));
    String id = lines(own, mark, random).getFirst();
    return new HostId(
        id,
        "%s was made on another machine: here pawl goes by the id in %s; what that host claimed and reported stays its own; if this is that machine, installed anew, take the second line out of %s"
            .formatted(file, own, file));
  }

  private static List<String> lines(Path file, MachineMark mark, RandomGenerator random)
      throws MachineException {
    try {
      if (!Files.exists(file)) {
        byte[] made = new byte[16];
        random.nextBytes(made);
        String tie = mark.text().isEmpty() ? "" : TIE + mark.text() + "\n";
        OwnerOnly.create(file, (HexFormat.of().formatHex(made) + "\n" + tie).getBytes(UTF_8));
      }
      List<String> lines = Files.readString(file).strip().lines().toList();
      if (!TEXT.matcher(String.join("\n", lines)).matches()) {
        throw new MachineException(
            "%s does not hold a host id of 32 hexadecimal digits; it was left as it is: restore it, or move it away to get a new id"
                .formatted(file));
      }
      return lines;
    } catch (IOException e) {
      throw new MachineException(
          "cannot read or make the host id in " + file + ": " + IoReason.of(e), e);
    }
  }

  private static String tie(List<String> lines) {
    return lines.size() > 1 ? lines.get(1).substring(TIE.length()) : "";
  }
}
