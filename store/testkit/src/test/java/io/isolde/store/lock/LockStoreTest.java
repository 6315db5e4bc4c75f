package io.isolde.store.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.stm.LongRef;
import io.isolde.stm.Stm;
import io.isolde.stm.Transaction;
import io.isolde.stm.TransactionInterruptedException;
import io.isolde.stm.TransactionOptions;
import io.isolde.store.Capability;
import io.isolde.store.StoreCounter;
import io.isolde.store.spi.ExclusiveStore;
import io.isolde.store.testkit.StoreContract;
import io.isolde.store.testkit.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LockStoreTest extends StoreContract {
  LockStoreTest() {
    super("lock:", EnumSet.of(Capability.ATOMIC_OVER_KEYS, Capability.RETRY, Capability.CHANGES));
  }

  @AfterEach
  void assertInvariants() {
    ((ExclusiveStore) store()).assertInvariants();
  }

  @Test
  void timeout_zero_isEnoughWhereNobodyWaits() {
    StoreCounter hits = store().counter("hits");

    store().transact(TransactionOptions.timeout(Duration.ZERO), hits::increment);

    assertThat(hits.get()).isEqualTo(1);
  }

  @Test
  void operation_interruptedWhileItWaits_failsAndChangesNothing() throws Exception {
    StoreCounter hits = store().counter("hits");

    store()
        .transact(
            () -> {
              Worker<String> waiting = Worker.start(() -> incrementUnlessInterrupted(hits));
              waiting.awaitParkedIn("LockStore.awaitLock");
              waiting.interrupt();
              assertThat(waiting.result())
                  .startsWith("transaction of store lock: was rolled back")
                  .endsWith("true");
            });

    assertThat(hits.get()).isZero();
  }

  private static String incrementUnlessInterrupted(StoreCounter hits) {
    try {
      hits.increment();
      return "incremented";
    } catch (TransactionInterruptedException e) {
      return e.getMessage() + "; interrupted: " + Thread.currentThread().isInterrupted();
    }
  }

  @Test
  void operation_interruptedButNeedNotWait_runs() throws Exception {
    StoreCounter hits = store().counter("hits");

    assertThat(Worker.startInterrupted(() -> hits.addAndGet(1)).result()).isEqualTo(1);
  }

  @Test
  void operation_inStmTransactionInsideItsOwn_isRefused() {
    StoreCounter hits = store().counter("hits");

    assertThatIllegalStateException()
        .isThrownBy(() -> store().transact(() -> Stm.atomic(hits::increment)))
        .withMessageContaining("cannot join an Stm transaction");

    assertThat(hits.get()).isZero();
  }

  @Test
  void operation_inAfterCommitHook_runs() {
    StoreCounter hits = store().counter("hits");

    Stm.atomic(() -> Transaction.current().afterCommit(hits::increment));

    assertThat(hits.get()).isEqualTo(1);
  }

  @Test
  void plainRef_inTransactionThatFails_keepsItsValue() {
    LongRef plain = LongRef.of(0);

    assertThatThrownBy(
            () ->
                store()
                    .transact(
                        () -> {
                          plain.set(1);
                          throw new IllegalArgumentException("planned");
                        }))
        .hasMessage("planned");

    assertThat(plain.get()).isEqualTo(1);
  }

  @Test
  void check_interruptedWhileItWaits_fails() throws Exception {
    StoreCounter stock = store().counter("stock");
    Worker<Boolean> buyer = Worker.start(() -> buyOne(stock));
    buyer.awaitParkedIn("LockStore.awaitChange");

    buyer.interrupt();

    assertThatThrownBy(buyer::result)
        .isInstanceOf(TransactionInterruptedException.class)
        .hasMessageContaining("waited for a change");
  }

  @Test
  void check_manyWait_eachChangeWakesThoseItIsFor() throws Exception {
    StoreCounter stock = store().counter("stock");
    List<Worker<Boolean>> buyers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      buyers.add(Worker.start(() -> buyOne(stock)));
      buyers.getLast().awaitParkedIn("LockStore.awaitChange");
    }

    for (int i = 0; i < 20; i++) {
      stock.increment();
    }

    for (Worker<Boolean> buyer : buyers) {
      assertThat(buyer.result()).isTrue();
    }
    assertThat(stock.get()).isZero();
  }

  private boolean buyOne(StoreCounter stock) {
    store()
        .transact(
            () -> {
              store().check(stock.get() > 0);
              stock.decrement();
            });
    return true;
  }
}
