package io.isolde.examples.bank.compare;

/**
 * How often and for how long each way runs.
 *
 * <p>Immutable.
 *
 * @param rounds how many rounds each way has
 * @param warmUpMillis how long each way runs, unmeasured, before its first round
 * @param limit when a round ends
 */
record Schedule(int rounds, long warmUpMillis, Limit limit) {

  /**
   * When a round ends: at whichever limit is reached first.
   *
   * @param orders after so many orders
   * @param millis after so long
   */
  record Limit(long orders, long millis) {}

  /** When the warm-up ends. */
  Limit warmUp() {
    return new Limit(limit.orders(), warmUpMillis);
  }
}
