package io.isolde.examples.bank;

/**
 * What the ledger knows of an account that is open.
 *
 * <p>Immutable.
 *
 * @param openingBalance what it was opened with, in minor units
 * @param balance what it holds, in minor units
 */
record Account(long openingBalance, long balance) {

  /** An account that has just been opened with that amount. */
  static Account opened(long amount) {
    return new Account(amount, amount);
  }

  /** The account with so much more. */
  Account plus(long amount) {
    return new Account(openingBalance, balance + amount);
  }
}
