package io.isolde.examples.bank.ledger;

import java.util.EnumSet;
import java.util.Set;

/**
 * What became of a payment order: applied, or refused for a reason.
 *
 * <p>Durable stores hold outcomes by name and by number, so neither may ever change.
 */
public enum Outcome {
  APPLIED(1, "applied"),
  INSUFFICIENT_FUNDS(2, "insufficient funds"),
  UNKNOWN_ACCOUNT(3, "unknown account"),
  SAME_ACCOUNT(4, "same account"),
  NON_POSITIVE_AMOUNT(5, "non-positive amount"),
  ID_OF_ANOTHER_ORDER(6, "id of another order"),
  BEYOND_THE_LIMIT(7, "beyond the limit");

  private final int number;
  private final String words;

  Outcome(int number, String words) {
    this.number = number;
    this.words = words;
  }

  /** Its number, from 1 to 15. */
  int number() {
    return number;
  }

  /** The outcome in words. */
  public String words() {
    return words;
  }

  /** The outcome of that number. */
  static Outcome numbered(int number) {
    for (Outcome outcome : values()) {
      if (outcome.number == number) {
        return outcome;
      }
    }
    throw new IllegalStateException(
        "a receipt has the outcome " + number + "; expected one that this version of the bank has");
  }

  /** The outcomes that are refusals. */
  public static Set<Outcome> refusals() {
    return EnumSet.complementOf(EnumSet.of(APPLIED));
  }
}
