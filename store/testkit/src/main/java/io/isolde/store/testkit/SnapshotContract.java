package io.isolde.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.isolde.store.Capability;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreRef;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Snapshots: they read, and only read. */
interface SnapshotContract extends ContractPart {
  @Test
  default void snapshot_write_isRefusedAndChangesNothing() {
    StoreRef<String> city = store().ref("city", String.class, "Oslo");
    StoreCounter hits = store().counter("hits");

    assertThatIllegalStateException()
        .isThrownBy(() -> store().snapshot(() -> city.set("Rome")))
        .withMessageContaining("snapshot");
    assertThatIllegalStateException().isThrownBy(() -> store().snapshot(() -> hits.set(1)));
    assertThatIllegalStateException().isThrownBy(() -> store().snapshot(() -> hits.add(1)));

    assertThat(city.get()).isEqualTo("Oslo");
    assertThat(hits.get()).isZero();
  }

  @Test
  default void snapshot_writeInTransactionInside_isRefused() {
    StoreCounter hits = store().counter("hits");

    assertThatIllegalStateException()
        .isThrownBy(() -> store().snapshot(() -> store().transact(() -> hits.set(1))));

    assertThat(hits.get()).isZero();
  }

  @Test
  default void snapshot_insideTransaction_seesPendingWritesAndMayNotWrite() {
    StoreCounter hits = store().counter("hits");

    store()
        .transact(
            () -> {
              hits.set(1);
              assertThat(store().snapshot(hits::get)).isEqualTo(1);
              assertThatIllegalStateException()
                  .isThrownBy(() -> store().snapshot(() -> hits.set(2)));
              hits.add(10);
            });

    assertThat(hits.get()).isEqualTo(11);
  }

  @Test
  default void snapshot_besideTransfer_seesAllOfItOrNothing() throws Exception {
    requires(Capability.ATOMIC_OVER_KEYS);
    StoreCounter payer = store().counter("payer");
    StoreCounter payee = store().counter("payee");
    AtomicReference<Worker<Boolean>> transfer = new AtomicReference<>();

    long total =
        store()
            .snapshot(
                () -> {
                  long seen = payer.get();
                  transfer.set(Worker.start(() -> pay(payer, payee)));
                  transfer.get().awaitStalled(latency());
                  return seen + payee.get();
                });

    transfer.get().result();
    assertThat(total).isZero();
  }

  private boolean pay(StoreCounter payer, StoreCounter payee) {
    store()
        .transact(
            () -> {
              payer.decrement();
              payee.increment();
            });
    return true;
  }

  @Test
  default void snapshot_besideOpenTransaction_neverWaits() throws Exception {
    requires(Capability.SNAPSHOTS_NEVER_BLOCK);
    StoreCounter hits = store().counter("hits");

    store()
        .transact(
            () -> {
              hits.set(1);
              assertThat(Worker.start(() -> store().snapshot(hits::get)).result()).isZero();
            });

    assertThat(hits.get()).isEqualTo(1);
  }

  @Test
  default void transaction_besideOpenSnapshot_neverWaits() throws Exception {
    requires(Capability.SNAPSHOTS_NEVER_BLOCK);
    StoreCounter hits = store().counter("hits");

    store()
        .snapshot(
            () -> {
              long seen = hits.get();
              Worker.start(() -> hits.addAndGet(1)).result();
              assertThat(hits.get()).isEqualTo(seen);
            });
  }
}
