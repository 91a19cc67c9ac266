package dev.pawl.cli;

import dev.pawl.cli.terminal.Version;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Writes manual pages and completion scripts where packages look for them; the build calls it. */
public final class Reference {
  private Reference() {}

  /**
   * Writes {@code man/man1}, {@code bash-completion/completions}, {@code zsh/site-functions} and
   * {@code fish/vendor_completions.d} below a folder.
   *
   * @param args the folder, and the date for the pages as an ISO instant
   */
  public static void main(String[] args) throws IOException {
    Path share = Path.of(args[0]);
    String date = args[1].substring(0, 10);
    for (Map.Entry<String, String> page :
        new ManualPages(Version.number(), date).all().entrySet()) {
      Path file = share.resolve("man/man1").resolve(page.getKey() + ".gz");
      Files.createDirectories(file.resolveSibling("."));
      try (OutputStream out = new Smallest(Files.newOutputStream(file))) {
        out.write(page.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    write(share.resolve("bash-completion/completions/pawl"), Shell.bash.script());
    write(share.resolve("zsh/site-functions/_pawl"), Shell.zsh.script());
    write(share.resolve("fish/vendor_completions.d/pawl.fish"), Shell.fish.script());
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
  }

  /** Debian's policy asks for the best compression; the header names no time and no file. */
  private static final class Smallest extends GZIPOutputStream {
    Smallest(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }
}
