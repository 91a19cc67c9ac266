package dev.pawl.plan.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.plan.EditResult;
import dev.pawl.plan.Plan;
import dev.pawl.plan.Problem;
import dev.pawl.plan.Task;
import dev.pawl.plan.TaskId;
import dev.pawl.plan.Vocabulary;
import dev.pawl.plan.text.Edit;
import dev.pawl.plan.text.Source;
import dev.pawl.plan.text.Utf8;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A Markdown file as bytes, what pawl reads in it, and the edits that are safe to make in it. */
public final class PlanDocument {
  /** The largest file that is read, in bytes; a larger one is {@link Kind#UNREADABLE}. */
  public static final int LARGEST = 4 << 20;

  /** Three hyphens, four bytes each. */
  private static final int LONGEST_WIDE_FENCE = 12;

  /** What a file is. */
  public enum Kind {
    /** Its front matter says {@code type: plan} or {@code type: workplan}. */
    PLAN,
    /** It has no front matter, or front matter of another type. */
    NOT_A_PLAN,
    /** It has front matter that cannot be read; {@link #problems} says why. */
    UNREADABLE
  }

  private final byte[] bytes;
  private final Source source;
  private final Reading reading;
  private final Vocabulary taskWords;
  private final Vocabulary planWords;

  private PlanDocument(
      byte[] bytes, Source source, Reading reading, Vocabulary taskWords, Vocabulary planWords) {
    this.bytes = bytes;
    this.source = source;
    this.reading = reading;
    this.taskWords = taskWords;
    this.planWords = planWords;
  }

  /** Reads a file; never fails: what cannot be read is in {@link #problems}. */
  public static PlanDocument parse(byte[] bytes, Vocabulary tasks, Vocabulary plans) {
    byte[] own = bytes.clone();
    if (own.length > LARGEST) {
      return undecoded(
          own,
          new Source(""),
          "the file is larger than %d MiB; split it".formatted(LARGEST >> 20),
          tasks,
          plans);
    }
    Utf8 decoded = Utf8.of(own);
    Source source = new Source(decoded.text());
    if (decoded.fault() != null) {
      String reason = "the file is not UTF-8: %s; save it as UTF-8".formatted(decoded.fault());
      return undecoded(own, source, reason, tasks, plans);
    }
    if (isWide(decoded.text())) {
      return undecoded(
          own,
          new Source(""),
          "the file is UTF-16 or UTF-32: save it as UTF-8, with no working-tree-encoding for it in"
              + " .gitattributes",
          tasks,
          plans);
    }
    return new PlanDocument(own, source, Reading.of(source, tasks, plans), tasks, plans);
  }

  /** Whether front matter begins there once the zeros of a wider encoding are left out. */
  private static boolean isWide(String text) {
    String start = text.substring(0, Math.min(text.length(), LONGEST_WIDE_FENCE));
    return start.indexOf('\0') >= 0 && start.replace("\0", "").startsWith("---");
  }

  /** A file whose content cannot be had, for this reason. */
  public static PlanDocument unread(String reason, Vocabulary tasks, Vocabulary plans) {
    return undecoded(new byte[0], new Source(""), reason, tasks, plans);
  }

  private static PlanDocument undecoded(
      byte[] bytes, Source readable, String reason, Vocabulary tasks, Vocabulary plans) {
    Reading nothing = Reading.undecoded(readable, reason);
    return new PlanDocument(bytes, readable, nothing, tasks, plans);
  }

  /** Whether this is a plan. */
  public Kind kind() {
    return reading.kind();
  }

  /** The plan; null when this is none, or when its front matter or id cannot be read. */
  public @Nullable Plan plan() {
    return reading.plan();
  }

  /**
   * The tasks that can be read, in order, even when the front matter cannot; none in other files.
   */
  public List<Task> tasks() {
    return List.copyOf(reading.tasks());
  }

  /**
   * What the plan is about, on one line: {@code description} of the front matter, else the first
   * paragraph as written; empty when there is neither. It may hold any character.
   */
  public String description() {
    return reading.description();
  }

