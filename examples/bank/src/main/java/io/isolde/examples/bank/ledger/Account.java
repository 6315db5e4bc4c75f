package io.isolde.examples.bank.ledger;

/**
 * An open account, as the ledger records it.
 *
 * <p>Immutable.
 *
 * @param openingBalance the amount it was opened with, in minor units
 * @param balance what it holds, in minor units
 */
record Account(long openingBalance, long balance) {

  /** An account that has just been opened with that amount. */
  static Account opened(long amount) {
    return new Account(amount, amount);
  }

  /** The account with its balance raised by that amount. */
  Account plus(long amount) {
    return new Account(openingBalance, balance + amount);
  }
}
