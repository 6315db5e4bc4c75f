package io.isolde.examples.bank;

/**
 * The money of the bank at one moment.
 *
 * <p>Immutable.
 *
 * @param expected the opening balances of all open accounts, in minor units
 * @param found the balances of all open accounts, in minor units
 */
record Audit(long expected, long found) {

  /** Whether the two sums agree to the minor unit. */
  boolean isConsistent() {
    return expected == found;
  }
}
