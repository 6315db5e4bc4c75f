package io.isolde.examples.bank.ledger;

/**
 * The money of the bank at one moment.
 *
 * <p>Immutable.
 *
 * @param expected the opening balances of all open accounts, in minor units
 * @param found the balances of all open accounts, in minor units
 */
public record Audit(long expected, long found) {

  /** Whether the two sums agree to the minor unit. */
  public boolean isConsistent() {
    return expected == found;
  }
}
