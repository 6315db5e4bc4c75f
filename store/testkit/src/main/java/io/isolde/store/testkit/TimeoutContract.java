package io.isolde.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.stm.AfterCommitException;
import io.isolde.stm.Stm;
import io.isolde.stm.TooManyAttemptsException;
import io.isolde.stm.TransactionAction;
import io.isolde.stm.TransactionInterruptedException;
import io.isolde.stm.TransactionOptions;
import io.isolde.stm.TransactionTimeoutException;
import io.isolde.store.Capability;
import io.isolde.store.DurabilityTimeoutException;
import io.isolde.store.Store;
import io.isolde.store.StoreCounter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * Options of transactions: timeouts bound waiting, limits bound attempts, and neither leaves
 * anything behind; names are in messages.
 */
interface TimeoutContract extends ContractPart {
  /** Allows no attempt to be lost. */
  TransactionOptions ONE_ATTEMPT = TransactionOptions.named("pay").withLossesMax(1);

  /** Passes soon for a caller that has to wait, but not for one that nothing holds up. */
  private TransactionOptions brief() {
    return TransactionOptions.named("audit").withTimeout(briefly());
  }

  private Duration briefly() {
    return latency().isZero() ? Duration.ofMillis(1) : latency();
  }

  @Test
  default void timeout_notNeeded_changesNothingElse() {
    StoreCounter hits = store().counter("hits");

    long after =
        store()
            .transact(TransactionOptions.timeout(Duration.ofMinutes(1)), () -> hits.addAndGet(1));
    long seen =
        store().snapshot(TransactionOptions.timeout(Duration.ofDays(1_000_000)), () -> hits.get());

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
      store().transact(TransactionOptions.timeout(timeout), hits::increment);
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
                        TransactionOptions.timeout(Duration.ofMinutes(1)),
                        () -> {
                          hits.increment();
                          throw new IOException("planned");
                        }))
        .isInstanceOf(IOException.class);

    assertThat(hits.get()).isZero();
  }

  @Test
  default void timeout_insideAnyTransaction_isRefused() {
    assertRefusedInAnyTransaction(
        Operations.on(store()).withTimeouts(), "timeout inside a transaction");
  }

  @Test
  default void limitOfLostAttempts_insideAnyTransaction_isRefused() {
    assertRefusedInAnyTransaction(
        Operations.on(store()).withLimits(), "limit of lost attempts inside a transaction");
  }

  private void assertRefusedInAnyTransaction(List<ThrowingCallable> operations, String message) {
    for (ThrowingCallable operation : operations) {
      assertRefused(() -> store().transact(operation::call), message);
      assertRefused(() -> store().snapshot(operation::call), message);
      assertRefused(() -> Stm.atomic(operation::call), message);
      try (Store other = Store.open("lock:")) {
        assertRefused(() -> other.transact(operation::call), message);
      }
    }
  }

  private void assertRefused(ThrowingCallable transaction, String message) {
    assertThatIllegalStateException()
        .isThrownBy(transaction)
        .withMessageContainingAll(store().toString(), message);
  }

  @Test
  default void name_insideTransaction_hasNoEffect() {
    StoreCounter hits = store().counter("hits");

    assertThatThrownBy(
            () ->
                store()
                    .transact(
                        () -> {
                          store().transact(TransactionOptions.named("inner"), hits::increment);
                          long seen =
                              store().snapshot(TransactionOptions.named("inner"), () -> hits.get());
                          assertThat(seen).isEqualTo(1);
                          throw new IOException("planned");
                        }))
        .isInstanceOf(IOException.class);

    assertThat(hits.get()).isZero();
  }

  @Test
  default void limitOfLostAttempts_twoConflict_endsTheLoserAndChangesNothing() throws Exception {
    StoreCounter hits = store().counter("hits");
    AtomicReference<Worker<Boolean>> other = new AtomicReference<>();

    boolean committed =
        commits(
            () -> {
              long before = hits.get();
              if (other.get() == null) {
                other.set(Worker.start(() -> commits(() -> hits.set(hits.get() + 1))));
                other.get().awaitStalled(latency());
              }
              hits.set(before + 1);
            });

    boolean otherCommitted = other.get().result();
    assertThat(hits.get()).isEqualTo((committed ? 1 : 0) + (otherCommitted ? 1 : 0));
  }

  private boolean commits(TransactionAction<RuntimeException> action) {
    try {
      store().transact(ONE_ATTEMPT, action);
      return true;
    } catch (TooManyAttemptsException e) {
      assertThat(e).hasMessageContainingAll("transaction 'pay'", "lost 1 attempts");
      return false;
    }
  }

  @Test
  default void name_transactionInterruptedInCheck_isInTheMessage() throws Exception {
    requires(Capability.RETRY);
    StoreCounter stock = store().counter("stock");
    FailedCheck inStock = new FailedCheck();
    Worker<Boolean> buyer =
        Worker.start(
            () -> {
              store()
                  .transact(
                      TransactionOptions.named("buy"),
                      () -> inStock.check(store(), stock.get() > 0));
              return true;
            });
    inStock.await(buyer, latency());

    buyer.interrupt();

    assertThatThrownBy(buyer::result)
        .isInstanceOf(TransactionInterruptedException.class)
        .hasMessageContaining("transaction 'buy'");
  }

  @Test
  default void transactAsync_withOptions_isBoundByThem() {
    requires(Capability.RETRY);
    StoreCounter stock = store().counter("stock");

    CompletableFuture<Long> late =
        store().transact(() -> store().transactAsync(brief(), () -> takeOne(stock)));

    assertThatThrownBy(() -> late.get(60, TimeUnit.SECONDS))
        .cause()
        .isInstanceOf(TransactionTimeoutException.class)
        .hasMessageContaining("transaction 'audit'");
  }

  private long takeOne(StoreCounter stock) {
    store().check(stock.get() > 0);
    return stock.addAndGet(-1);
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
                        brief(),
                        () -> {
                          hits.increment();
                          store().check(stock.get() > 0);
                        }))
        .isInstanceOf(TransactionTimeoutException.class)
        .hasMessageContainingAll("transaction 'audit'", briefly().toString());

    assertThat(hits.get()).isZero();
  }

  @Test
  default void timeout_besideOpenTransaction_passesOnlyWhereThatMustBeWaitedFor() throws Exception {
    StoreCounter hits = store().counter("hits");

    store()
        .transact(
            () -> {
              hits.set(1);
              Worker<Long> reader = Worker.start(() -> store().snapshot(brief(), hits::get));
              if (store().capabilities().contains(Capability.SNAPSHOTS_NEVER_BLOCK)) {
                assertThat(reader.result()).isZero();
              } else {
                assertThatThrownBy(reader::result)
                    .isInstanceOf(TransactionTimeoutException.class)
                    .hasMessageContainingAll(
                        store().toString(), "transaction 'audit'", briefly().toString());
              }
            });
  }
}
