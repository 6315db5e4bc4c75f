package io.isolde.examples.bank.ledger;

/**
 * The ledger's answer to a payment order.
 *
 * <p>Immutable.
 *
 * @param attempts how many attempts its transaction needed, at least one
 */
public record Receipt(Settlement settlement, int attempts) {

  /** How the order ended, now or before. */
  public Outcome outcome() {
    return settlement.outcome();
  }
}
