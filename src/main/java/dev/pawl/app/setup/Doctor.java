package dev.pawl.app.setup;

import dev.pawl.app.reconcile.FixConsistency;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Machine;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.disk.Address;
import dev.pawl.git.BranchName;
import dev.pawl.git.GitException;
import dev.pawl.git.commit.UnfinishedCommit;
import dev.pawl.git.files.Obstacle;
import dev.pawl.git.ref.Refs;
import dev.pawl.git.remote.RemoteAccess;
import dev.pawl.journal.JournalMemory;
import dev.pawl.journal.store.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says how pawl sees this repository and this machine, and what stands in its way. */
public final class Doctor {
  private final Surroundings surroundings;
  private final List<Item> items = new ArrayList<>();

  public Doctor(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Whether something is as it should be. */
  public enum Health {
    GOOD,
    NOTE,
    BAD
  }

  /** One thing that was looked at. */
  public record Item(String subject, String said, Health health) {
    /** What is said may name an address, and is made to be passed on. */
    public Item {
      said = Address.shown(said);
    }
  }

  /** Looks; nothing is changed, and no remote is asked. */
  public List<Item> run() throws Failure {
    good("java", Runtime.version() + ", " + System.getProperty("java.home"));
    good("host", Machine.host(surroundings).name() + ", id " + Machine.host(surroundings).id());
    String copied = Machine.copied(surroundings);
    if (copied != null) {
      note("host", copied);
    }
    good("actor", Machine.actor(surroundings));
    try (Workspace workspace = Workspace.open(surroundings)) {
      repository(workspace);
      writing(workspace);
      journal(workspace);
    } catch (GitException e) {
      items.add(new Item("repository", e.place() + ": " + e.reason(), Health.BAD));
    } catch (Failure e) {
      elsewhere(e);
    }
    return List.copyOf(items);
  }

  /** What keeps a repository from being opened is what one asks a doctor about. */
  private void elsewhere(Failure failure) {
    String hint = failure.hints().isEmpty() ? "" : "; " + failure.hints().getFirst();
    items.add(
        new Item(
            "repository",
            failure.getMessage() + hint,
            failure.isOutside() ? Health.NOTE : Health.BAD));
  }

  private void repository(Workspace workspace) throws GitException {
    good("repository", workspace.slug() + ", " + workspace.repo().root());
    if (workspace.initialised()) {
      good("settings", Workspace.SETTINGS_FILE);
    } else {
      note("settings", "none: pawl init writes " + Workspace.SETTINGS_FILE);
    }
    workspace.notes().forEach(said -> note("settings", said));
    var choice = new RemoteAccess(workspace.repo()).choose();
    good("engine", choice.engine().name().toLowerCase(java.util.Locale.ROOT) + ": " + choice.why());
    if (workspace.remote().isNone()) {
      note("remote", "none, or several and nothing says which: set 'remote' in the settings");
    } else {
      good("remote", workspace.remote().name() + ", " + workspace.remote().url());
    }
    BranchName home = workspace.remote().defaultBranch();
    if (home == null) {
      note("default branch", "none yet");
    } else {
      defaultBranch(workspace, home);
    }
    String merging = new MergeDriver(workspace).obstacle();
    if (merging == null) {
      good("merge driver", "statuses in plans are merged by pawl");
    } else {
      note("merge driver", merging);
    }
    good("exchange", workspace.settings().exchange() ? "on" : "off");
  }

  private void defaultBranch(Workspace workspace, BranchName home) throws GitException {
    Refs refs = new Refs(workspace.repo());
    String remote = workspace.remote().nameOr("");
    boolean there =
        refs.ref("refs/heads/" + home).isPresent()
            || refs.ref("refs/remotes/" + remote + "/" + home).isPresent()
            || workspace.repo().head() == null;
    if (there) {
      good("default branch", home.name());
    } else {
      String wrong = home + " is neither here nor on the remote: plans are written back nowhere";
      items.add(new Item("default branch", wrong, Health.BAD));
    }
  }

  private void writing(Workspace workspace) throws GitException {
    Path folder = workspace.repo().commonDir();
    if (!Files.isWritable(folder)) {
      items.add(new Item("writing", "no permission to write in " + folder, Health.BAD));
    }
    List<Obstacle> obstacles = FixConsistency.blocking(workspace);
    obstacles.forEach(obstacle -> items.add(new Item("writing", obstacle.toString(), Health.BAD)));
    Optional<UnfinishedCommit> left = UnfinishedCommit.in(workspace.repo());
    left.ifPresent(unfinished -> note("writing", unfinished.said()));
    if (obstacles.isEmpty() && left.isEmpty()) {
      good("writing", "nothing stands in the way");
    }
  }

  private void journal(Workspace workspace) throws Failure {
    if (!workspace.hasJournal()) {
      good("journal", "nothing was reported here yet");
      return;
    }
    try {
      // All of it, and not what is remembered of it: here it is looked at for damage.
      Snapshot snapshot = workspace.journal().remembering(JournalMemory.none()).load();
      good(
          "journal",
          snapshot.events().size()
              + " events of "
              + workspace.journal().replicas().size()
              + " replicas, in "
              + workspace.pawlFolder());
      var replica = snapshot.replica();
      good("replica", replica == null ? "none yet" : replica.value());
      snapshot.notices().forEach(said -> note("journal", said));
      snapshot
          .damage()
          .forEach(damage -> items.add(new Item("journal", "damaged: " + damage, Health.BAD)));
    } catch (IOException e) {
      throw Failure.of("the journal in " + workspace.pawlFolder() + " cannot be read", e);
    }
  }

  private void good(String subject, String said) {
    items.add(new Item(subject, said, Health.GOOD));
  }

  private void note(String subject, String said) {
    items.add(new Item(subject, said, Health.NOTE));
  }
}
