package dev.pawl.cli.cluster;

import dev.pawl.app.cluster.Cluster;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.OutputFormat;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands about many machines share: they look first, and print then. */
abstract class ClusterView implements Callable<Integer> {
  final Context context;

  @Option(
      names = "--no-fetch",
      description = "Ask neither the remote nor any machine; show what is known here.")
  boolean noFetch;

  @Mixin OutputFormat format = new OutputFormat();

  ClusterView(Context context) {
    this.context = context;
  }

  final Cluster look(Surroundings surroundings, @Nullable String plan) throws Failure {
    Cluster cluster = Cluster.of(surroundings, plan, !noFetch);
    cluster.notes().forEach(note -> context.console().note("pawl: " + note));
    return cluster;
  }
}
