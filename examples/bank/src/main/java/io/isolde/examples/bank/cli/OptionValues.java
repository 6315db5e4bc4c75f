package io.isolde.examples.bank.cli;

import io.isolde.examples.bank.BankException;
import io.isolde.examples.bank.Texts;
import io.isolde.examples.bank.csv.Amounts;
import io.isolde.examples.bank.csv.MalformedException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Checks the values of command line options. */
final class OptionValues {

  private OptionValues() {}

  /**
   * The value, if it is in that range.
   *
   * @throws BankException when it is not
   */
  static int inRange(String option, int value, int least, int most) {
    if (value >= least && value <= most) {
      return value;
    }
    String range = most == Integer.MAX_VALUE ? "at least " + least : least + " to " + most;
    throw BankException.usage(option + " must be " + range + ", but is " + value);
  }

  /**
   * The minor units that the text stands for, or nothing if there is no text.
   *
   * @throws BankException when it is no amount, or not a positive one
   */
  static OptionalLong positiveAmount(String option, @Nullable String text, Amounts amounts) {
    if (text == null) {
      return OptionalLong.empty();
    }
    long amount = nonNegativeAmount(option, text, amounts);
    if (amount == 0) {
      throw BankException.usage(option + " must be positive");
    }
    return OptionalLong.of(amount);
  }

  /**
   * The minor units that the text stands for.
   *
   * @throws BankException when it is no amount, or a negative one
   */
  static long nonNegativeAmount(String option, String text, Amounts amounts) {
    try {
      long amount = amounts.parse(text);
      if (amount >= 0) {
        return amount;
      }
      throw new MalformedException(Texts.quoted(text) + " is negative");
    } catch (MalformedException e) {
      throw BankException.usage(option + ": " + e.reason());
    }
  }
}
