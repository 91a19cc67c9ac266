package dev.pawl.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.pawl.disk.Digest;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MachineTest {
  private final FileSystem memory =
      Jimfs.newFileSystem(
          Configuration.unix().toBuilder().setAttributeViews("basic", "posix").build());
  private final UserFolders folders =
      new UserFolders(memory.getPath("/home/u/config"), memory.getPath("/home/u/state"));

  @Test
  @DisplayName("PAWL_HOME wins; XDG folders follow; a relative XDG folder is ignored; else HOME")
  void findsFolders() throws Exception {
    assertThat(UserFolders.of(Map.of("PAWL_HOME", "/p", "HOME", "/h"), memory).state())
        .hasToString("/p");
    assertThat(UserFolders.of(Map.of("XDG_STATE_HOME", "/x", "HOME", "/h"), memory).state())
        .hasToString("/x/pawl");
    assertThat(UserFolders.of(Map.of("XDG_CONFIG_HOME", "x", "HOME", "/h"), memory).config())
        .hasToString("/h/.config/pawl");
    assertThatThrownBy(() -> UserFolders.of(Map.of(), memory))
        .isInstanceOf(MachineException.class)
        .hasMessageContaining("PAWL_HOME");
  }

  @Test
  @DisplayName("a host keeps its id; its name is short, lower case, and without .local")
  void hostKeepsItsId() throws Exception {
    Host first = Host.of(folders, "Mac.Local", MachineMark.NONE, new Random(1));
    Host again = Host.of(folders, "mac", MachineMark.NONE, new Random(2));

    assertThat(again).isEqualTo(first);
    assertThat(first.name()).isEqualTo("mac");
    assertThat(Host.normalise("Build Box\u001b[31m.example.org")).isEqualTo("build-box-31m");
    assertThat(Host.normalise("…")).isEqualTo("unnamed");
  }

  @Test
  @DisplayName(
      "N25 a home folder that was copied is another host there, and says so; back it is not")
  void copiedHome() throws Exception {
    MachineMark old = mark("aa");
    MachineMark fresh = mark("bb");
    Host first = Host.of(folders, "h", old, new Random(1));
    Host copy = Host.of(folders, "h", fresh, new Random(2));

    assertThat(copy.id()).isNotEqualTo(first.id());
    assertThat(Host.of(folders, "renamed", fresh, new Random(3)).id()).isEqualTo(copy.id());
    assertThat(Host.of(folders, "h", old, new Random(4))).isEqualTo(first);
    assertThat(Host.of(folders, "h", MachineMark.NONE, new Random(5))).isEqualTo(first);
    assertThat(HostId.of(folders, old, new Random(6)).copied()).isNull();
    assertThat(HostId.of(folders, fresh, new Random(6)).copied())
        .contains("made on another machine", folders.state().resolve("host-id").toString());
  }

  @Test
  @DisplayName("what a machine's system was given is not told; none is no mark")
  void marks() throws Exception {
    assertThat(mark("aa").text()).hasSize(32).doesNotContain("aaaa");
    assertThat(mark("aa")).isEqualTo(mark("aa")).isNotEqualTo(mark("bb"));
    assertThat(mark("uninitialized")).isEqualTo(MachineMark.NONE);
    assertThat(MachineMark.of(memory.getPath("/nowhere"))).isEqualTo(MachineMark.NONE);
  }

  private MachineMark mark(String given) throws Exception {
    Path etc = Files.createDirectories(memory.getPath("/etc"));
    String id = given.length() == 2 ? given.repeat(16) : given;
    Files.writeString(etc.resolve("machine-id"), id + "\n");
    return MachineMark.of(etc);
  }

  @Test
  @DisplayName("N43 a corrupt host id is an error that names the file, never a new id")
  void corruptHostId() throws Exception {
    Files.createDirectories(folders.state());
    Path file = Files.writeString(folders.state().resolve("host-id"), "0123");

    assertThatThrownBy(() -> Host.of(folders, "h", MachineMark.NONE, new Random(1)))
        .isInstanceOf(MachineException.class)
        .hasMessageContaining(file.toString());
    assertThat(file).hasContent("0123");
  }

  @Test
  @DisplayName("N43 a damaged entry of the known repositories is named, the others are there")
  void damagedEntry() throws Exception {
    KnownRepositories known = new KnownRepositories(folders);
    known.add(memory.getPath("/work/b"));
    known.add(memory.getPath("/work/a"));
    known.add(memory.getPath("/work/a"));
    Path damaged = folders.state().resolve("repositories").resolve(Digest.sha256("/work/b"));
    Files.writeString(damaged, "/work/elsewhere");

    KnownRepositories.Known all = known.all();

    assertThat(all.roots()).containsExactly(memory.getPath("/work/a"));
    assertThat(all.problems()).singleElement().asString().contains(damaged.toString());
    assertThat(damaged).exists();
  }

  @Test
  @DisplayName("N15 repositories added at once are all known")
  void addedAtOnce(@TempDir Path folder) throws Exception {
    KnownRepositories known = new KnownRepositories(new UserFolders(folder, folder));
    List<Callable<Void>> adds = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      Path root = Path.of("/work/r" + i % 32);
      adds.add(() -> {
        known.add(root);
        return null;
      });
    }
    try (var pool = Executors.newFixedThreadPool(8)) {
      for (var done : pool.invokeAll(adds)) {
        done.get();
      }
    }
    assertThat(known.all().roots()).hasSize(32);
    assertThat(known.all().problems()).isEmpty();
  }

  @Test
  @DisplayName("N53 what pawl remembers is readable by its user alone")
  void ownersOnly() throws Exception {
    Host.of(folders, "h", MachineMark.NONE, new Random(1));
    new KnownRepositories(folders).add(memory.getPath("/work/a"));

    try (var files = Files.walk(folders.state())) {
      for (Path file : files.toList()) {
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        assertThat(mode).as(file.toString()).endsWith("------");
      }
    }
  }

  @Test
  @DisplayName("N54 a command line is allowed by its exact text, for its repository, until revoked")
  void trustIsExact() throws Exception {
    Trust trust = new Trust(folders);
    Path repository = memory.getPath("/work/a");
    Trust.CommandLine asked = new Trust.CommandLine(repository, "worktrees.setup", "npm ci");
    assertThat(trust.allowed(asked)).isEmpty();

    trust.allow(asked);

    assertThat(trust.allowed(asked)).isPresent();
    for (Trust.CommandLine other :
        List.of(
            new Trust.CommandLine(repository, "worktrees.setup", "npm ci "),
            new Trust.CommandLine(repository, "agent", "npm ci"),
            new Trust.CommandLine(memory.getPath("/work/b"), "worktrees.setup", "npm ci"))) {
      assertThat(trust.allowed(other)).isEmpty();
    }
    trust.revoke(asked);
    assertThat(trust.allowed(asked)).isEmpty();
  }
}
