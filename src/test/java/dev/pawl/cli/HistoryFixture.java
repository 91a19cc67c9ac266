package dev.pawl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;

import dev.pawl.git.GitSandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The three clones of a random history, copied from a folder that is made once, and the lines of
 * shell that a history is written in.
 */
final class HistoryFixture {
  static final List<String> MACHINES = List.of("a", "b", "c");

  /** What the lines of a history may call. */
  static final String LIBRARY =
      """
      edit() { # TASK STATUS TOKEN: a person sets a status; the token names this edit for good
        sed -i "s/^status: [a-z_]*   # $1 e[0-9]*$/status: $2   # $1 $3/" plans/*.md
      }
      stamp() { # TOKEN: what differs from HEAD is somebody's word from now on
        git diff HEAD -U0 | sed -n 's/^+status: [a-z_]*   # \\(T[0-9]*\\) e[0-9]*$/\\1/p' | sort -u |
        while read -r t; do
          sed -i "s/^\\(status: [a-z_]*   # $t\\) e[0-9]*$/\\1 $1/" plans/*.md
        done
        git add -A
      }
      unpushed() { test -n "$(git rev-list '@{u}..' 2> /dev/null)"; }
      hook() { mkdir -p .git/hooks; cat > .git/hooks/$1; chmod +x .git/hooks/$1; }
      hook_ticket() { printf '#!/bin/sh\\nsed -i "1s/^/[NET-42] /" "$1"\\n' | hook prepare-commit-msg; }
      hook_refuse() { printf '#!/bin/sh\\necho no; exit 1\\n' | hook pre-commit; }
      hook_format() {
        hook pre-commit <<'X'
      #!/bin/sh
      for f in $(git diff --cached --name-only); do sed -i "s/^words/Words/" $f; git add $f; done
      X
      }
      hook_none() { rm -rf .git/hooks; }
      tidy() { # ends what is under way, keeps what was changed, goes back to main, and pushes
        [ ! -e ../away.git ] || mv ../away.git ../origin.git
        hook_none; ! grep -q pushDefault .git/config || git config --unset-all remote.pushDefault
        [ ! -e .git/MERGE_HEAD ] || git merge --abort
        [ ! -d .git/rebase-merge ] || git rebase --abort
        [ ! -e .git/CHERRY_PICK_HEAD ] || git cherry-pick --abort
        [ ! -e .git/REVERT_HEAD ] || git revert --abort
        for w in worktrees/*/; do
          [ ! -e $w/.git ] || (cd $w; git add -A; git commit -qm left)
          [ ! -e $w/.git ] || git worktree remove --force $w
        done
        [ -z "$(git status --porcelain)" ] || { git add -A; git commit -qm left; }
        grep -q 'refs/heads/main$' .git/HEAD || git switch -q main
        git fetch -q -p origin
        git merge -q --no-edit -X ours origin/main ||
          { git merge --abort; git reset -q --hard origin/main; }
        for r in $(git for-each-ref --format='%(refname)' refs/heads/plan refs/remotes/origin/plan)
        do
          git merge -q --no-edit -X ours $r || git merge --abort
          case $r in
            refs/heads/*) git branch -qD ${r#refs/heads/} ;;
            *) git push -q origin :refs/heads/${r#refs/remotes/origin/} ;;
          esac
        done
        ! unpushed || git push -q
      }
      """;

  /** Makes the remote and the clones in $W. */
  static final String START =
      """
      cd "$W"; git init -q --bare --template= -b main origin.git
      git clone -q --template= "$W/origin.git" a 2> /dev/null; cd a; git switch -qc main
      printf 'repo: net\\nexchange: on\\nremote: origin\\n' > .pawl.yaml; mkdir plans
      plan() {
        printf -- '---\\nid: %s\\ntype: plan\\ntitle: Plan %s\\nstatus: active\\n---\\n' $1 $1; shift
        for t in "$@"; do printf '\\n```task\\nid: %s\\nstatus: todo   # %s e0\\n```\\nwords\\n' $t $t; done
      }
      plan NET T1 T2 T3 > plans/net.md; plan OPS T4 > plans/ops.md
      git add -A; git commit -qm plans; git push -qu origin main; cd ..
      for m in b c; do git clone -q --template= "$W/origin.git" $m; done
      """;

