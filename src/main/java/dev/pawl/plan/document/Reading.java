package dev.pawl.plan.document;

import dev.pawl.disk.Printable;
import dev.pawl.plan.Plan;
import dev.pawl.plan.PlanDependency;
import dev.pawl.plan.PlanId;
import dev.pawl.plan.Problem;
import dev.pawl.plan.Status;
import dev.pawl.plan.Task;
import dev.pawl.plan.TaskId;
import dev.pawl.plan.UnknownStatus;
import dev.pawl.plan.Vocabulary;
import dev.pawl.plan.text.Position;
import dev.pawl.plan.text.Source;
import dev.pawl.plan.yaml.FieldReader;
import dev.pawl.plan.yaml.UnreadableYaml;
import dev.pawl.plan.yaml.YamlNode;
import dev.pawl.plan.yaml.YamlReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One pass over a document: what it says, and what is wrong with it. */
final class Reading {
  private static final Set<String> TASK_FIELDS =
      Set.of("id", "title", "status", "priority", "phase", "depends_on", "files");
  private static final Set<String> PLAN_FIELDS =
      Set.of("id", "type", "title", "status", "repo", "depends_on", "dependencies", "files");
  private static final Set<String> PLAN_TYPES = Set.of("plan", "workplan");

  private static final String NO_FRONT_MATTER =
      " (if the first line is meant as a rule, put an empty line above it)";

  private final Source source;
  private final Vocabulary taskWords;
  private final Vocabulary planWords;

  private final List<Section> sections = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<Task> tasks = new ArrayList<>();
  private List<ConflictMarkers.Conflict> conflicts = List.of();

  /** Instead of a section's index, for an id that stands twice. */
  static final int AMBIGUOUS = -1;

  /** The index of each task's section. */
  private final Map<TaskId, Integer> sectionOf = new HashMap<>();

  private final Map<TaskId, Task> firstOf = new HashMap<>();
  private PlanDocument.Kind kind = PlanDocument.Kind.NOT_A_PLAN;
  private @Nullable Plan plan;
  private String description = "";
  private @Nullable Outline outline;

  private Reading(Source source, Vocabulary taskWords, Vocabulary planWords) {
    this.source = source;
    this.taskWords = taskWords;
    this.planWords = planWords;
  }

  static Reading of(Source source, Vocabulary taskWords, Vocabulary planWords) {
    Reading reading = new Reading(source, taskWords, planWords);
    FrontMatter.of(source).ifPresent(reading::read);
    return reading;
  }

  /** The reading of a file that is no text; {@code readable} is what comes before the place. */
  static Reading undecoded(Source readable, String reason) {
    Reading reading = new Reading(readable, Vocabulary.tasks(), Vocabulary.plans());
    reading.kind = PlanDocument.Kind.UNREADABLE;
    reading.unreadable("", new UnreadableYaml(readable.text().length(), reason), null);
    return reading;
  }

  PlanDocument.Kind kind() {
    return kind;
  }

  @Nullable Plan plan() {
    return plan;
  }

  /** The front matter's, else the first paragraph; empty when there is neither. */
  String description() {
    return description;
  }

  /** In the order of the document. */
  List<Task> tasks() {
    return Collections.unmodifiableList(tasks);
  }

  /** In the order they were found. */
  List<Problem> problems() {
    return Collections.unmodifiableList(problems);
  }

  /** The front matter, then the task blocks in order; empty when this is no plan. */
  List<Section> sections() {
    return Collections.unmodifiableList(sections);
  }

  /** The index of the section of a task, {@link #AMBIGUOUS}, or null when there is none. */
  @Nullable Integer sectionOf(TaskId task) {
    return sectionOf.get(task);
  }

  /** The lines of a task; null when there is none of this id, or more than one. */
  Outline.@Nullable Lines linesOf(TaskId task) {
    Integer section = sectionOf.get(task);
    return outline == null || section == null || section == AMBIGUOUS
        ? null
        : outline.of(section - 1);
  }

  /** How deep the heading of a further task stands; see {@link Outline#taskLevel}. */
  int taskLevel() {
    return outline == null ? 2 : outline.taskLevel();
  }

