package dev.pawl.plan.document;

import java.util.ArrayList;
import java.util.List;

/** The headings and task blocks of a document by line, and so what belongs to which task. */
final class Outline {
  /** What the level of a task block is, for want of one. */
  private static final int BLOCK = 0;

  /** A heading or a task block, and its first and last line, from 0. */
  private record Mark(int level, int from, int to, boolean nested) {}

  private final List<Mark> marks = new ArrayList<>();
  private final List<Integer> blocks = new ArrayList<>();
  private final int lines;

  /**
   * Of a document with so many lines.
   *
   * @param lines how many the document has
   */
  Outline(int lines) {
    this.lines = lines;
  }

  void heading(int level, int from, int to) {
    marks.add(new Mark(level, from, to, false));
  }

  /** The next block; {@code nested} where it stands in a list or a quote. */
  void block(int from, int to, boolean nested) {
    blocks.add(marks.size());
    marks.add(new Mark(BLOCK, from, to, nested));
  }

  /** How deep the heading of a further task stands: as the last one's, and no level is skipped. */
  int taskLevel() {
    int task = 2;
    int above = 1;
    for (Mark mark : marks) {
      if (mark.level() == BLOCK) {
        task = Math.max(2, above);
      } else {
        above = mark.level();
      }
    }
    return Math.min(task, above + 1);
  }

  /**
   * The lines of one task, from 0; each range ends before its last number.
   *
   * @param heading the first line of the nearest heading above; that of the block where there is
   *     none
   * @param lead where the text between heading and block begins; that of the block where the
   *     heading has an earlier task, or there is none
   * @param block where the block begins
   * @param below where the text below the block begins
   * @param end where it ends: at the next heading that is not below this one, or the next task
   * @param nested whether the block stands in a list or a quote
   * @param alone whether nothing but this task stands below the heading, and it is not the one of
   *     the whole document
   */
  record Lines(
      int heading, int lead, int block, int below, int end, boolean nested, boolean alone) {}

  /** Of a task block, counted from 0. */
  Lines of(int number) {
    int at = blocks.get(number);
    Mark block = marks.get(at);
    int above = at - 1;
    while (above >= 0 && marks.get(above).level() == BLOCK) {
      above--;
    }
    boolean first = above == at - 1;
    int level = above < 0 ? Integer.MAX_VALUE : marks.get(above).level();
    int next = at + 1;
    while (next < marks.size()
        && marks.get(next).level() != BLOCK
        && marks.get(next).level() > level) {
      next++;
    }
    boolean followed = next < marks.size() && marks.get(next).level() == BLOCK;
    // A heading right above the next task is that task's.
    int end = followed && next - 1 > at ? next - 1 : next;
    boolean alone = above >= 0 && first && !followed && !(above == 0 && level == 1);
    return new Lines(
        above < 0 ? block.from() : marks.get(above).from(),
        first && above >= 0 ? marks.get(above).to() + 1 : block.from(),
        block.from(),
        block.to() + 1,
        end < marks.size() ? marks.get(end).from() : lines,
        block.nested(),
        alone);
  }
}
