package dev.pawl.git.history;

import dev.pawl.git.BlobId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.AndTreeFilter;
import org.eclipse.jgit.treewalk.filter.PathFilterGroup;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.jspecify.annotations.Nullable;

/** Reads trees below some folders only, and of those only files of interest. */
final class Trees implements AutoCloseable {
  private final Repository repository;
  private final ObjectReader reader;
  private final List<String> roots;
  private final Predicate<String> paths;
  private final Map<ObjectId, List<ObjectId>> folders =
      new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ObjectId, List<ObjectId>> eldest) {
          return size() > 4096;
        }
      };

  Trees(Repository repository, Set<String> roots, Predicate<String> paths) {
    this.repository = repository;
    this.reader = repository.newObjectReader();
    this.roots =
        roots.contains("")
            ? List.of()
            : roots.stream().map(root -> root.replaceAll("/+$", "")).sorted().toList();
    this.paths = paths;
  }

  /** Adds the paths of interest at which two trees hold different files. */
  void difference(ObjectId before, ObjectId after, Set<String> into) throws IOException {
    if (before.equals(after) || folders(before).equals(folders(after))) {
      return;
    }
    try (TreeWalk walk = new TreeWalk(reader)) {
      walk.addTree(before);
      walk.addTree(after);
      walk.setRecursive(true);
      walk.setFilter(below(TreeFilter.ANY_DIFF));
      while (walk.next()) {
        String path = walk.getPathString();
        if (paths.test(path) && !Objects.equals(file(walk, 0), file(walk, 1))) {
          into.add(path);
        }
      }
    }
  }

  /** The ids of the root folders in a tree: equal ones need no closer look. */
  private List<ObjectId> folders(ObjectId tree) throws IOException {
    if (roots.isEmpty()) {
      return List.of(tree);
    }
    List<ObjectId> known = folders.get(tree);
    if (known == null) {
      known = new ArrayList<>(roots.size());
      for (String root : roots) {
        try (TreeWalk walk = TreeWalk.forPath(reader, root, tree)) {
          known.add(walk == null ? ObjectId.zeroId() : walk.getObjectId(0));
        }
      }
      folders.put(tree.copy(), known);
    }
    return known;
  }

  private TreeFilter below(TreeFilter other) {
    return roots.isEmpty()
        ? other
        : AndTreeFilter.create(PathFilterGroup.createFromStrings(roots), other);
  }

  private static @Nullable ObjectId file(TreeWalk walk, int tree) {
    int type = walk.getRawMode(tree) & FileMode.TYPE_MASK;
    return type == FileMode.TYPE_FILE ? walk.getObjectId(tree) : null;
  }

  /** The files of interest in a tree, sorted as git sorts them; read when first asked for. */
  Map<String, BlobId> files(ObjectId tree) {
    return new Files(this, tree.copy());
  }

  /** The same at once. */
  Map<String, BlobId> read(ObjectId tree) throws IOException {
    Map<String, BlobId> files = new LinkedHashMap<>();
    try (TreeWalk walk = new TreeWalk(repository)) {
      walk.addTree(tree);
      walk.setRecursive(true);
      walk.setFilter(below(TreeFilter.ALL));
      while (walk.next()) {
        ObjectId blob = file(walk, 0);
        if (blob != null && paths.test(walk.getPathString())) {
          files.put(walk.getPathString(), new BlobId(blob.name()));
        }
      }
    }
    return Collections.unmodifiableMap(files);
  }

  @Override
  public void close() {
    reader.close();
  }

  private static final class Files extends AbstractMap<String, BlobId> {
    private final Trees trees;
    private final ObjectId tree;
    private @Nullable Map<String, BlobId> read;

    Files(Trees trees, ObjectId tree) {
      this.trees = trees;
      this.tree = tree;
    }

    private Map<String, BlobId> map() {
      Map<String, BlobId> known = read;
      if (known == null) {
        try {
          known = trees.read(tree);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        read = known;
      }
      return known;
    }

    @Override
    public Set<Entry<String, BlobId>> entrySet() {
      return map().entrySet();
    }

    @Override
    public @Nullable BlobId get(@Nullable Object key) {
      return key == null ? null : map().get(key);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
      return key != null && map().containsKey(key);
    }
  }
}