  /**
   * What stands below a task's heading besides its block, as written, without blank lines around
   * it; empty when there is nothing. It may hold any character.
   */
  public String textOf(TaskId task) {
    Outline.Lines lines = reading.linesOf(task);
    if (lines == null) {
      return "";
    }
    String lead = text(lines.lead(), lines.block());
    String below = text(lines.below(), lines.end());
    return lead.isEmpty() || below.isEmpty() ? lead + below : lead + "\n\n" + below;
  }

  private String text(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(source::line)
        .collect(Collectors.joining("\n"))
        .strip();
  }

  /** What is wrong, in the order of the document. */
  public List<Problem> problems() {
    return reading.problems().stream()
        .sorted(
            Comparator.<Problem>comparingInt(problem -> problem.at().line())
                .thenComparingInt(problem -> problem.at().column()))
        .toList();
  }

  /** What it says, without its text. */
  public PlanContent content() {
    return new PlanContent(kind(), plan(), tasks(), problems());
  }

  /** The file as it was read. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /**
   * A line of the file, counted from 1, without its line end; empty beyond the end. Raw text: pass
   * it through {@code Printable.line} before showing it.
   */
  public String line(int line) {
    return line < 1 || line > source.lines() ? "" : source.line(line - 1);
  }

  /**
   * The edit that gives a task this status. It changes nothing when the task's word or alias means
   * that status already.
   */
  public EditResult setStatus(TaskId task, String word) {
    return new StatusEdit(this, source, reading).ofTask(task, word, taskWords);
  }

  /**
   * The edits that give tasks these statuses, by task; as {@link #setStatus} one by one, and
   * together they change nothing else either.
   */
  public Map<TaskId, EditResult> setStatuses(Map<TaskId, String> words) {
    return new StatusEdit(this, source, reading).ofTasks(words, taskWords);
  }

  /** The edit that gives the plan this status; as {@link #setStatus}. */
  public EditResult setPlanStatus(String word) {
    return new StatusEdit(this, source, reading).ofPlan(word, planWords);
  }

  /**
   * The edit that sets a field of a task, or takes it out.
   *
   * @param values the text, or the list of texts; empty to take the field out
   */
  public EditResult set(TaskId task, TaskField field, List<String> values) {
    return new FieldEdit(this, source, reading).of(task, field, values);
  }

  /** The edit that adds a paragraph or a list item to the end of the text of a task. */
  public EditResult addText(TaskId task, String text) {
    return new TextEdit(this, source, reading).add(task, text);
  }

  /**
   * The edit that takes a task out: its block, and its heading and text where they are about
   * nothing else.
   */
  public EditResult remove(TaskId task) {
    return new TextEdit(this, source, reading).remove(task);
  }

  /** The edit that appends a task, with a heading, at the end of the document. */
  public EditResult addTask(NewTask task) {
    return task.appendTo(this, source);
  }

  /**
   * The file with these edits made. Without edits it is the file itself, byte for byte. Throws an
   * {@link IllegalArgumentException} when edits overlap or lie outside the file.
   */
  public byte[] apply(List<Edit> edits) {
    if (edits.stream().allMatch(this::changesNothing)) {
      return bytes();
    }
    List<Edit> ordered = new ArrayList<>(edits);
    ordered.sort(Comparator.comparingInt(Edit::from).thenComparingInt(Edit::to));
    StringBuilder text = new StringBuilder(source.text().length());
    int done = 0;
    for (Edit edit : ordered) {
      if (edit.from() < done || edit.to() > source.text().length()) {
        throw new IllegalArgumentException(
            "edit of %d to %d overlaps another or ends beyond the document"
                .formatted(edit.from(), edit.to()));
      }
      text.append(source.text(), done, edit.from()).append(edit.text());
      done = edit.to();
    }
    text.append(source.text(), done, source.text().length());
    return text.toString().getBytes(UTF_8);
  }

  private boolean changesNothing(Edit edit) {
    return edit.to() <= source.text().length()
        && Objects.equals(source.text().substring(edit.from(), edit.to()), edit.text());
  }

  /** The document as it would be after these edits. */
  public PlanDocument after(List<Edit> edits) {
    return parse(apply(edits), taskWords, planWords);
  }

  Reading reading() {
    return reading;
  }
}
