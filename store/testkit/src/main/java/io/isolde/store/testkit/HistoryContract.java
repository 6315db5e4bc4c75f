package io.isolde.store.testkit;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random transactions on all kinds of names: what each of them saw is as if they had run one at a
 * time, in an order that agrees with real time.
 */
interface HistoryContract extends ContractPart {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  default void randomTransactions_areStrictlySerialisable(int run) throws Exception {
    new RandomHistory(store(), System.nanoTime()).runAndCheck();
  }
}
