package dev.pawl.app.autosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.git.GitSandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LoginServiceTest {
  @TempDir Path folder;
  private Surroundings surroundings;

  @BeforeEach
  void repository() {
    GitSandbox git = GitSandbox.create(folder);
    Path work = git.repo("net \"100%\" $x");
    Map<String, String> variables = new TreeMap<>(git.env());
    variables.put("PAWL_HOST", "a$b");
    variables.remove("XDG_CONFIG_HOME");
    surroundings =
        new Surroundings(work, variables, InstantSource.system(), new Random(1), step -> {});
  }

  @Test
  @DisplayName("a systemd unit is written once, whatever the folder is called, and taken back")
  void systemd() throws Exception {
    LoginService service = new LoginService(surroundings, "Linux");
    LoginService.Done done = service.install(Path.of("/opt/pawl/bin/pawl"));
    assertThat(done.file().toString())
        .contains("/.config/systemd/user/pawl-autosync-net--100----x-");
    String unit = Files.readString(done.file());
    assertThat(unit)
        .contains("ExecStart=\"/opt/pawl/bin/pawl\" -C \"")
        .contains("net \\\"100%%\\\" $$x\" autosync\n")
        .contains("Environment=\"PAWL_HOST=a$$b\"\n");
    assertThat(done.next()).last().asString().startsWith("systemctl --user enable --now pawl-");
    assertThat(service.install(Path.of("/opt/pawl/bin/pawl")).changed()).isFalse();
    assertThat(service.uninstall().changed()).isTrue();
    assertThat(done.file()).doesNotExist();
    assertThat(service.uninstall().changed()).isFalse();
  }

  @Test
  @DisplayName("a file that pawl did not write stays as it is")
  void foreign() throws Exception {
    LoginService service = new LoginService(surroundings, "Linux");
    Path file = service.install(Path.of("/opt/pawl/bin/pawl")).file();
    Files.writeString(file, "[Unit]\n");
    assertThatThrownBy(() -> service.install(Path.of("/opt/pawl/bin/pawl")))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("was not written by pawl");
    assertThatThrownBy(service::uninstall).isInstanceOf(Failure.class);
    assertThat(file).hasContent("[Unit]\n");
  }

  @Test
  @DisplayName("macOS gets a launchd agent that is well-formed XML")
  void launchd() throws Exception {
    LoginService service = new LoginService(surroundings, "Mac OS X");
    LoginService.Done done = service.install(Path.of("/opt/pawl & co/bin/pawl"));
    assertThat(done.file().toString()).contains("/Library/LaunchAgents/dev.pawl.autosync.");
    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(done.file().toFile());
    assertThat(service.uninstall().changed()).isTrue();
  }
}
