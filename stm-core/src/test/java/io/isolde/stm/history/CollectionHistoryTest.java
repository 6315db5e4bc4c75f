package io.isolde.stm.history;

import org.junit.jupiter.api.Test;

/** Collections under random transactions. */
class CollectionHistoryTest {
  private static final int TRANSACTIONS = 1_000;

  /** Strictly serialisable, opaque, and without phantoms. */
  @Test
  void randomTransactions_overMaps_haveRightHistories() {
    new QuickMapRun(TRANSACTIONS).run();
  }

  @Test
  void randomTransactions_overQueues_passOnEachItemOnceAndInOrder() {
    new QuickQueueRun().run();
  }
}
