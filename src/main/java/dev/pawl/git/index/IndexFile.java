package dev.pawl.git.index;

import dev.pawl.disk.Digest;
import dev.pawl.git.GitException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a git index (versions 2, 3 and 4, SHA-1), edited in place.
 *
 * <p>Only the object id and the stat data of named entries change, and what is derived from them
 * (the cached tree, the checksums). Everything else, unknown optional extensions included, keeps
 * its bytes, so other staged work stays as it was. Source of the layout: git's index-format.
 */
public final class IndexFile {
  private static final int HEADER = 12;
  private static final int STAT = 40;
  private static final int ID = 20;
  private static final int EXTENDED = 0x4000;

  /** One entry: {@code at} is the offset of its stat data. */
  public record Entry(String path, int at, int mode, String id, int flags, int extendedFlags) {
    int stage() {
      return flags >> 12 & 3;
    }

    /** True when the entry hides the file from git: assume-unchanged or skip-worktree. */
    public boolean hidden() {
      return assumedUnchanged() || (extendedFlags & 0x4000) != 0;
    }

    public boolean assumedUnchanged() {
      return (flags & 0x8000) != 0;
    }

    public boolean intentToAdd() {
      return (extendedFlags & 0x2000) != 0;
    }
  }

  private record Extension(String name, int at, int length) {}

  private final byte[] bytes;
  private final Map<String, List<Entry>> entries = new LinkedHashMap<>();
  private final List<Extension> extensions = new ArrayList<>();
  private final int endOfEntries;
  private final boolean checksummed;
  private final boolean verified;

  private IndexFile(byte[] bytes, boolean verified) throws GitException {
    this.bytes = bytes;
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (bytes.length < HEADER + ID || in.getInt(0) != 0x44495243) {
      throw broken("it does not start like an index");
    }
    int version = in.getInt(4);
    if (version < 2 || version > 4) {
      throw broken("its version is " + version);
    }
    checksummed = verified && verifyChecksum();
    this.verified = verified;
    endOfEntries = readEntries(in, version, in.getInt(8));
    readExtensions(in);
  }

  /** Reads an index; damage and what pawl does not write to (split, sparse) is a GitException. */
  public static IndexFile parse(byte[] bytes) throws GitException {
    return parse(bytes, true);
  }

  /** The same for reading only: as git does, without its checksum. */
  public static IndexFile parseUnverified(byte[] bytes) throws GitException {
    return parse(bytes, false);
  }

  private static IndexFile parse(byte[] bytes, boolean verified) throws GitException {
    try {
      return new IndexFile(bytes, verified);
    } catch (IndexOutOfBoundsException e) {
      throw broken("it ends too early", e);
    }
  }

  private boolean verifyChecksum() throws GitException {
    byte[] stored = Arrays.copyOfRange(bytes, bytes.length - ID, bytes.length);
    if (Arrays.equals(stored, new byte[ID])) {
      return false; // index.skipHash
    }
    if (!Arrays.equals(stored, Digest.sha1(bytes, 0, bytes.length - ID))) {
      throw broken("its checksum does not match");
    }
    return true;
  }

  private int readEntries(ByteBuffer in, int version, int count) throws GitException {
    int at = HEADER;
    byte[] previous = new byte[0];
    for (int i = 0; i < count; i++) {
      int flags = in.getShort(at + STAT + ID) & 0xffff;
      int fixed = STAT + ID + 2;
      int extended = 0;
      if (version >= 3 && (flags & EXTENDED) != 0) {
        extended = in.getShort(at + fixed) & 0xffff;
        fixed += 2;
      }
      int name = at + fixed;
      int next;
      byte[] path;
      if (version == 4) {
        VarInt strip = VarInt.read(bytes, name);
        int end = endOfName(strip.next());
        int kept = previous.length - Math.toIntExact(strip.value());
        path = Arrays.copyOf(previous, kept + end - strip.next());
        System.arraycopy(bytes, strip.next(), path, kept, end - strip.next());
        next = end + 1;
      } else {
        int end = endOfName(name);
        path = Arrays.copyOfRange(bytes, name, end);
        next = at + (fixed + path.length + 8 & ~7);
      }
      String text = new String(path, StandardCharsets.UTF_8);
      String id = HexFormat.of().formatHex(bytes, at + STAT, at + STAT + ID);
      entries
          .computeIfAbsent(text, any -> new ArrayList<>(1))
          .add(new Entry(text, at, in.getInt(at + 24), id, flags, extended));
      previous = path;
      at = next;
    }
    return at;
  }

  private int endOfName(int from) throws GitException {
    for (int at = from; at < bytes.length; at++) {
      if (bytes[at] == 0) {
        return at;
      }
    }
    throw broken("a path has no end");
  }

  private void readExtensions(ByteBuffer in) throws GitException {
    int at = endOfEntries;
    while (at < bytes.length - ID) {
      String name = new String(bytes, at, 4, StandardCharsets.US_ASCII);
      int length = in.getInt(at + 4);
      if (length < 0 || at + 8L + length > bytes.length - ID) {
        throw broken("the extension " + name + " is longer than the file");
      }
      // A name in lower case must be understood to read the index: split (link), sparse (sdir).
      if (Character.isLowerCase(name.charAt(0))) {
        throw broken("it uses the extension '" + name + "', which pawl does not write");
      }
      extensions.add(new Extension(name, at + 8, length));
      at += 8 + length;
    }
  }

