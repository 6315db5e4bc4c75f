package io.isolde.examples.bank.ledger;

/**
 * How an order ended, and whether it had been settled before.
 *
 * <p>Immutable.
 *
 * @param before whether it was settled by an earlier transaction, of which this is the outcome
 */
public record Settlement(Outcome outcome, boolean before) {

  /** It was settled in this transaction. */
  public static Settlement now(Outcome outcome) {
    return new Settlement(outcome, false);
  }

  /** It was settled by an earlier transaction. */
  static Settlement before(Outcome outcome) {
    return new Settlement(outcome, true);
  }
}
