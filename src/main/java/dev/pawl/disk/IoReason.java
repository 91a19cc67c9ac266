package dev.pawl.disk;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What a file system's refusal means, in words for a person. */
public final class IoReason {
  private IoReason() {}

  /** The file where it is known, and the reason. */
  public static String of(IOException cause) {
    return switch (cause) {
      case AccessDeniedException denied -> "no permission for " + denied.getFile();
      case NoSuchFileException missing -> missing.getFile() + " does not exist";
      case FileAlreadyExistsException there -> there.getFile() + " already exists";
      case NotDirectoryException file -> file.getFile() + " is not a folder";
      case FileSystemException refused ->
          refused.getFile() + ": " + (refused.getReason() == null ? "failed" : refused.getReason());
      default -> unnamed(cause);
    };
  }

  /** The reason for a place that the reader knows; the file is named where it is another one. */
  public static String at(String place, Exception cause) {
    String reason = unnamed(cause);
    return cause instanceof FileSystemException refused
            && refused.getFile() != null
            && !refused.getFile().endsWith(place)
        ? reason + ": " + refused.getFile()
        : reason;
  }

  /** The reason without the name of the file. */
  public static String unnamed(Exception cause) {
    return switch (cause) {
      case AccessDeniedException _ -> "no permission";
      case NoSuchFileException _ -> "it does not exist";
      case FileAlreadyExistsException _ -> "it already exists";
      case NotDirectoryException _ -> "it is not a folder";
      case DirectoryNotEmptyException _ -> "the folder is not empty";
      case CharacterCodingException _ -> "it is not UTF-8 text";
      case FileSystemException refused when refused.getReason() != null -> refused.getReason();
      default -> {
        String said = cause.getMessage();
        yield said == null ? cause.getClass().getSimpleName() : said;
      }
    };
  }
}
