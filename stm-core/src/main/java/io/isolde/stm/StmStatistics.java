package io.isolde.stm;

import io.isolde.stm.engine.Counters;

/**
 * Counts of uncommon events since the process started. Each count is exact once the transactions
 * that it counts have returned. Commits are not counted, to keep them cheap.
 *
 * @param conflicts attempts lost to other transactions, including the first attempts of snapshots
 *     that were overtaken by one
 * @param waits how often a transaction began to wait in {@code retry}
 * @param promotions how often a transaction that kept losing gained priority
 */
public record StmStatistics(long conflicts, long waits, long promotions) {
  static StmStatistics read() {
    return new StmStatistics(
        Counters.CONFLICTS.sum(), Counters.WAITS.sum(), Counters.PROMOTIONS.sum());
  }
}
