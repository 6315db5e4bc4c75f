package io.isolde.examples.bank.way;

/**
 * What there is to know of an account.
 *
 * <p>Immutable.
 *
 * @param balance what it holds
 * @param frozen whether it refuses to be paid; it may pay
 */
public record Account(long balance, boolean frozen) {

  /** The account with so much more. */
  Account plus(long amount) {
    return new Account(balance + amount, frozen);
  }
}
