package io.isolde.examples.bank;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/** How text from files and numbers appear in messages. */
public final class Texts {
  private static final int QUOTED_LENGTH_MAX = 30;

  private Texts() {}

  /** The text in quotes, on one line, and cut when it is long. */
  public static String quoted(String text) {
    String start = text.substring(0, Math.min(text.length(), QUOTED_LENGTH_MAX));
    return "'" + visible(start) + (start.length() < text.length() ? "..." : "") + "'";
  }

  /** The text with a question mark for every line end and other control character. */
  public static String visible(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  /** The number with a comma between thousands. */
  public static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** The number and the noun, in the plural unless the number is one. */
  public static String counted(long number, String noun) {
    return grouped(number) + " " + noun + (number == 1 ? "" : "s");
  }

  /** Why reading or writing failed, in words. */
  public static String reason(IOException failure) {
    return switch (failure) {
      case AccessDeniedException denied -> "permission denied";
      case FileAlreadyExistsException e -> e.getFile() + " is a file that exists";
      case NoSuchFileException e -> e.getFile() + " does not exist";
      case CharacterCodingException e -> "it is not valid UTF-8";
      case FileSystemException e when e.getReason() != null -> e.getReason();
      case IOException e when e.getMessage() != null -> e.getMessage();
      default -> failure.toString();
    };
  }
}
