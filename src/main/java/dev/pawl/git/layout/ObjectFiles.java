package dev.pawl.git.layout;

import dev.pawl.git.CommitId;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Commits and trees that lie whole in a file, loose or packed: enough to compare the last commit
 * with the index without opening JGit. What is stored as a difference, elsewhere, or in another
 * form is null, and JGit's to read. Layouts: gitformat-pack(5).
 */
public final class ObjectFiles {
  /** The types of packed objects; 6 and 7 are differences. */
  static final int COMMIT = 1;

  public static final int TREE = 2;

  /** A larger tree or commit is left to JGit. */
  private static final int LARGEST = 8 << 20;

  private static final int INDEX_HEADER = 8;
  private static final int FANOUT = 256 * 4;
  private static final int ID = 20;

  private final Path objects;

  public ObjectFiles(Layout layout) {
    this.objects = layout.commonDir().resolve("objects");
  }

  /** The content of an object of this type, by its 40 hex digits. */
  public byte @Nullable [] read(String id, int type) {
    try {
      byte[] loose = loose(id, type == COMMIT ? "commit " : "tree ");
      return loose == null ? packed(id, type) : loose;
    } catch (IOException | IllegalArgumentException e) {
      // Damage is for JGit to report.
      return null;
    }
  }

  private byte @Nullable [] loose(String id, String type) throws IOException {
    Path file = objects.resolve(id.substring(0, 2)).resolve(id.substring(2));
    byte[] stored;
    try {
      stored = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return null;
    }
    try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(stored))) {
      StringBuilder header = new StringBuilder();
      for (int c = in.read(); c > 0 && header.length() < 32; c = in.read()) {
        header.append((char) c);
      }
      if (!header.toString().startsWith(type)) {
        throw new IOException("another type: " + header);
      }
      return exactly(in, Long.parseLong(header.substring(type.length())));
    }
  }

  private static byte[] exactly(InputStream in, long size) throws IOException {
    if (size > LARGEST) {
      throw new IOException("large");
    }
    byte[] content = in.readNBytes((int) size);
    if (content.length != size) {
      throw new EOFException();
    }
    return content;
  }

  private byte @Nullable [] packed(String id, int type) throws IOException {
    byte[] wanted = HexFormat.of().parseHex(id);
    try (DirectoryStream<Path> indexes =
        Files.newDirectoryStream(objects.resolve("pack"), "*.idx")) {
      for (Path index : indexes) {
        long offset = offset(index, wanted);
        if (offset > 0) {
          String name = index.getFileName().toString().replaceFirst("idx$", "pack");
          return inPack(index.resolveSibling(name), offset, type);
        }
      }
    }
    return null;
  }

  /** Where an object begins in the pack of this index, or 0. */
  private static long offset(Path index, byte[] wanted) throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(index.toFile(), "r")) {
      if (in.readInt() != 0xff744f63 || in.readInt() != 2) {
        throw new IOException("not an index of version 2");
      }
      int first = wanted[0] & 0xff;
      in.seek(INDEX_HEADER + (first - 1) * 4L);
      int low = first == 0 ? 0 : in.readInt();
      in.seek(INDEX_HEADER + first * 4L);
      int high = in.readInt() - 1;
      in.seek(INDEX_HEADER + 255 * 4L);
      long count = in.readInt();
      byte[] id = new byte[ID];
      while (low <= high) {
        int middle = (low + high) >>> 1;
        in.seek(INDEX_HEADER + FANOUT + (long) middle * ID);
        in.readFully(id);
        int order = Arrays.compareUnsigned(id, wanted);
        if (order == 0) {
          in.seek(INDEX_HEADER + FANOUT + count * (ID + 4) + middle * 4L);
          int offset = in.readInt();
          if (offset < 0) {
            throw new IOException("beyond 2 GiB");
          }
          return offset;
        }
        if (order < 0) {
          low = middle + 1;
        } else {
          high = middle - 1;
        }
      }
      return 0;
    }
  }

  private static byte @Nullable [] inPack(Path pack, long offset, int type) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(pack.toFile(), "r")) {
      file.seek(offset);
      DataInputStream in = new DataInputStream(Channels.newInputStream(file.getChannel()));
      int digit = in.readUnsignedByte();
      if ((digit >> 4 & 7) != type) {
        return null;
      }
      long size = digit & 15;
      for (int shift = 4; (digit & 0x80) != 0 && shift < 40; shift += 7) {
        digit = in.readUnsignedByte();
        size |= (long) (digit & 0x7f) << shift;
      }
      return exactly(new InflaterInputStream(in), size);
    }
  }

  /** The tree of a commit; null when it cannot be read here. */
  public @Nullable String treeOf(CommitId commit) {
    byte[] text = read(commit.hex(), COMMIT);
    if (text == null || text.length < 46) {
      return null;
    }
    String line = new String(text, 0, 46, StandardCharsets.US_ASCII);
    return line.startsWith("tree ") && line.endsWith("\n") ? line.substring(5, 45) : null;
  }
}
