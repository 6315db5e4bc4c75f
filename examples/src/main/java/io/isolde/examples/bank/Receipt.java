package io.isolde.examples.bank;

/**
 * The ledger's answer to a payment order.
 *
 * <p>Immutable.
 *
 * @param attempts how many attempts its transaction needed, at least one
 */
record Receipt(Settlement settlement, int attempts) {

  /** How the order ended, now or before. */
  Outcome outcome() {
    return settlement.outcome();
  }
}
