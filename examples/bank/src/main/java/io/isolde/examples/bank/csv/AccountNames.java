package io.isolde.examples.bank.csv;

import io.isolde.examples.bank.Texts;
import java.util.regex.Pattern;

/**
 * The rules for names of accounts and orders, and the form in which names are written where
 * spreadsheets read them.
 *
 * <p>A spreadsheet takes a cell that begins with {@code =}, {@code +}, {@code -} or {@code @} for a
 * formula, and evaluates it. So such a name is written with an apostrophe before it, which is
 * removed when the name is read.
 */
final class AccountNames {
  /*
   * The start of a formula may have any number of apostrophes before it. Writing adds one to them,
   * and reading removes one. So each name has one written form, and no two names share one.
   */
  private static final Pattern FORMULA =
      Pattern.compile("'*[=+\\-@\\t\\r\\n\uFF1D\uFF0B\uFF0D\uFF20].*", Pattern.DOTALL);

  private static final int LENGTH_MAX = 1000;

  private AccountNames() {}

  /**
   * Returns the name if it is a valid one.
   *
   * @param meaning what it names
   * @throws MalformedException when it is blank, very long, or has a control character other than a
   *     tab or a line end
   */
  static String checked(String meaning, String name) throws MalformedException {
    if (name.isBlank()) {
      throw new MalformedException("the " + meaning + " is empty");
    }
    if (name.length() > LENGTH_MAX) {
      throw new MalformedException(
          "the %s %s has %s, more than %s"
              .formatted(
                  meaning,
                  Texts.quoted(name),
                  Texts.counted(name.length(), "character"),
                  Texts.grouped(LENGTH_MAX)));
    }
    for (int i = 0; i < name.length(); i++) {
      if (isForbidden(name.charAt(i))) {
        throw new MalformedException(
            "the %s %s has the control character U+%04X"
                .formatted(meaning, Texts.quoted(name), (int) name.charAt(i)));
      }
    }
    return name;
  }

  private static boolean isForbidden(char character) {
    return Character.isISOControl(character) && "\t\r\n".indexOf(character) < 0;
  }

  /** The name as the text of a cell that no spreadsheet takes for a formula. */
  static String toCell(String name) {
    return FORMULA.matcher(name).matches() ? "'" + name : name;
  }

  /** The name that {@link #toCell} has written as that cell. */
  static String ofCell(String cell) {
    return cell.startsWith("'") && FORMULA.matcher(cell).matches() ? cell.substring(1) : cell;
  }
}
