package io.isolde.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.store.Capability;
import io.isolde.store.StoreCounter;
import org.junit.jupiter.api.Test;

/** Waiting until something changes, or the refusal by stores that cannot wait. */
interface WaitingContract extends ContractPart {
  @Test
  default void check_conditionHolds_goesOn() {
    store().transact(() -> store().check(true));
  }

  @Test
  default void check_conditionFails_waitsUntilItHolds() throws Exception {
    requires(Capability.RETRY);
    StoreCounter stock = store().counter("stock");
    FailedCheck inStock = new FailedCheck();
    Worker<Long> buyer = Worker.start(() -> takeOne(stock, inStock));
    inStock.await(buyer, latency());

    stock.set(5);

    assertThat(buyer.result()).isEqualTo(4);
    assertThat(stock.get()).isEqualTo(4);
  }

  @Test
  default void check_comparisonFails_waitsUntilItHolds() throws Exception {
    requires(Capability.RETRY);
    StoreCounter stock = store().counter("stock");
    FailedCheck inStock = new FailedCheck();
    Worker<Long> buyer = Worker.start(() -> takeThree(stock, inStock));
    inStock.await(buyer, latency());

    stock.add(2);
    stock.add(3);

    assertThat(buyer.result()).isEqualTo(2);
    assertThat(stock.get()).isEqualTo(2);
  }

  private long takeThree(StoreCounter stock, FailedCheck inStock) {
    return store()
        .transact(
            () -> {
              inStock.check(store(), stock.isAtLeast(3));
              return stock.addAndGet(-3);
            });
  }

  private long takeOne(StoreCounter stock, FailedCheck inStock) {
    return store()
        .transact(
            () -> {
              inStock.check(store(), stock.get() > 0);
              return stock.addAndGet(-1);
            });
  }

  @Test
  default void check_storeIsClosedMeanwhile_fails() throws Exception {
    requires(Capability.RETRY);
    StoreCounter stock = store().counter("stock");
    FailedCheck inStock = new FailedCheck();
    Worker<Long> buyer = Worker.start(() -> takeOne(stock, inStock));
    inStock.await(buyer, latency());

    store().close();

    assertThatIllegalStateException().isThrownBy(buyer::result).withMessageContaining("is closed");
  }

  @Test
  default void retry_outsideTransaction_isRefused() {
    requires(Capability.RETRY);
    assertThatIllegalStateException().isThrownBy(() -> store().retry());
  }

  @Test
  default void retry_whereThereIsNone_isRefusedAndUndoesTheTransaction() {
    requiresLackOf(Capability.RETRY);
    StoreCounter stock = store().counter("stock");

    assertThatThrownBy(
            () ->
                store()
                    .transact(
                        () -> {
                          stock.set(1);
                          store().check(false);
                        }))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContainingAll(store().toString(), "RETRY");

    assertThat(stock.get()).isZero();
  }
}
