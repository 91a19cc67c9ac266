package dev.pawl.app.setup;

import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.git.GitException;
import dev.pawl.git.files.WorkTree;
import dev.pawl.plan.text.Utf8;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The hooks in one agent's file of this work tree. */
final class AgentHook {
  private static final String MARK = "\uFEFF";

  private final Agent agent;
  private final Workspace workspace;
  private final WorkTree tree;

  AgentHook(Agent agent, Workspace workspace) {
    this.agent = agent;
    this.workspace = workspace;
    this.tree = new WorkTree(workspace.repo());
  }

  /** Whether this agent seems to be used in this repository. */
  boolean used() {
    return Files.isDirectory(workspace.repo().workTree().resolve(agent.folder()));
  }

  boolean installed() throws GitException, Failure {
    Optional<String> text = text();
    try {
      return text.isPresent() && agent.insertions().getFirst().isIn(text.get());
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Adds it to what is there; false when it was there already. */
  boolean install() throws GitException, Failure {
    Optional<String> text = text();
    return write(text, edited(text.orElse(null), true));
  }

  /** Takes it out; false when there was none. */
  boolean uninstall() throws GitException, Failure {
    Optional<String> text = text();
    return text.isPresent() && write(text, edited(text.get(), false));
  }

  private @Nullable String edited(@Nullable String text, boolean add) throws Failure {
    try {
      String bare = text != null && text.startsWith(MARK) ? text.substring(1) : text;
      String edited = add ? with(bare) : without(text(bare));
      return edited == null || bare == null || bare.equals(text) ? edited : MARK + edited;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private String with(@Nullable String text) throws IOException {
    String edited = text;
    for (JsonInsertion insertion : agent.insertions()) {
      edited = insertion.renewed(edited);
    }
    return text(edited);
  }

  private @Nullable String without(String text) throws IOException {
    String edited = text;
    for (JsonInsertion insertion : agent.insertions().reversed()) {
      edited = edited == null ? null : insertion.outOf(edited);
    }
    return edited;
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  private boolean write(Optional<String> before, @Nullable String after)
      throws GitException, Failure {
    if (after == null) {
      delete();
      return true;
    }
    if (before.isEmpty()) {
      tree.create(agent.file(), bytes(after));
      return true;
    }
    if (before.get().equals(after)) {
      return false;
    }
    if (!tree.replace(agent.file(), bytes(before.get()), bytes(after))) {
      throw Failure.refused(
          agent.file() + " changed while it was being written", "run the command again");
    }
    return true;
  }

  /** Removes the file, and its folder when that holds nothing else. */
  private void delete() throws Failure {
    Path file = workspace.repo().workTree().resolve(agent.file());
    try {
      Files.delete(file);
      Files.delete(workspace.repo().workTree().resolve(agent.folder()));
    } catch (DirectoryNotEmptyException | NoSuchFileException e) {
      // Others keep files there, or someone was faster: it is gone either way.
      return;
    } catch (IOException e) {
      throw Failure.of(agent.file() + " cannot be removed", e);
    }
  }

  private Optional<String> text() throws GitException, Failure {
    Optional<byte[]> bytes = tree.read(agent.file());
    if (bytes.isEmpty()) {
      Path file = workspace.repo().workTree().resolve(agent.file());
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
          || Files.isSymbolicLink(workspace.repo().workTree().resolve(agent.folder()))) {
        throw Failure.refused(
            agent.file() + " is a link or no file, and pawl does not follow it",
            "add this to its "
                + agent.insertions().getFirst().event()
                + " hooks yourself: "
                + agent.command());
      }
      return Optional.empty();
    }
    Utf8 text = Utf8.of(bytes.get());
    if (text.fault() != null) {
      throw Failure.refused(agent.file() + " is not UTF-8: " + text.fault(), "save it as UTF-8");
    }
    return Optional.of(text.text());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Failure unreadable(IOException cause) {
    String reason = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return Failure.refused(
        agent.file() + " cannot be edited: " + reason,
        "fix it, or add this to its hooks yourself: " + agent.command());
  }
}
