package io.isolde.benchmarks.sharing;

/**
 * How often and for how long each strategy runs.
 *
 * <p>Immutable.
 *
 * @param rounds how many rounds each strategy has
 * @param warmUpMillis how long each strategy runs, unmeasured, before its first round
 * @param limit when a round ends
 */
public record Schedule(int rounds, long warmUpMillis, Limit limit) {

  /**
   * When a round ends: at whichever limit is reached first.
   *
   * @param orders after so many orders
   * @param millis after so long
   */
  public record Limit(long orders, long millis) {}

  /** When the warm-up ends. */
  Limit warmUp() {
    return new Limit(limit.orders(), warmUpMillis);
  }
}
