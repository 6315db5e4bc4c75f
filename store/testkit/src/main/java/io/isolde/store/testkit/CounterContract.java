package io.isolde.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.store.StoreCounter;
import java.util.concurrent.atomic.AtomicInteger;
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
  default void comparisons_answerOfTheValue() {
    hits().set(10);

    assertThat(hits().isAtLeast(10)).isTrue();
    assertThat(hits().isAtLeast(11)).isFalse();
    assertThat(hits().isAtMost(10)).isTrue();
    assertThat(hits().isAtMost(9)).isFalse();
    assertThat(hits().isEqualTo(10)).isTrue();
    assertThat(hits().isEqualTo(11)).isFalse();
  }

  @Test
  default void comparisons_inTransaction_countItsOwnChanges() {
    store()
        .transact(
            () -> {
              hits().add(2);
              assertThat(hits().isAtLeast(2)).isTrue();
              assertThat(hits().isAtMost(1)).isFalse();
              hits().set(7);
              assertThat(hits().isEqualTo(7)).isTrue();
              hits().decrement();
              assertThat(hits().isAtLeast(7)).isFalse();
            });

    assertThat(hits().isEqualTo(6)).isTrue();
  }

  @Test
  default void comparisons_overflow_wrapAround() {
    hits().set(Long.MAX_VALUE);

    boolean high =
        store()
            .transact(
                () -> {
                  hits().increment();
                  return hits().isAtLeast(0);
                });

    assertThat(high).isFalse();
    assertThat(hits().isAtMost(Long.MIN_VALUE)).isTrue();
  }

  @Test
  default void sales_thatCompare_neverOversell() throws Exception {
    StoreCounter stock = store().counter("stock");
    stock.set(1_000);
    AtomicInteger sold = new AtomicInteger();

    Worker.runAll(
        4,
        index -> {
          for (int i = 0; i < 500; i++) {
            int units = 1 + (index + i) % 2;
            if (store().transact(() -> take(stock, units))) {
              sold.addAndGet(units);
            }
          }
        });

    assertThat(stock.get()).isBetween(0L, 1L);
    assertThat(sold.get()).isEqualTo(1_000 - (int) stock.get());
  }

  private static boolean take(StoreCounter stock, int units) {
    boolean enough = stock.isAtLeast(units);
    if (enough) {
      stock.add(-units);
    }
    return enough;
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
