package dev.pawl.git.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;

/** A tree with other blobs at some of its paths: names, modes and order keep their bytes. */
public final class TreeEdit {
  private static final int ID = Constants.OBJECT_ID_LENGTH;
  private final ObjectReader reader;
  private final ObjectInserter inserter;
  private final List<ObjectId> written;

  /**
   * Reads and writes with these.
   *
   * @param written gets the id of each tree that is written
   */
  public TreeEdit(ObjectReader reader, ObjectInserter inserter, List<ObjectId> written) {
    this.reader = reader;
    this.inserter = inserter;
    this.written = written;
  }

  /** Writes this tree with these blobs, at paths that it holds. */
  public ObjectId of(ObjectId tree, Map<String, ObjectId> blobs) throws IOException {
    byte[] bytes = reader.open(tree, Constants.OBJ_TREE).getBytes();
    Map<String, Map<String, ObjectId>> below = new HashMap<>();
    blobs.forEach((path, id) -> {
      int slash = path.indexOf('/');
      String name = slash < 0 ? path : path.substring(0, slash);
      String rest = slash < 0 ? "" : path.substring(slash + 1);
      below.computeIfAbsent(name, any -> new HashMap<>()).put(rest, id);
    });
    int at = 0;
    while (at < bytes.length) {
      int blank = indexOf(bytes, ' ', at);
      int end = indexOf(bytes, 0, blank);
      Map<String, ObjectId> here =
          below.remove(new String(bytes, blank + 1, end - blank - 1, UTF_8));
      if (here != null) {
        ObjectId blob = here.get("");
        ObjectId id = blob == null ? of(ObjectId.fromRaw(bytes, end + 1), here) : blob;
        id.copyRawTo(bytes, end + 1);
      }
      at = end + 1 + ID;
    }
    if (!below.isEmpty()) {
      throw new IOException("the tree " + tree.name() + " does not hold " + below.keySet());
    }
    ObjectId fresh = inserter.insert(Constants.OBJ_TREE, bytes);
    written.add(fresh);
    return fresh;
  }

  private static int indexOf(byte[] bytes, int wanted, int from) {
    int at = from;
    while (bytes[at] != wanted) {
      at++;
    }
    return at;
  }
}
