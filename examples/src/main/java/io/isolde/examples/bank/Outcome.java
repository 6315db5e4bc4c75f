package io.isolde.examples.bank;

import java.util.EnumSet;
import java.util.Set;

/** What became of a payment order: applied, or refused for a reason. */
enum Outcome {
  APPLIED("applied"),
  INSUFFICIENT_FUNDS("insufficient funds"),
  UNKNOWN_ACCOUNT("unknown account"),
  SAME_ACCOUNT("same account"),
  NON_POSITIVE_AMOUNT("non-positive amount");

  private final String words;

  Outcome(String words) {
    this.words = words;
  }

  /** The outcome in words. */
  String words() {
    return words;
  }

  /** The outcomes that are refusals. */
  static Set<Outcome> refusals() {
    return EnumSet.complementOf(EnumSet.of(APPLIED));
  }
}
