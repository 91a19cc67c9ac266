package dev.pawl.git.history;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.lib.AbbreviatedObjectId;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PackParser;

/** Keeps new objects in memory, where only its own readers find them; nothing is ever stored. */
final class MemoryInserter extends ObjectInserter {
  private final Repository repository;
  private final Map<ObjectId, ObjectLoader> objects = new HashMap<>();

  MemoryInserter(Repository repository) {
    this.repository = repository;
  }

  @Override
  public ObjectId insert(int type, long length, InputStream in) throws IOException {
    return insert(type, in.readNBytes(Math.toIntExact(length)));
  }

  @Override
  public ObjectId insert(int type, byte[] data, int from, int length) {
    byte[] bytes = java.util.Arrays.copyOfRange(data, from, from + length);
    ObjectId id = idFor(type, bytes);
    objects.put(id, new ObjectLoader.SmallObject(type, bytes));
    return id;
  }

  @Override
  public PackParser newPackParser(InputStream in) {
    throw new UnsupportedOperationException("packs are not kept in memory");
  }

  @Override
  public ObjectReader newReader() {
    return new Reader(repository.newObjectReader());
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    objects.clear();
  }

  private final class Reader extends ObjectReader {
    private final ObjectReader stored;

    Reader(ObjectReader stored) {
      this.stored = stored;
    }

    @Override
    public ObjectReader newReader() {
      return new Reader(stored.newReader());
    }

    @Override
    public Collection<ObjectId> resolve(AbbreviatedObjectId id) throws IOException {
      Set<ObjectId> found = new HashSet<>(stored.resolve(id));
      objects.keySet().stream().filter(each -> id.prefixCompare(each) == 0).forEach(found::add);
      return found;
    }

    @Override
    public ObjectLoader open(AnyObjectId id, int typeHint) throws IOException {
      ObjectLoader kept = objects.get(id.toObjectId());
      return kept == null ? stored.open(id, typeHint) : kept;
    }

    @Override
    public Set<ObjectId> getShallowCommits() throws IOException {
      return stored.getShallowCommits();
    }

    @Override
    public void close() {
      stored.close();
    }
  }
}