  /**
   * The only entry of this path, or null where there is none or an unfinished merge has several.
   */
  public @Nullable Entry entry(String path) {
    List<Entry> found = entries.getOrDefault(path, List.of());
    return found.size() == 1 && found.getFirst().stage() == 0 ? found.getFirst() : null;
  }

  /** The stat data that an entry remembers. */
  public FileStat stat(Entry entry) {
    return FileStat.readFrom(ByteBuffer.wrap(bytes), entry.at());
  }

  /** The tree that this index as a whole would be written as, where git noted it. */
  public @Nullable String rootTree() {
    for (Extension extension : extensions) {
      // The root comes first: an empty path, NUL, the number of entries, space, subtrees, newline.
      if (extension.name().equals("TREE") && extension.length() > 0) {
        int line = extension.at() + 1;
        int end = line;
        while (bytes[end] != '\n') {
          end++;
        }
        boolean valid = bytes[extension.at()] == 0 && bytes[line] != '-';
        return valid ? HexFormat.of().formatHex(bytes, end + 1, end + 1 + ID) : null;
      }
    }
    return null;
  }

  /** All entries, those of an unfinished merge included. */
  public List<Entry> all() {
    return entries.values().stream().flatMap(List::stream).toList();
  }

  /** True when a path has the stages of an unfinished merge. */
  public boolean unmerged() {
    return entries.values().stream().flatMap(List::stream).anyMatch(entry -> entry.stage() != 0);
  }

  /** What an entry becomes: 40 hex digits and the stat data of the file. */
  public record Update(String id, FileStat stat) {}

  /** The bytes of this index with these entries changed, each of which must exist. */
  public byte[] with(Map<String, Update> updates) {
    if (!verified) {
      throw new IllegalStateException("an index that was not verified is only read");
    }
    byte[] body = Arrays.copyOf(bytes, endOfEntries);
    ByteBuffer out = ByteBuffer.wrap(body);
    updates.forEach((path, update) -> {
      Entry entry = entry(path);
      if (entry == null) {
        throw new IllegalArgumentException("no index entry for " + path);
      }
      update.stat().writeTo(out, entry.at());
      out.put(entry.at() + STAT, HexFormat.of().parseHex(update.id()));
    });
    ByteArrayOutputStream all = new ByteArrayOutputStream(bytes.length);
    all.writeBytes(body);
    writeExtensions(all, updates.keySet());
    byte[] content = all.toByteArray();
    all.writeBytes(checksummed ? Digest.sha1(content, 0, content.length) : new byte[ID]);
    return all.toByteArray();
  }

  private void writeExtensions(ByteArrayOutputStream all, Set<String> changed) {
    ByteArrayOutputStream headers = new ByteArrayOutputStream();
    for (Extension extension : extensions) {
      byte[] data =
          switch (extension.name()) {
            case "TREE" -> cachedTree(extension, changed);
            case "EOIE" -> endOfIndexEntries(headers.toByteArray());
            default ->
                Arrays.copyOfRange(bytes, extension.at(), extension.at() + extension.length());
          };
      byte[] header =
          ByteBuffer.allocate(8)
              .put(extension.name().getBytes(StandardCharsets.US_ASCII))
              .putInt(data.length)
              .array();
      headers.writeBytes(header);
      all.writeBytes(header);
      all.writeBytes(data);
    }
  }

  private byte[] endOfIndexEntries(byte[] headers) {
    byte[] digest = Digest.sha1(headers, 0, headers.length);
    return ByteBuffer.allocate(4 + ID).putInt(endOfEntries).put(digest).array();
  }

  /** The cached tree without the ids of the folders that hold a changed path. */
  private byte[] cachedTree(Extension extension, Set<String> changed) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(extension.length());
    if (extension.length() > 0) {
      copyTree(extension.at(), "", changed, out);
    }
    return out.toByteArray();
  }

  private int copyTree(int from, String folder, Set<String> changed, ByteArrayOutputStream out) {
    int at = from;
    while (bytes[at] != 0) {
      at++;
    }
    String name = new String(bytes, from, at - from, StandardCharsets.UTF_8);
    String prefix = name.isEmpty() ? folder : folder + name + "/";
    int space = at + 1;
    while (bytes[space] != ' ') {
      space++;
    }
    int line = space + 1;
    while (bytes[line] != '\n') {
      line++;
    }
    String count = new String(bytes, at + 1, space - at - 1, StandardCharsets.US_ASCII);
    int below =
        Integer.parseInt(new String(bytes, space + 1, line - space - 1, StandardCharsets.US_ASCII));
    boolean valid = !count.startsWith("-");
    boolean kept = valid && changed.stream().noneMatch(path -> path.startsWith(prefix));
    out.write(bytes, from, at + 1 - from);
    out.writeBytes((kept ? count : "-1").getBytes(StandardCharsets.US_ASCII));
    out.write(bytes, space, line + 1 - space);
    int next = line + 1;
    if (valid) {
      if (kept) {
        out.write(bytes, next, ID);
      }
      next += ID;
    }
    for (int i = 0; i < below; i++) {
      next = copyTree(next, prefix, changed, out);
    }
    return next;
  }

  private static GitException broken(String reason) {
    return broken(reason, null);
  }

  private static GitException broken(String reason, @Nullable Exception cause) {
    return new GitException(
        GitException.Kind.UNSUPPORTED,
        "the index of this work tree",
        reason,
        "look at it with 'git status' and 'git fsck'; pawl left it untouched",
        cause);
  }
}
