package dev.pawl.machine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.disk.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What tells this machine from the one that a home folder may have been copied from: a digest of
 * what its system was given when it was installed, which nothing is told of itself.
 *
 * @param text 32 hexadecimal digits; empty where the system has none
 */
public record MachineMark(String text) {
  /** Where nothing is known. */
  public static final MachineMark NONE = new MachineMark("");

  private static final Pattern GIVEN = Pattern.compile("[0-9a-f]{32}");

  /**
   * That of this machine.
   *
   * @param etc the folder with {@code machine-id}
   */
  public static MachineMark of(Path etc) throws MachineException {
    Path file = etc.resolve("machine-id");
    try {
      String given = Files.isReadable(file) ? Files.readString(file).strip() : "";
      if (!GIVEN.matcher(given).matches()) {
        return NONE;
      }
      byte[] digest = Digest.ofSha256(("pawl host " + given).getBytes(UTF_8));
      return new MachineMark(HexFormat.of().formatHex(digest, 0, 16));
    } catch (IOException e) {
      throw new MachineException("cannot read " + file + ": " + e, e);
    }
  }

  /** Whether what bears the other mark may be of this machine. */
  boolean fits(String other) {
    return text.isEmpty() || other.isEmpty() || text.equals(other);
  }
}
