package dev.pawl.git.commit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.disk.Digest;
import dev.pawl.disk.ProcessMark;
import dev.pawl.git.BlobId;
import dev.pawl.git.CommitId;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a status commit or a fast-forward is about to do, noted before anything visible changes, so
 * that whoever comes after a kill can finish or drop it.
 *
 * <p>One fact a line, for people too; the last line is the digest of the lines above, so a torn or
 * edited note is never acted upon.
 *
 * @param by the process that is doing it
 * @param ref the branch, in full
 * @param old the commit it stands at
 * @param commit the commit it is to move to; null while hooks still decide about its message
 * @param files what is replaced in the work tree; none of a fast-forward, whose two commits say it
 */
record Intent(
    ProcessMark by, String ref, CommitId old, @Nullable CommitId commit, List<Replacement> files) {
  private static final String HEADER = "pawl-intent 1";

  /**
   * One file of the work tree.
   *
   * @param temporary the name of the staged file beside it
   * @param oldDigest SHA-256 of its bytes before
   * @param newDigest SHA-256 of its bytes afterwards
   */
  record Replacement(
      String path,
      BlobId oldBlob,
      BlobId newBlob,
      String oldDigest,
      String newDigest,
      String temporary) {}

  /** Whether this is a fast-forward: the commit is there already. */
  boolean onlyMoves() {
    return files.isEmpty();
  }

  /** What it is, for messages. */
  String what() {
    return onlyMoves() ? "a fast-forward" : "a commit";
  }

  Intent withCommit(CommitId made) {
    return new Intent(by, ref, old, made, files);
  }

  /** The one line that this commit's {@code index.lock} holds: it tells who made it. */
  String lockText() {
    return lockText(by);
  }

  static String lockText(ProcessMark mark) {
    return "pawl "
        + String.join(" ", Long.toString(mark.pid()), mark.started(), word(mark.host()))
        + " "
        + String.join(" ", word(mark.boot()), word(mark.space()))
        + "\n";
  }

  /** Who made a lock of pawl's; null when it is not pawl's. */
  static @Nullable ProcessMark lockOwner(String text) {
    String[] words = text.strip().split(" ", -1);
    if (words.length != 6 || !words[0].equals("pawl") || !words[1].matches("[0-9]{1,18}")) {
      return null;
    }
    return new ProcessMark(
        Long.parseLong(words[1]), words[2], plain(words[3]), plain(words[4]), plain(words[5]));
  }

  byte[] encode() {
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    text.append("by ").append(lockText());
    text.append("ref ").append(word(ref)).append('\n');
    text.append("old ").append(old).append('\n');
    text.append("commit ").append(commit == null ? "-" : commit.hex()).append('\n');
    for (Replacement file : files) {
      text.append("file ")
          .append(String.join(" ", file.oldBlob().hex(), file.newBlob().hex()))
          .append(' ')
          .append(String.join(" ", file.oldDigest(), file.newDigest(), file.temporary()))
          .append(' ')
          .append(word(file.path()))
          .append('\n');
    }
    String digest = Digest.sha256(text.toString().getBytes(UTF_8));
    return text.append("end ").append(digest).append('\n').toString().getBytes(UTF_8);
  }

  /** Reads a note back; one that is not whole is an IllegalArgumentException that says why. */
  static Intent decode(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    int end = text.lastIndexOf("end ");
    String body = end < 0 ? "" : text.substring(0, end);
    if (!text.startsWith(HEADER + "\n")
        || !text.substring(body.length())
            .equals("end " + Digest.sha256(body.getBytes(UTF_8)) + "\n")) {
      throw new IllegalArgumentException("it is torn or was edited: its digest does not match");
    }
    Iterator<String> lines = body.lines().skip(1).iterator();
    ProcessMark by = lockOwner(value(lines, "by"));
    if (by == null) {
      throw new IllegalArgumentException("it does not say who wrote it");
    }
    String ref = plain(value(lines, "ref"));
    CommitId old = new CommitId(value(lines, "old"));
    String commit = value(lines, "commit");
    List<Replacement> files = new ArrayList<>();
    while (lines.hasNext()) {
      files.add(replacement(value(lines, "file").split(" ", -1)));
    }
    return new Intent(
        by, ref, old, commit.equals("-") ? null : new CommitId(commit), List.copyOf(files));
  }

  private static Replacement replacement(String[] words) {
    if (words.length != 6) {
      throw new IllegalArgumentException("a file line has " + words.length + " words, not 6");
    }
    return new Replacement(
        plain(words[5]), new BlobId(words[0]), new BlobId(words[1]), words[2], words[3], words[4]);
  }

  private static String value(Iterator<String> lines, String name) {
    String line = lines.hasNext() ? lines.next() : "";
    if (!line.startsWith(name + " ")) {
      throw new IllegalArgumentException("it has no line '" + name + "' where one belongs");
    }
    return line.substring(name.length() + 1);
  }

  private static String word(String text) {
    return text.isEmpty() ? "-" : URLEncoder.encode(text, UTF_8).replace("%2F", "/");
  }

  private static String plain(String word) {
    return word.equals("-") ? "" : URLDecoder.decode(word, UTF_8);
  }
}
