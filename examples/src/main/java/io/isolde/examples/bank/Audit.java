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

  /** Whether not a minor unit is missing or too many. */
  boolean isConsistent() {
    return expected == found;
  }
}
