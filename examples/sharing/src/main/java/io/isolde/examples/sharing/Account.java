package io.isolde.examples.sharing;

/**
 * The state of an account.
 *
 * <p>Immutable.
 *
 * @param balance what it holds
 * @param frozen whether it refuses to be paid; it may still pay
 */
public record Account(long balance, boolean frozen) {

  /** The account with its balance raised by that amount. */
  Account plus(long amount) {
    return new Account(balance + amount, frozen);
  }
}