  /** Repositories that live for seconds need no housekeeping after every command. */
  private static final String QUICKER =
      """
      [maintenance]
      \tauto = false
      [gc]
      \tauto = 0
      [receive]
      \tautogc = false
      [core]
      \tcommitGraph = false
      \tmultiPackIndex = false
      [advice]
      \tdetachedHead = false
      """;

  private static final String OLD_ROOT = "@ROOT@";
  private static volatile Map<String, byte[]> prepared = Map.of();

  private HistoryFixture() {}

  /** A fresh set of clones in this folder. */
  static Machines in(Path folder) {
    try {
      Map<String, byte[]> files = prepared;
      if (files.isEmpty()) {
        files = prepare(folder.resolve("prepared"));
        prepared = files;
      }
      Machines machines = Machines.prepared(folder);
      Path root = machines.git.root();
      Files.writeString(machines.git.home().resolve(".gitconfig"), QUICKER, APPEND);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Path target = root.resolve(file.getKey());
        if (file.getKey().endsWith("/")) {
          Files.createDirectories(target);
        } else if (file.getKey().endsWith("config")) {
          String text = new String(file.getValue(), UTF_8);
          Files.writeString(target, text.replace(OLD_ROOT, root.toString()));
        } else {
          Files.write(target, file.getValue());
        }
      }
      return machines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, byte[]> prepare(Path folder) throws IOException {
    Files.createDirectories(folder);
    GitSandbox sandbox = GitSandbox.create(folder);
    shell(sandbox, "a", sandbox.root(), 0, START);
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(sandbox.root())) {
      for (Path path : all.filter(each -> !each.startsWith(sandbox.home())).toList()) {
        String name = sandbox.root().relativize(path).toString();
        if (Files.isDirectory(path)) {
          files.put(name + "/", new byte[0]);
        } else if (name.endsWith("config")) {
          String text = Files.readString(path).replace(sandbox.root().toString(), OLD_ROOT);
          files.put(name, text.getBytes(UTF_8));
        } else {
          files.put(name, Files.readAllBytes(path));
        }
      }
    }
    return files;
  }

  /** Runs a line of shell as a machine's user. */
  static void shell(GitSandbox sandbox, String machine, Path folder, int step, String line) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder("sh", "-c", LIBRARY + "W=" + sandbox.root() + "\n" + line);
      builder.directory(folder.toFile());
      Map<String, String> variables = builder.environment();
      variables.clear();
      variables.putAll(sandbox.env());
      variables.put("GIT_EDITOR", "true");
      String date = "2026-03-21T10:%02d:%02dZ".formatted(step / 60 % 60, step % 60);
      for (String who : List.of("AUTHOR", "COMMITTER")) {
        variables.put("GIT_" + who + "_NAME", machine);
        variables.put("GIT_" + who + "_EMAIL", machine + "@example.org");
        variables.put("GIT_" + who + "_DATE", date);
      }
      builder.redirectErrorStream(true);
      Process process = builder.start();
      process.getOutputStream().close();
      process.getInputStream().readAllBytes();
      process.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** A history as a script: {@code PAWL=…/bin/pawl sh history.sh}. */
  static String script(List<HistoryStep> steps, String why) {
    StringBuilder text = new StringBuilder("# " + why.replace("\n", "\n# ") + "\n");
    text.append("W=$(mktemp -d); export W GIT_CONFIG_NOSYSTEM=1 GIT_EDITOR=true HOME=$W/home\n");
    text.append("mkdir $HOME; git config --global init.defaultBranch main\n");
    text.append("git config --global user.name seed; git config --global user.email s@x\n");
    text.append("PAWL=$(realpath \"${PAWL:-pawl}\")\n").append(LIBRARY);
    text.append("pawl() { \"$PAWL\" \"$@\"; echo \"[exit $?]\"; }\n");
    text.append("on() { # PLACE LINE\n");
    text.append("  m=${1%%/*}; export PAWL_HOME=$W/pawl-$m PAWL_HOST=$m PAWL_ACTOR=$m\n");
    text.append("  export GIT_AUTHOR_NAME=$m GIT_COMMITTER_NAME=$m\n");
    text.append("  echo \"$1\\$ $2\"; cd \"$W/$1\" && eval \"$2\"\n}\n");
    text.append("(\n").append(START).append(")\n");
    for (HistoryStep step : steps) {
      text.append("on ").append(step.place()).append(" '");
      text.append(step.line().replace("'", "'\\''")).append("'\n");
    }
    return text.toString();
  }
}
