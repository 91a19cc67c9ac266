package dev.pawl.machine;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What a file system's refusal means, in words for a person. */
public final class IoReason {
  private IoReason() {}

  /** The file where it is known, and the reason; never the name of a class. */
  public static String of(IOException cause) {
    return switch (cause) {
      case AccessDeniedException denied -> "no permission for " + denied.getFile();
      case NoSuchFileException missing -> missing.getFile() + " is not there";
      case FileAlreadyExistsException there -> there.getFile() + " is there already";
      case NotDirectoryException file -> file.getFile() + " is not a folder";
      case CharacterCodingException _ -> "it is not UTF-8 text";
      case FileSystemException refused ->
          refused.getFile() + ": " + (refused.getReason() == null ? "failed" : refused.getReason());
      default -> {
        String said = cause.getMessage();
        yield said == null ? "the file system failed" : said;
      }
    };
  }
}
