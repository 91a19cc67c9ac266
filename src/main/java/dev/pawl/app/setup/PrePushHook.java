package dev.pawl.app.setup;

import dev.pawl.app.workspace.Failure;
import dev.pawl.git.GitException;
import dev.pawl.git.repo.HookFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Git's pre-push hook: a check before every push. A shell script that is there keeps its place and
 * gets a marked block after its first line; anything else is set aside and called after the check.
 */
final class PrePushHook {
  static final String NAME = "pre-push";
  static final String FORMER = "pre-push.before-pawl";

  private static final String BEGIN = "# >>> pawl pre-push";
  private static final String END = "# <<< pawl pre-push <<<\n";
  private static final Pattern BLOCK =
      Pattern.compile(Pattern.quote(BEGIN) + "[^\n]*\n.*?" + Pattern.quote(END), Pattern.DOTALL);
  private static final Pattern SHELL =
      Pattern.compile("#! ?(/usr)?/bin/(env )?(ba|da|z|k)?sh( [^\n\r]*)?\n.*", Pattern.DOTALL);

  private static final String CALL_FORMER =
      """
      former=$(dirname "$0")/%s
      if [ -x "$former" ]; then
        exec "$former" "$@"
      fi
      exit 0
      """
          .formatted(FORMER);

  private final HookFolder folder;

  PrePushHook(HookFolder folder) {
    this.folder = folder;
  }

  /** How the block came to be where it is. */
  private enum Form {
    /** The file is ours alone. */
    NEW("new file"),
    /** In a script of someone else. */
    INSERTED("inserted"),
    /** The file is ours and calls the former one. */
    CHAINED("chained");

    private final String word;

    Form(String word) {
      this.word = word;
    }

    String text(Path launcher) {
      String block = block(launcher);
      return switch (this) {
        case NEW -> "#!/bin/sh\n" + block;
        case INSERTED -> block;
        case CHAINED -> "#!/bin/sh\n" + block + CALL_FORMER;
      };
    }

    private String block(Path launcher) {
      String quoted = "'" + launcher.toString().replace("'", "'\\''") + "'";
      return """
      %s (%s) >>>
      # Written by pawl hooks install, taken out by pawl hooks uninstall.
      pawl_said=0
      if [ -x %s ]; then
        %s check --no-fetch </dev/null >&2 || pawl_said=$?
      else
        pawl_said=127
      fi
      if [ "$pawl_said" = 1 ]; then
        echo 'pawl: not pushed: fix what is marked fail above' >&2
        exit 1
      elif [ "$pawl_said" != 0 ]; then
        echo "pawl: the plans could not be checked (exit $pawl_said); pushing all the same" >&2
      fi
      """
              .formatted(BEGIN, word, quoted, quoted)
          + END;
    }
  }

  /** Whether the block is there. */
  boolean installed() throws GitException {
    return text().filter(text -> BLOCK.matcher(text).find()).isPresent();
  }

  /** Puts the check in front of what is there; false when nothing had to be done. */
  boolean install(Path launcher) throws GitException, Failure {
    Optional<String> there = text();
    if (there.isPresent() && BLOCK.matcher(there.get()).find()) {
      return renew(there.get(), launcher);
    }
    if (!folder.exists(NAME)) {
      // A hook that was set aside, and nothing in its place: an install that was cut short.
      write((folder.exists(FORMER) ? Form.CHAINED : Form.NEW).text(launcher));
    } else if (there.isPresent() && folder.runs(NAME) && SHELL.matcher(there.get()).matches()) {
      int line = there.get().indexOf('\n') + 1;
      write(
          there.get().substring(0, line)
              + Form.INSERTED.text(launcher)
              + there.get().substring(line));
    } else {
      if (folder.exists(FORMER) && !folder.same(NAME, FORMER)) {
        throw Failure.refused(
            folder.path().resolve(FORMER) + " already exists",
            "it is a hook that was set aside earlier; see which of the two is the right one, and"
                + " give that the name "
                + NAME);
      }
      if (!folder.exists(FORMER)) {
        // A copy: the hook itself stays in its place until the one that calls the copy takes it.
        folder.copy(NAME, FORMER);
      }
      folder.writeAnew(NAME, bytes(Form.CHAINED.text(launcher)));
    }
    return true;
  }

  /** Brings a block up to date, for example after pawl was moved. */
  private boolean renew(String text, Path launcher) throws GitException, Failure {
    Matcher block = only(text);
    Form form = form(block.group());
    String fresh =
        text.substring(0, block.start()) + form.block(launcher) + text.substring(block.end());
    if (fresh.equals(text)) {
      return false;
    }
    write(fresh);
    return true;
  }

  /** Makes it as it was; false when there is nothing of ours. */
  boolean uninstall() throws GitException, Failure {
    Optional<String> there = text();
    if (!folder.exists(NAME) && folder.exists(FORMER)) {
      folder.rename(FORMER, NAME);
      return true;
    }
    if (there.isEmpty() || !BLOCK.matcher(there.get()).find()) {
      return false;
    }
    Matcher block = only(there.get());
    String rest = there.get().substring(0, block.start()) + there.get().substring(block.end());
    switch (form(block.group())) {
      case INSERTED -> write(rest);
      case NEW -> {
        if (rest.equals("#!/bin/sh\n")) {
          folder.delete(NAME);
        } else {
          write(rest);
        }
      }
      case CHAINED -> {
        if (!rest.equals("#!/bin/sh\n" + CALL_FORMER) || !folder.exists(FORMER)) {
          throw Failure.refused(
              folder.path().resolve(NAME) + " was changed since pawl wrote it",
              "take the part between the two pawl lines out yourself; the former hook is "
                  + FORMER);
        }
        folder.rename(FORMER, NAME);
      }
    }
    return true;
  }

  private Matcher only(String text) throws Failure {
    Matcher block = BLOCK.matcher(text);
    boolean one = block.find() && !text.substring(block.end()).contains(BEGIN);
    if (!one) {
      throw Failure.refused(
          folder.path().resolve(NAME) + " has the pawl lines more than once",
          "take all but one of them out yourself, and run the command again");
    }
    return block;
  }

  private static Form form(String block) {
    String first = block.substring(0, block.indexOf('\n'));
    return Arrays.stream(Form.values())
        .filter(form -> first.contains("(" + form.word + ")"))
        .findFirst()
        .orElse(Form.INSERTED);
  }

  /** Every byte as one character: scripts may be in any encoding. */
  private Optional<String> text() throws GitException {
    return folder.read(NAME).map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1));
  }

  private void write(String text) throws GitException {
    folder.write(NAME, bytes(text));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