  private void read(FrontMatter front) {
    YamlNode.Fields fields = null;
    UnreadableYaml yaml = null;
    try {
      Optional<YamlNode> root = frontMatter(front);
      if (root.isEmpty()) {
        return;
      }
      fields = mapping(root.get(), "it must be `field: value` lines" + NO_FRONT_MATTER);
      kind = kind(fields);
    } catch (UnreadableYaml e) {
      kind = PlanDocument.Kind.UNREADABLE;
      yaml = e;
    }
    if (kind == PlanDocument.Kind.NOT_A_PLAN) {
      return;
    }
    sections.add(new Section(front.excerpt(), fields));
    MarkdownBody body = MarkdownBody.read(source, front.bodyLine());
    conflicts = ConflictMarkers.of(source, body.code());
    conflicts.forEach(this::conflict);
    if (yaml != null) {
      unreadable("the front matter cannot be read: ", yaml, null, 0, front.bodyLine());
    }
    body.blocks().forEach(this::task);
    description = body.description();
    outline = body.outline();
    if (fields != null && kind == PlanDocument.Kind.PLAN) {
      plan(fields, body.firstHeading());
    }
  }

  private void conflict(ConflictMarkers.Conflict conflict) {
    problems.add(
        new Problem(
            Problem.Kind.UNREADABLE,
            source.position(source.start(conflict.first())),
            "a merge left its conflict markers here, down to line %d; keep what is right, and take the markers out"
                .formatted(conflict.last() + 1),
            null));
  }

  private Optional<YamlNode> frontMatter(FrontMatter front) throws UnreadableYaml {
    if (!front.closed()) {
      throw new UnreadableYaml(
          source.start(0), "it is not closed; end it with a line of ---" + NO_FRONT_MATTER);
    }
    Optional<YamlNode> root = YamlReader.read(front.excerpt());
    return root.filter(node -> !(node instanceof YamlNode.Scalar scalar && scalar.isNull()));
  }

  private static YamlNode.Fields mapping(YamlNode root, String reason) throws UnreadableYaml {
    if (root instanceof YamlNode.Fields fields) {
      return fields;
    }
    throw new UnreadableYaml(root.from(), reason);
  }

  private static PlanDocument.Kind kind(YamlNode.Fields fields) {
    return fields.fields().get("type") instanceof YamlNode.Scalar type
            && PLAN_TYPES.contains(type.text())
        ? PlanDocument.Kind.PLAN
        : PlanDocument.Kind.NOT_A_PLAN;
  }

  private void plan(YamlNode.Fields fields, String heading) {
    FieldReader reader = new FieldReader(fields);
    Position at = source.position(source.start(0));
    try {
      YamlNode.Scalar id = reader.scalar("id");
      YamlNode.Scalar title = reader.scalar("title");
      YamlNode.Scalar status = reader.scalar("status");
      require("plan", "id", id, at, null);
      require("plan", "title", title, at, null);
      Status meaning = status("plan", status, planWords, at, null);
      if (id == null) {
        return;
      }
      PlanId planId = PlanId.of(id.text()).orElseThrow(() -> invalid(id, PlanId.RULE));
      plan =
          new Plan(
              planId,
              String.valueOf(reader.text("type")),
              title(title, heading, planId.value()),
              status == null ? "" : status.text(),
              meaning,
              reader.text("repo"),
              dependencies(reader),
              reader.texts("files"),
              List.copyOf(tasks),
              Collections.unmodifiableMap(reader.others(PLAN_FIELDS)),
              at,
              status == null ? at : source.position(status.from()));
      description = plan.other().getOrDefault("description", description);
    } catch (UnreadableYaml e) {
      kind = PlanDocument.Kind.UNREADABLE;
      unreadable("the front matter cannot be read: ", e, null);
    }
  }

  private List<PlanDependency> dependencies(FieldReader reader) throws UnreadableYaml {
    List<PlanDependency> found = new ArrayList<>();
    for (String field : List.of("depends_on", "dependencies")) {
      for (YamlNode node : reader.items(field)) {
        found.add(dependency(field, node));
      }
    }
    return List.copyOf(found);
  }

  private PlanDependency dependency(String field, YamlNode node) throws UnreadableYaml {
    Position at = source.position(node.from());
    if (node instanceof YamlNode.Scalar scalar) {
      return new PlanDependency(scalar.text(), null, null, at);
    }
    if (node instanceof YamlNode.Fields fields) {
      FieldReader reader = new FieldReader(fields);
      YamlNode.Scalar plan = reader.scalar("plan");
      if (plan != null) {
        YamlNode.Scalar status = reader.scalar("status");
        if (status != null) {
          status("plan", status, planWords, at, null);
        }
        return new PlanDependency(plan.text(), reader.text("status"), reader.text("phase"), at);
      }
    }
    throw new UnreadableYaml(
        node.from(), "each entry of `" + field + "` must be a plan id or a mapping with `plan:`");
  }

