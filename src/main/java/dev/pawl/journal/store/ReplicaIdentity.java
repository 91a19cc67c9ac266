package dev.pawl.journal.store;

import dev.pawl.disk.FlatRecord;
import dev.pawl.disk.UnreadableRecord;
import dev.pawl.disk.WholeFile;
import dev.pawl.journal.ReplicaId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The file that says which replica this clone is. It is tied to the git directory, so that a copied
 * clone is known for one: another inode is another directory. The host id proves less: it belongs
 * to a user's state, and one clone may be used with several. Where it differs, the directory must
 * also have been made at the noted moment, for on another disk an inode may be the same by chance.
 * The file never leaves the machine.
 */
final class ReplicaIdentity {
  private static final String FORMAT = "1";
  private static final String UNKNOWN = "";

  private final Path file;
  private final String hostId;

  ReplicaIdentity(Path pawlDir, String hostId) {
    this.file = pawlDir.resolve("replica");
    this.hostId = hostId;
  }

  /**
   * A replica id found in the file, whether it was given to this clone, and whether nothing was
   * written under it yet.
   */
  record Found(ReplicaId replica, boolean ours, boolean unused) {}

  /**
   * What the file says, or null if there is none.
   *
   * @throws JournalException if it cannot be understood: it is never taken for an absent one
   */
  @Nullable Found read() throws IOException {
    if (!Files.exists(file)) {
      return null;
    }
    try {
      FlatRecord members = FlatRecord.read(file);
      if (!FORMAT.equals(members.optional("format"))) {
        throw new UnreadableRecord("its format is not " + FORMAT);
      }
      ReplicaId replica =
          ReplicaId.of(members.text("replica"))
              .orElseThrow(() -> new UnreadableRecord("it names no replica id"));
      boolean ours =
          gitDir().equals(members.optional("git_dir"))
              && (hostId.equals(members.optional("host_id"))
                  || madeAt(members.optional("git_dir_made")));
      return new Found(replica, ours, "true".equals(members.optional("unused")));
    } catch (IOException | UnreadableRecord e) {
      throw new JournalException(
          file
              + ": does not say which replica this clone is ("
              + e.getMessage()
              + "). Nothing was written. Rename the file to keep it: the next report then starts"
              + " as a new replica, and every earlier report still counts",
          e);
    }
  }

  /** Makes this clone that replica, safely on the disk. */
  void write(ReplicaId replica, boolean unused) throws IOException {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("format", FORMAT);
    members.put("replica", replica.value());
    members.put("host_id", hostId);
    members.put("git_dir", gitDir());
    members.put("git_dir_made", made());
    members.put("unused", Boolean.toString(unused));
    WholeFile.replaceLocked(file, FlatRecord.write(members));
  }

  /** Whether the git directory can be the one that was made then. */
  private boolean madeAt(@Nullable String noted) throws IOException {
    String made = made();
    return noted == null || noted.equals(made) || noted.equals(UNKNOWN) || made.equals(UNKNOWN);
  }

  /** When the git directory was made, where the file system keeps that. */
  private String made() throws IOException {
    var attributes = Files.readAttributes(gitFolder(), BasicFileAttributes.class);
    // Where it is not kept, the time of the last change is given in its place.
    return attributes.creationTime().equals(attributes.lastModifiedTime())
        ? UNKNOWN
        : attributes.creationTime().toInstant().toString();
  }

  /** The inode of the git directory, or what the file system has in its place. */
  private String gitDir() throws IOException {
    Path gitDir = gitFolder();
    if (gitDir.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return String.valueOf(Files.getAttribute(gitDir, "unix:ino"));
    }
    Object key = Files.readAttributes(gitDir, BasicFileAttributes.class).fileKey();
    return String.valueOf(key);
  }

  private Path gitFolder() {
    Path pawlDir = Objects.requireNonNull(file.toAbsolutePath().getParent());
    return Objects.requireNonNull(pawlDir.getParent());
  }
}
