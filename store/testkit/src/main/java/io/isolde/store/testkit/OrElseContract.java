package io.isolde.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.store.Capability;
import io.isolde.store.StoreCounter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Alternatives: the second one runs if the first one would have to wait. */
interface OrElseContract extends ContractPart {
  @Test
  default void orElse_firstSucceeds_secondDoesNotRun() {
    StoreCounter hits = store().counter("hits");

    String result =
        store()
            .orElse(
                () -> {
                  hits.increment();
                  return "first";
                },
                () -> {
                  hits.add(10);
                  return "second";
                });

    assertThat(result).isEqualTo("first");
    assertThat(hits.get()).isEqualTo(1);
  }

  @Test
  default void orElse_firstRetries_isUndoneAndSecondRuns() {
    StoreCounter hits = store().counter("hits");
    hits.set(3);

    long seen =
        store()
            .orElse(
                () -> {
                  hits.add(100);
                  throw store().retry();
                },
                () -> hits.addAndGet(1));

    assertThat(seen).isEqualTo(4);
    assertThat(hits.get()).isEqualTo(4);
  }

  @Test
  default void orElse_insideTransaction_undoesTheFirstAlternativeOnly() {
    StoreCounter hits = store().counter("hits");

    store()
        .transact(
            () -> {
              hits.add(1);
              store()
                  .orElse(
                      () -> {
                        hits.add(10);
                        store().check(false);
                      },
                      () -> hits.add(100));
              hits.add(1000);
            });

    assertThat(hits.get()).isEqualTo(1101);
  }

  @Test
  default void orElse_overTwoKeys_undoesBoth() {
    requires(Capability.ATOMIC_OVER_KEYS);
    StoreCounter urgent = store().counter("urgent");
    StoreCounter normal = store().counter("normal");
    normal.set(2);

    store().orElse(() -> take(urgent), () -> take(normal));

    assertThat(urgent.get()).isZero();
    assertThat(normal.get()).isEqualTo(1);
  }

  private void take(StoreCounter stock) {
    stock.decrement();
    store().check(stock.get() >= 0);
  }

  @Test
  default void orElse_firstThrows_passesAndSecondDoesNotRun() {
    StoreCounter hits = store().counter("hits");
    List<String> log = new ArrayList<>();

    assertThatThrownBy(
            () ->
                store()
                    .orElse(
                        () -> {
                          hits.add(1);
                          throw new IOException("planned");
                        },
                        () -> {
                          log.add("second");
                        }))
        .isInstanceOf(IOException.class)
        .hasMessage("planned");

    assertThat(log).isEmpty();
    assertThat(hits.get()).isZero();
  }

  @Test
  default void orElse_secondThrows_isUndone() {
    StoreCounter hits = store().counter("hits");

    assertThatThrownBy(
            () ->
                store()
                    .orElse(
                        () -> {
                          hits.get();
                          store().check(false);
                        },
                        () -> {
                          hits.add(1);
                          throw new IOException("planned");
                        }))
        .isInstanceOf(IOException.class);

    assertThat(hits.get()).isZero();
  }

  @Test
  default void orElse_firstSwallowsTheSignal_isUndoneAtItsNextOperation() {
    StoreCounter hits = store().counter("hits");

    store()
        .orElse(
            () -> {
              hits.add(10);
              try {
                throw store().retry();
              } catch (Error e) {
                hits.add(100);
              }
            },
            () -> hits.add(1));

    assertThat(hits.get()).isEqualTo(1);
  }

  @Test
  default void orElse_nestedAlternativesRetry_outerSecondRuns() {
    StoreCounter hits = store().counter("hits");

    store()
        .orElse(
            () ->
                store()
                    .orElse(
                        () -> {
                          hits.add(1);
                          store().check(false);
                        },
                        () -> {
                          hits.add(10);
                          store().check(false);
                        }),
            () -> hits.add(100));

    assertThat(hits.get()).isEqualTo(100);
  }

  @Test
  default void orElse_inSnapshot_reads() {
    StoreCounter hits = store().counter("hits");
    hits.set(1);

    String found =
        store()
            .snapshot(
                () ->
                    store()
                        .orElse(
                            () -> {
                              store().check(hits.get() > 1);
                              return "many";
                            },
                            () -> "few"));

    assertThat(found).isEqualTo("few");
  }

  @Test
  default void orElse_bothRetry_waitsForWhatTheFirstRead() throws Exception {
    requires(Capability.RETRY);
    requires(Capability.ATOMIC_OVER_KEYS);
    StoreCounter urgent = store().counter("urgent");
    StoreCounter normal = store().counter("normal");
    FailedCheck inStock = new FailedCheck();
    Worker<Boolean> taker = Worker.start(() -> takeAny(urgent, normal, inStock));
    inStock.await(taker, latency());

    urgent.increment();

    assertThat(taker.result()).isTrue();
    assertThat(urgent.get() + normal.get()).isZero();
  }

  @Test
  default void orElse_bothRetry_waitsForWhatTheSecondRead() throws Exception {
    requires(Capability.RETRY);
    requires(Capability.ATOMIC_OVER_KEYS);
    StoreCounter urgent = store().counter("urgent");
    StoreCounter normal = store().counter("normal");
    FailedCheck inStock = new FailedCheck();
    Worker<Boolean> taker = Worker.start(() -> takeAny(urgent, normal, inStock));
    inStock.await(taker, latency());

    normal.increment();

    assertThat(taker.result()).isTrue();
    assertThat(urgent.get() + normal.get()).isZero();
  }

  private boolean takeAny(StoreCounter urgent, StoreCounter normal, FailedCheck inStock) {
    store().orElse(() -> take(urgent), () -> take(normal, inStock));
    return true;
  }

  private void take(StoreCounter stock, FailedCheck inStock) {
    stock.decrement();
    inStock.check(store(), stock.get() >= 0);
  }

  @Test
  default void orElse_bothRetryWhereThereIsNone_isRefusedAndChangesNothing() {
    requiresLackOf(Capability.RETRY);
    StoreCounter hits = store().counter("hits");

    assertThatThrownBy(
            () ->
                store()
                    .orElse(
                        () -> {
                          hits.add(1);
                          store().check(false);
                        },
                        () -> {
                          hits.add(10);
                          store().check(false);
                        }))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContainingAll(store().toString(), "RETRY");

    assertThat(hits.get()).isZero();
  }

  @Test
  default void retry_afterAlternativesWhereThereIsNone_isRefused() {
    requiresLackOf(Capability.RETRY);
    StoreCounter hits = store().counter("hits");

    assertThatThrownBy(
            () ->
                store()
                    .transact(
                        () -> {
                          store().orElse(() -> hits.add(1), () -> hits.add(10));
                          store().check(false);
                        }))
        .isInstanceOf(UnsupportedOperationException.class);

    assertThat(hits.get()).isZero();
  }
}
