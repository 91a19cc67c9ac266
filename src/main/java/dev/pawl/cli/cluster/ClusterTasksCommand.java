package dev.pawl.cli.cluster;

import dev.pawl.app.cluster.Cluster;
import dev.pawl.app.cluster.HostRow;
import dev.pawl.app.plan.Overview.TaskRow;
import dev.pawl.app.workspace.Failure;
import dev.pawl.cli.task.TaskListCommand;
import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.Exit;
import dev.pawl.cli.terminal.Json;
import dev.pawl.cli.terminal.Line;
import dev.pawl.cli.terminal.Line.Style;
import dev.pawl.cli.terminal.Table;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code pawl cluster-tasks}. */
@Command(
    name = "cluster-tasks",
    sortOptions = false,
    description = {"Lists the tasks that are in progress, on every machine, with who is at them."},
    footer = {"", "Example:", "  pawl cluster-tasks", "  pawl cluster-tasks --format json"})
public final class ClusterTasksCommand extends ClusterView {
  public ClusterTasksCommand(Context context) {
    super(context);
  }

  @Override
  public Integer call() throws Failure {
    Cluster cluster = look(context.surroundings(), null);
    List<TaskRow> tasks = cluster.underWay();
    context.console().page();
    if (format.json()) {
      Json.print(
          context.console(),
          "pawl.tasks/1",
          json ->
              json.objects(
                  "tasks",
                  tasks,
                  (each, task) -> {
                    TaskListCommand.json(each, task);
                    HostRow host = cluster.host(task.hostId());
                    each.text("host_id", task.hostId())
                        .text("liveness", host == null ? null : host.liveness().toString())
                        .text(
                            "reported",
                            task.reported() == null ? null : task.reported().toString());
                  }));
    } else {
      text(cluster, tasks);
    }
    return Exit.OK;
  }

  private void text(Cluster cluster, List<TaskRow> tasks) {
    if (tasks.isEmpty() && !context.quiet()) {
      context.console().print(new Line().add(Style.DIM, "no task is in progress anywhere"));
    }
    Table table = new Table().fit(1, 5, 4);
    for (TaskRow task : tasks) {
      HostRow host = cluster.host(task.hostId());
      String when = task.reported() == null ? "" : context.when().said(task.reported());
      table.row(
          new Line().add(Style.BOLD, task.id()),
          Line.of(task.title()),
          Line.of(task.host() == null ? "" : task.host()),
          HostWords.liveness(host),
          Line.of(task.actor() == null ? "" : task.actor()),
          new Line().add(Style.DIM, when));
    }
    table.print(context.console());
  }
}
