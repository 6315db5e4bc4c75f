package io.isolde.stm.history;

import org.junit.jupiter.api.Test;

/** Collections under random transactions. */
class CollectionHistoryTest {
  /** Strictly serialisable, opaque, and without phantoms. */
  @Test
  void randomTransactions_overMaps_haveRightHistories() {
    new QuickMapRun().run();
  }

  @Test
  void randomTransactions_overQueues_passOnEachItemOnceAndInOrder() {
    new QuickQueueRun().run();
  }
}
