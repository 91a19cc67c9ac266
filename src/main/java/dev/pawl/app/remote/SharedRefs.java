package dev.pawl.app.remote;

import dev.pawl.app.workspace.Uptime;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.git.GitException;
import dev.pawl.git.remote.FetchOutcome;
import dev.pawl.journal.store.Damage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is fetched beside branches and journals, in the same round trip: claims and hosts. */
public final class SharedRefs {
  private SharedRefs() {}

  /** What to ask a remote for; hosts only where journals are exchanged, too. */
  public static List<String> refspecs(Workspace workspace, String remote, boolean exchanged)
      throws GitException {
    List<String> refspecs = new ArrayList<>(ClaimRefs.refspecs(workspace, remote));
    if (exchanged) {
      refspecs.add(HostRefs.refspec());
    }
    return List.copyOf(refspecs);
  }

  /** After the fetch: what came and is not what it should be is put back, and named (N50). */
  public static List<Damage> arrived(Workspace workspace, Map<String, FetchOutcome.Moved> moved)
      throws GitException {
    List<Damage> damage = new ArrayList<>(new ClaimRefs(workspace).passOver(moved));
    damage.addAll(new HostRefs(workspace, Uptime.system()).arrived(moved));
    return List.copyOf(damage);
  }
}
