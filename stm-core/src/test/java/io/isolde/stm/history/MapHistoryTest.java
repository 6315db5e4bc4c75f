package io.isolde.stm.history;

import org.junit.jupiter.api.Test;

/** Maps under random transactions: strictly serialisable, opaque, and without phantoms. */
class MapHistoryTest {
  @Test
  void randomTransactions_overMaps_haveRightHistories() {
    new QuickMapRun().run();
  }
}
