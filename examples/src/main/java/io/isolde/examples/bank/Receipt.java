package io.isolde.examples.bank;

/**
 * What the ledger answers to a payment order.
 *
 * <p>Immutable.
 *
 * @param attempts how many attempts its transaction needed, at least one
 */
record Receipt(Outcome outcome, int attempts) {}