  private void task(TaskBlock block) {
    YamlNode.Fields fields = null;
    TaskId id = null;
    try {
      fields = taskFields(block);
      FieldReader reader = new FieldReader(fields);
      YamlNode.Scalar written = reader.scalar("id");
      Position at = source.position(block.at());
      require("task", "id", written, at, null);
      if (written != null) {
        id = TaskId.of(written.text()).orElseThrow(() -> invalid(written, TaskId.RULE));
        Task task = task(id, reader, block, at);
        sections.add(new Section(block.excerpt(), fields));
        add(task);
        return;
      }
    } catch (UnreadableYaml e) {
      unreadable("the task block cannot be read: ", e, id, block.first(), block.last());
      fields = null;
    }
    sections.add(new Section(block.excerpt(), fields));
  }

  private YamlNode.Fields taskFields(TaskBlock block) throws UnreadableYaml {
    if (!block.defect().isEmpty()) {
      throw new UnreadableYaml(block.at(), block.defect());
    }
    Optional<YamlNode> root = YamlReader.read(block.excerpt());
    if (root.isEmpty()) {
      throw new UnreadableYaml(block.at(), "it is empty; give it `id:` and `status:`");
    }
    return mapping(root.get(), "it must be `field: value` lines");
  }

  private Task task(TaskId id, FieldReader reader, TaskBlock block, Position at)
      throws UnreadableYaml {
    YamlNode.Scalar status = reader.scalar("status");
    YamlNode.Scalar title = reader.scalar("title");
    List<String> dependsOn = reader.texts("depends_on");
    List<String> files = reader.texts("files");
    return new Task(
        id,
        title(title, block.heading(), id.value()),
        status == null ? "" : status.text(),
        status("task", status, taskWords, at, id),
        reader.text("priority"),
        reader.text("phase"),
        dependsOn,
        files,
        Collections.unmodifiableMap(reader.others(TASK_FIELDS)),
        at,
        status == null ? at : source.position(status.from()));
  }

  private void add(Task task) {
    tasks.add(task);
    Task first = firstOf.putIfAbsent(task.id(), task);
    if (first == null) {
      sectionOf.put(task.id(), sections.size() - 1);
      return;
    }
    sectionOf.put(task.id(), AMBIGUOUS);
    problems.add(
        new Problem(
            Problem.Kind.DUPLICATE_ID,
            task.at(),
            "task id `%s` stands in line %d already; give one of the two another id"
                .formatted(task.id(), first.at().line()),
            task.id()));
  }

  private static String title(YamlNode.@Nullable Scalar title, String heading, String id) {
    if (title != null) {
      return title.text();
    }
    return heading.isEmpty() ? id : heading;
  }

  private @Nullable Status status(
      String what,
      YamlNode.@Nullable Scalar written,
      Vocabulary words,
      Position at,
      @Nullable TaskId task) {
    require(what, "status", written, at, task);
    if (written == null) {
      return null;
    }
    Optional<Status> status = words.read(written.text());
    if (status.isEmpty()) {
      problems.add(
          new Problem(
              Problem.Kind.UNKNOWN_STATUS,
              source.position(written.from()),
              UnknownStatus.message(written.text(), words),
              task));
    }
    return status.orElse(null);
  }

  private void require(
      String what,
      String field,
      YamlNode.@Nullable Scalar value,
      Position at,
      @Nullable TaskId task) {
    if (value == null) {
      problems.add(
          new Problem(
              Problem.Kind.MISSING_FIELD,
              at,
              "the %s has no `%s`; add `%s:` with a value".formatted(what, field, field),
              task));
    }
  }

  private static UnreadableYaml invalid(YamlNode.Scalar id, String rule) {
    return new UnreadableYaml(
        id.from(), "id " + Printable.quoted(id.text()) + " is not allowed; an id is " + rule);
  }

  /** What conflict markers make unreadable is named with them. */
  private void unreadable(
      String lead, UnreadableYaml e, @Nullable TaskId task, int first, int last) {
    if (conflicts.stream().noneMatch(conflict -> conflict.isIn(first, last))) {
      unreadable(lead, e, task);
    }
  }

  private void unreadable(String lead, UnreadableYaml e, @Nullable TaskId task) {
    problems.add(
        new Problem(Problem.Kind.UNREADABLE, source.position(e.at()), lead + e.reason(), task));
  }
}
