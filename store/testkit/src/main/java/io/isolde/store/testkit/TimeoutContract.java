package io.isolde.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.stm.AfterCommitException;
import io.isolde.stm.Stm;
import io.isolde.stm.TransactionTimeoutException;
import io.isolde.store.Capability;
import io.isolde.store.DurabilityTimeoutException;
import io.isolde.store.Store;
import io.isolde.store.StoreCounter;
import java.io.IOException;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Timeouts: they bound waiting, and leave nothing behind. */
interface TimeoutContract extends ContractPart {
  /** Passes at once for a caller that has to wait. */
  Duration SHORT = Duration.ofMillis(1);

  @Test
  default void timeout_notNeeded_changesNothingElse() {
    StoreCounter hits = store().counter("hits");

    long after = store().transact(Duration.ofMinutes(1), () -> hits.addAndGet(1));
    long seen = store().snapshot(Duration.ofDays(1_000_000), () -> hits.get());

    assertThat(after).isEqualTo(1);
    assertThat(seen).isEqualTo(1);
  }

  @Test
  default void timeout_zero_makesAnAttemptOrChangesNothing() {
    StoreCounter hits = store().counter("hits");

    boolean committed = commitsWithin(Duration.ZERO, hits);

    assertThat(hits.get()).isEqualTo(committed ? 1 : 0);
  }

  private boolean commitsWithin(Duration timeout, StoreCounter hits) {
    try {
      store().transact(timeout, hits::increment);
      return true;
    } catch (TransactionTimeoutException e) {
      return false;
    } catch (AfterCommitException e) { // of a durable store
      assertThat(e).hasCauseInstanceOf(DurabilityTimeoutException.class);
      return true;
    }
  }

  @Test
  default void timeout_bodyThrows_undoesAllAndPasses() {
    StoreCounter hits = store().counter("hits");

    assertThatThrownBy(
            () ->
                store()
                    .transact(
                        Duration.ofMinutes(1),
                        () -> {
                          hits.increment();
                          throw new IOException("planned");
                        }))
        .isInstanceOf(IOException.class);

    assertThat(hits.get()).isZero();
  }

  @Test
  default void timeout_negative_isRefused() {
    Duration negative = Duration.ofMillis(-1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> store().transact(negative, () -> {}))
        .withMessageContaining("PT-0.001S");
    assertThatIllegalArgumentException().isThrownBy(() -> store().snapshot(negative, () -> {}));
  }

  @Test
  default void timeout_insideAnyTransaction_isRefused() {
    for (ThrowingCallable operation : Operations.on(store()).withTimeouts()) {
      assertRefused(() -> store().transact(operation::call));
      assertRefused(() -> store().snapshot(operation::call));
      assertRefused(() -> Stm.atomic(operation::call));
      try (Store other = Store.open("lock:")) {
        assertRefused(() -> other.transact(operation::call));
      }
    }
  }

  private void assertRefused(ThrowingCallable transaction) {
    assertThatIllegalStateException()
        .isThrownBy(transaction)
        .withMessageContainingAll(store().toString(), "timeout inside a transaction");
  }

  @Test
  default void timeout_passesInCheck_changesNothing() {
    requires(Capability.RETRY);
    StoreCounter hits = store().counter("hits");
    StoreCounter stock = store().counter("stock");

    assertThatThrownBy(
            () ->
                store()
                    .transact(
                        SHORT,
                        () -> {
                          hits.increment();
                          store().check(stock.get() > 0);
                        }))
        .isInstanceOf(TransactionTimeoutException.class)
        .hasMessageContaining("PT0.001S");

    assertThat(hits.get()).isZero();
  }

  @Test
  default void timeout_besideOpenTransaction_passesOnlyWhereThatMustBeWaitedFor() throws Exception {
    StoreCounter hits = store().counter("hits");

    store()
        .transact(
            () -> {
              hits.set(1);
              Worker<Long> reader = Worker.start(() -> store().snapshot(SHORT, hits::get));
              if (store().capabilities().contains(Capability.SNAPSHOTS_NEVER_BLOCK)) {
                assertThat(reader.result()).isZero();
              } else {
                assertThatThrownBy(reader::result)
                    .isInstanceOf(TransactionTimeoutException.class)
                    .hasMessageContainingAll(store().toString(), "PT0.001S");
              }
            });
  }
}
