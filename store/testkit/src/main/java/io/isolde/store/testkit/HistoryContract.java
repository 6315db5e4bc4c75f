package io.isolde.store.testkit;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random transactions on all kinds of names. What each of them sees is as if they ran one at a
 * time, in an order consistent with real time.
 */
interface HistoryContract extends ContractPart {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  default void randomTransactions_areStrictlySerialisable(int run) throws Exception {
    new RandomHistory(store(), System.nanoTime()).runAndCheck();
  }
}
