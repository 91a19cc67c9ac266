package dev.pawl.git.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.server.shell.ProcessShellCommandFactory;

/**
 * A host that can be reached by ssh, on loopback, with a key of its own; git's real ssh client
 * connects to it, and git-upload-pack and git-receive-pack run in its shell.
 */
public final class SshHost implements AutoCloseable {
  private final SshServer server;
  private final Path key;
  private final Path knownHosts;

  private SshHost(SshServer server, Path key, Path knownHosts) {
    this.server = server;
    this.key = key;
    this.knownHosts = knownHosts;
  }

  /** Starts one; keys are made below this folder. */
  public static SshHost start(Path folder) throws IOException, InterruptedException {
    Path key = folder.resolve("ssh-key");
    if (!Files.exists(key)) {
      keygen(key);
    }
    SshServer server = SshServer.setUpDefaultServer();
    server.setHost("127.0.0.1");
    server.setPort(0);
    server.setKeyPairProvider(new SimpleGeneratorHostKeyProvider(folder.resolve("ssh-host-key")));
    server.setPublickeyAuthenticator((user, offered, session) -> true);
    server.setCommandFactory(ProcessShellCommandFactory.INSTANCE);
    server.start();
    return new SshHost(server, key, folder.resolve("known-hosts"));
  }

  private static void keygen(Path key) throws IOException, InterruptedException {
    Process made =
        new ProcessBuilder("ssh-keygen", "-q", "-t", "rsa", "-N", "", "-f", key.toString())
            .redirectErrorStream(true)
            .start();
    if (!made.waitFor(30, TimeUnit.SECONDS) || made.exitValue() != 0) {
      throw new IOException(
          "ssh-keygen: "
              + new String(
                  made.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
    }
  }

  /** What GIT_SSH_COMMAND is to be: no configuration of the user's is read. */
  public String command() {
    return "ssh -F /dev/null -i '%s' -o IdentitiesOnly=yes -o UserKnownHostsFile='%s'"
            .formatted(key, knownHosts)
        + " -o StrictHostKeyChecking=accept-new";
  }

  /** The URL of a repository by its path. */
  public String url(Path repository) {
    return "ssh://git@127.0.0.1:" + server.getPort() + repository;
  }

  @Override
  public void close() {
    try {
      server.stop(true);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
