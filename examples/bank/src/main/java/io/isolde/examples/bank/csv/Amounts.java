package io.isolde.examples.bank.csv;

import io.isolde.examples.bank.Texts;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Converts between decimal text and exact minor units: with two decimals, 12.30 is 1230 cents.
 *
 * <p>Nothing is ever rounded: text that has no exact counterpart is malformed. Immutable.
 *
 * @param decimals how many decimals an amount has, from 0 to {@link #DECIMALS_MAX}
 */
public record Amounts(int decimals) {
  /** With more, a {@code long} could not hold even one unit. */
  public static final int DECIMALS_MAX = 18;

  private static final int LENGTH_MAX = 100;

  private static final Pattern EXPONENT = Pattern.compile("[+-]?[0-9.]+[eE][+-]?[0-9]+");

  /**
   * The minor units that the text stands for.
   *
   * @throws MalformedException when it is not a decimal number, has too many decimals or is too
   *     large
   */
  public long parse(String text) throws MalformedException {
    String trimmed = text.strip();
    int point = trimmed.indexOf('.');
    if (trimmed.length() > LENGTH_MAX || !isDecimal(trimmed, point)) {
      throw new MalformedException(
          Texts.quoted(text) + " is not a decimal number" + advice(trimmed));
    }
    int found = point < 0 ? 0 : trimmed.length() - point - 1;
    checkDecimals(text, found);
    return minorUnits(text, trimmed.replace(".", "") + "0".repeat(decimals - found));
  }

  /** Whether it is digits, perhaps with a sign, and perhaps with a point before the last ones. */
  private static boolean isDecimal(String text, int point) {
    int start = text.startsWith("+") || text.startsWith("-") ? 1 : 0;
    return point < 0
        ? areDigits(text, start, text.length())
        : (start == point || areDigits(text, start, point))
            && areDigits(text, point + 1, text.length());
  }

  /** Whether there is at least one character, and all are digits. */
  private static boolean areDigits(String text, int from, int to) {
    int end = from;
    while (end < to && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return from < to && end == to;
  }

  /** Advice about a common mistake, or nothing. */
  private static String advice(String text) {
    if (text.isEmpty() || text.length() > LENGTH_MAX) {
      return "";
    }
    if (text.indexOf(',') >= 0) {
      return ": expected a point before the decimals, and nothing between thousands";
    }
    if (text.endsWith(".")) {
      return ": expected digits behind the point";
    }
    return EXPONENT.matcher(text).matches() ? ": expected all digits instead of an exponent" : "";
  }

  private void checkDecimals(String text, int found) throws MalformedException {
    if (found > decimals) {
      throw new MalformedException(
          "%s has %s, more than %d"
              .formatted(Texts.quoted(text), Texts.counted(found, "decimal"), decimals));
    }
  }

  private long minorUnits(String text, String digits) throws MalformedException {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw new MalformedException(
          "%s is beyond the largest amount, %s"
              .formatted(Texts.quoted(text), format(Long.MAX_VALUE)));
    }
  }

  /** The decimal text of that many minor units, with all decimals; {@link #parse} reverses it. */
  public String format(long minorUnits) {
    return BigDecimal.valueOf(minorUnits, decimals).toPlainString();
  }

  /** As {@link #format}, with commas between thousands, for people. */
  public String grouped(long minorUnits) {
    return String.format(
        Locale.ROOT, "%,." + decimals + "f", BigDecimal.valueOf(minorUnits, decimals));
  }
}
