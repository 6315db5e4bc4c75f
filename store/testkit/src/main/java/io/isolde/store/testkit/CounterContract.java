package io.isolde.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.store.StoreCounter;
import org.junit.jupiter.api.Test;

/** Counters: what each operation does, outside transactions, where it is atomic by itself. */
interface CounterContract extends ContractPart {
  /** The counter of these laws. */
  default StoreCounter hits() {
    return store().counter("hits");
  }

  @Test
  default void counter_new_isZero() {
    assertThat(hits().get()).isZero();
  }

  @Test
  default void counter_operations_computeAsLongs() {
    hits().set(10);
    hits().add(-3);
    hits().increment();
    hits().increment();
    hits().decrement();

    assertThat(hits().get()).isEqualTo(8);
    assertThat(hits().addAndGet(2)).isEqualTo(10);
    assertThat(hits().getAndAdd(5)).isEqualTo(10);
    assertThat(hits().get()).isEqualTo(15);
  }

  @Test
  default void add_overflow_wrapsAround() {
    hits().set(Long.MAX_VALUE);
    hits().increment();

    assertThat(hits().get()).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  default void add_inTransaction_isSeenThere() {
    store()
        .transact(
            () -> {
              hits().add(2);
              assertThat(hits().get()).isEqualTo(2);
              hits().add(3);
              assertThat(hits().get()).isEqualTo(5);
            });

    assertThat(hits().get()).isEqualTo(5);
  }

  @Test
  default void add_byManyThreads_losesNothing() throws Exception {
    StoreCounter hits = hits();

    Worker.runAll(
        4,
        index -> {
          for (int i = 0; i < 1_000; i++) {
            hits.increment();
            hits.addAndGet(2);
          }
        });

    assertThat(hits.get()).isEqualTo(12_000);
  }
}
