package io.isolde.examples.bank.run;

import io.isolde.examples.bank.BankException;
import io.isolde.examples.bank.Texts;
import io.isolde.examples.bank.ledger.ReceiptsByLine.Page;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of the orders of a file, which a process applies while others apply the other parts.
 *
 * <p>The lines of the file are dealt out page by page, as receipts are kept, so processes that
 * apply different parts do not conflict over receipts.
 *
 * <p>Immutable.
 *
 * @param number from 1 to {@code of}
 * @param of how many parts there are
 */
public record Part(int number, int of) {
  /** All of a file. */
  public static final Part WHOLE = new Part(1, 1);

  private static final int OF_MAX = 999;
  private static final Pattern SYNTAX = Pattern.compile("([1-9][0-9]{0,2})/([1-9][0-9]{0,2})");

  /**
   * The part that the text stands for, for example {@code 2/3}.
   *
   * @throws BankException when it stands for none
   */
  public static Part parse(String text) {
    Matcher parts = SYNTAX.matcher(text);
    if (parts.matches()) {
      Part part = new Part(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
      if (part.number <= part.of) {
        return part;
      }
    }
    throw BankException.usage(
        "--part must be a number and how many parts there are, such as 2/3 (at most %d), but is %s"
            .formatted(OF_MAX, Texts.quoted(text)));
  }

  /** Whether it is all of a file. */
  boolean isWhole() {
    return of == 1;
  }

  /** Whether the order or the malformed line that begins in that line belongs to it. */
  boolean contains(long line) {
    return Page.numberOf(line) % of == number - 1;
  }

  @Override
  public String toString() {
    return number + "/" + of;
  }
}
