package io.isolde.examples.bank.compare;

/**
 * How often and how long each way is put to work.
 *
 * <p>Immutable.
 *
 * @param rounds how many rounds each way has
 * @param warmUpMillis how long each way runs before the first of them, without being looked at
 * @param limit when a round ends
 */
record Schedule(int rounds, long warmUpMillis, Limit limit) {

  /**
   * When a round ends: with whichever comes first.
   *
   * @param orders after so many orders
   * @param millis after so long
   */
  record Limit(long orders, long millis) {}

  /** When a round that is not looked at ends. */
  Limit warmUp() {
    return new Limit(limit.orders(), warmUpMillis);
  }
}
