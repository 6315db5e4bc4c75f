package io.isolde.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.isolde.stm.Stm;
import io.isolde.store.Store;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreRef;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Closing: it is final, refused inside a transaction, and works even when interrupted. */
interface CloseContract extends ContractPart {
  @Test
  default void close_again_hasNoEffect() {
    store().close();
    store().close();

    assertThat(isClosed()).isTrue();
  }

  @Test
  default void close_done_refusesEveryOperation() {
    Operations operations = Operations.on(store());
    store().close();

    operations.all().forEach(this::assertRefused);
    assertRefused(() -> store().ref("city", String.class, "Oslo"));
    assertRefused(() -> store().counter("new"));
    assertRefused(() -> store().map("new", String.class, String.class));
    assertRefused(() -> store().sortedMap("new", String.class, String.class));
    assertRefused(() -> store().changes(1));
  }

  private void assertRefused(ThrowingCallable operation) {
    assertThatIllegalStateException().isThrownBy(operation).withMessage(store() + " is closed");
  }

  @Test
  default void close_done_leavesDescriptions() {
    StoreRef<String> city = store().ref("city", String.class, "Oslo");
    store().close();

    assertThat(city).hasToString("ref 'city' of java.lang.String in " + store());
    assertThat(store().capabilities()).isNotNull();
  }

  @Test
  default void close_insideTransaction_isRefusedAndLeavesItOpen() {
    assertCloseIsRefusedIn(() -> store().transact(store()::close));
    assertCloseIsRefusedIn(() -> store().snapshot(store()::close));
    assertCloseIsRefusedIn(() -> Stm.atomic(store()::close));
    try (Store other = Store.open("lock:")) {
      assertCloseIsRefusedIn(() -> other.transact(store()::close));
    }
  }

  private void assertCloseIsRefusedIn(ThrowingCallable transaction) {
    assertThatIllegalStateException()
        .isThrownBy(transaction)
        .withMessage(store() + " cannot be closed inside a transaction");
    assertThat(isClosed()).isFalse();
  }

  @Test
  default void close_besideOpenTransaction_comesAfterItOrMakesItFail() throws Exception {
    StoreCounter hits = store().counter("hits");
    Worker<?>[] closer = new Worker<?>[1];

    Worker<Boolean> committed =
        Worker.start(
            () -> {
              try {
                store()
                    .transact(
                        () -> {
                          hits.increment();
                          closer[0] = Worker.start(this::closeAndTell);
                          closer[0].awaitStalled(latency());
                          hits.increment();
                        });
                return true;
              } catch (IllegalStateException e) {
                return false;
              }
            });

    assertThat(committed.result()).isIn(true, false);
    assertThat(closer[0].result()).isEqualTo(false);
    assertThat(isClosed()).isTrue();
  }

  @Test
  default void close_interrupted_closesAndStaysInterrupted() throws Exception {
    StoreCounter hits = store().counter("hits");
    Worker<?>[] closer = new Worker<?>[1];

    Worker<Boolean> transaction =
        Worker.start(
            () -> {
              store()
                  .transact(
                      () -> {
                        hits.get();
                        closer[0] = Worker.startInterrupted(this::closeAndTell);
                        closer[0].awaitStalled(latency());
                      });
              return true;
            });

    transaction.result();
    assertThat(closer[0].result()).as("interrupt status").isEqualTo(true);
    assertThat(isClosed()).isTrue();
  }

  /** Closes the store and returns whether the thread is interrupted. */
  private boolean closeAndTell() {
    store().close();
    return Thread.currentThread().isInterrupted();
  }

  private boolean isClosed() {
    try {
      store().counter("probe");
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }
}
