package dev.pawl.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * A machine: an id that lasts, and a name for people.
 *
 * @param id 32 hexadecimal digits, made once
 * @param name what {@code hostname -s} says, without {@code .local}, in lower case
 */
public record Host(String id, String name) {
  private static final Pattern UNUSABLE = Pattern.compile("[^a-z0-9_-]+");

  /**
   * This machine; its id is made at the first call.
   *
   * @param rawName the system's host name, or what PAWL_HOST says
   * @throws MachineException when the id's file cannot be read or holds something else (N43)
   */
  public static Host of(
      UserFolders folders, String rawName, MachineMark mark, RandomGenerator random)
      throws MachineException {
    return new Host(HostId.of(folders, mark, random).id(), normalise(rawName));
  }

  /** The short name: the first label, in lower case, of characters that are safe everywhere. */
  public static String normalise(String rawName) {
    String name = rawName.strip().toLowerCase(Locale.ROOT);
    int dot = name.indexOf('.');
    String first = dot < 0 ? name : name.substring(0, dot);
    String safe = UNUSABLE.matcher(first).replaceAll("-");
    return safe.isEmpty() || safe.equals("-") ? "unnamed" : safe;
  }

  /** The system's own name for this machine, as {@code uname -n} says it. */
  public static String systemName(Path proc) throws MachineException {
    try {
      return Files.readString(proc.resolve("sys/kernel/hostname")).strip();
    } catch (NoSuchFileException e) {
      return fromNetwork();
    } catch (IOException e) {
      throw new MachineException("cannot read this machine's name; set PAWL_HOST: " + e, e);
    }
  }

  private static String fromNetwork() throws MachineException {
    try {
      return java.net.InetAddress.getLocalHost().getHostName();
    } catch (java.net.UnknownHostException e) {
      throw new MachineException("cannot read this machine's name; set PAWL_HOST: " + e, e);
    }
  }
}
