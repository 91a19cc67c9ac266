package dev.pawl.app.snapshot;

import dev.pawl.app.snapshot.BlockTrail.Change;
import dev.pawl.app.snapshot.BlockTrail.Origin;
import dev.pawl.app.snapshot.BlockTrail.Removal;
import dev.pawl.git.CommitId;
import dev.pawl.index.TrailTable;
import dev.pawl.plan.TaskId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What histories showed, as the index keeps it. */
final class TrailRows {
  private TrailRows() {}

  static Map<String, TrailTable.Row> of(Map<TaskId, BlockTrail> blocks) {
    Map<String, TrailTable.Row> rows = new HashMap<>();
    blocks.forEach((task, block) -> rows.put(task.value(), row(block)));
    return rows;
  }

  private static TrailTable.Row row(BlockTrail block) {
    Removal removal = block.removal();
    return new TrailTable.Row(
        block.changes().stream().map(change -> mark(change.word(), change.commit())).toList(),
        block.origins().stream()
            .map(origin -> mark(origin.kind().name(), origin.commit()))
            .toList(),
        removal == null ? List.of() : List.of(mark(removal.word(), removal.commit())));
  }

  static Map<TaskId, BlockTrail> read(Map<String, TrailTable.Row> rows) {
    Map<TaskId, BlockTrail> blocks = new HashMap<>();
    rows.forEach((task, row) -> blocks.put(new TaskId(task), block(row)));
    return blocks;
  }

  private static BlockTrail block(TrailTable.Row row) {
    return new BlockTrail(
        row.changes().stream().map(mark -> new Change(mark.word(), commit(mark))).toList(),
        row.origins().stream()
            .map(mark -> new Origin(commit(mark), Origin.Kind.valueOf(mark.word())))
            .collect(Collectors.toSet()),
        row.removal().stream()
            .map(mark -> new Removal(commit(mark), mark.word()))
            .findFirst()
            .orElse(null));
  }

  private static TrailTable.Mark mark(String word, CommitId commit) {
    return new TrailTable.Mark(word, commit.hex());
  }

  private static CommitId commit(TrailTable.Mark mark) {
    return new CommitId(mark.commit());
  }
}
