package io.isolde.stm;

import io.isolde.stm.engine.Counters;

/**
 * Counts of the uncommon events since the process started, each exact once the transactions it
 * counts have returned. Commits are not counted, so that they stay cheap.
 *
 * @param conflicts attempts lost to other transactions, and of snapshots the first tries that were
 *     overtaken by one
 * @param waits times that a transaction went to wait in {@code retry}
 * @param promotions times that a transaction which kept losing was let go first
 */
public record StmStatistics(long conflicts, long waits, long promotions) {
  static StmStatistics read() {
    return new StmStatistics(
        Counters.CONFLICTS.sum(), Counters.WAITS.sum(), Counters.PROMOTIONS.sum());
  }
}
