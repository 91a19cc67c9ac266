package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static dev.pawl.cli.Machines.PLAN;
import static dev.pawl.cli.Machines.THERE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * Two machines, and a plan that one of them begins and completes.
 *
 * <pre>
 * plans/net.md   NET-WP-1, ready, T01 to T03 todo
 * src.txt        one
 * </pre>
 */
final class PlanStage {
  static final String ID = "NET-WP-1";
  static final String BRANCH = "plan/NET-WP-1";
  static final String CLAIM = "refs/pawl/claims/NET-WP-1";

  final Machines machines;
  final Path here;

  /** The plan's worktree on the first machine. */
  final Path tree;

  private PlanStage(Machines machines) {
    this.machines = machines;
    this.here = machines.at(HERE);
    this.tree = here.resolve("worktrees/plan-NET-WP-1");
  }

  static PlanStage ready(Path folder) {
    Machines machines = Machines.two(folder);
    PlanStage stage = new PlanStage(machines);
    String text = machines.git.read(stage.here, PLAN);
    machines.git.write(stage.here, PLAN, text.replace("status: active", "status: ready"));
    machines.git.write(stage.here, "src.txt", "one\n");
    machines.git.commitAll(stage.here, "ready");
    machines.push(HERE);
    machines.pull(THERE);
    return stage;
  }

  String git(String machine, String... arguments) {
    return machines.git.run(machines.at(machine), arguments);
  }

  /** What a branch of the remote leads to; empty when there is none. */
  String remote(String ref) {
    return machines
        .git
        .attempt(machines.origin(), "rev-parse", "-q", "--verify", ref)
        .out()
        .strip();
  }

  Run start(String machine, String... options) {
    return plan(machine, "start", options);
  }

  Run complete(String machine, String... options) {
    return plan(machine, "complete", options);
  }

  Run claim(String machine, String... options) {
    return plan(machine, "claim", options);
  }

  private Run plan(String machine, String command, String... options) {
    List<String> words = new ArrayList<>(List.of("plan", command, ID));
    words.addAll(List.of(options));
    return machines.run(machine, words.toArray(String[]::new));
  }

  /** Begun on the first machine, with a commit of work, and all tasks reported as done. */
  void worked() {
    start(HERE).exits(0);
    work("new.txt", "ours\n");
    done(HERE);
  }

  void done(String machine) {
    machines.run(machine, "task", "done", "T01", "T02", "T03", "--plan", ID).exits(0);
  }

  void work(String file, String text) {
    machines.git.write(tree, file, text);
    machines.git.commitAll(tree, "work on " + file);
  }

  /** A commit of a person on a machine's main, pushed. */
  void commit(String machine, String file, String text) {
    machines.git.write(machines.at(machine), file, text);
    machines.git.commitAll(machines.at(machine), "change " + file);
    machines.push(machine);
  }

  /** Who owns the plan, as a machine knows; "null" when nobody does. */
  String owner(String machine) {
    return String.valueOf(
        Run.objects(machines.run(machine, "plan", "list", "--format", "json").json().get("plans"))
            .getFirst()
            .get("claim"));
  }

  /** A hook of a repository. */
  void hook(Path gitDir, String name, String script) {
    try {
      Path hook = gitDir.resolve("hooks").resolve(name);
      Files.createDirectories(gitDir.resolve("hooks"));
      Files.writeString(hook, "#!/bin/sh\n" + script + "\n");
      Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A script that makes the second machine the plan's owner, who has seen all that the first one
   * reported: it took the plan over before.
   */
  String takeover() {
    machines.run(HERE, "sync").exits(0);
    String mine = remote(CLAIM);
    claim(THERE, "--force", "--reason", "here is gone").exits(0);
    String theirs = remote(CLAIM);
    machines.git.run(machines.origin(), "update-ref", CLAIM, mine);
    return "git --git-dir='" + machines.origin() + "' update-ref " + CLAIM + " " + theirs;
  }
}
