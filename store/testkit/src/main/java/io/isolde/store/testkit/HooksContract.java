package io.isolde.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.isolde.stm.AfterCommitException;
import io.isolde.stm.Stm;
import io.isolde.stm.TransactionOptions;
import io.isolde.store.Capability;
import io.isolde.store.Store;
import io.isolde.store.StoreCounter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * Hooks: what runs once after the commit, or after the rollback, outside the transaction and on the
 * caller's thread.
 */
interface HooksContract extends ContractPart {
  @Test
  default void afterCommit_committed_runsOnceAndInOrderBeforeTransactReturns() {
    StoreCounter hits = store().counter("hits");
    List<String> log = new ArrayList<>();

    store()
        .transact(
            () -> {
              hits.increment();
              store().afterCommit(() -> log.add("first"));
              store().afterCommit(() -> log.add("second"));
              store().afterRollback(() -> log.add("rolled back"));
              assertThat(log).isEmpty();
            });

    assertThat(log).containsExactly("first", "second");
  }

  @Test
  default void afterCommit_committed_runsOutsideTheTransactionOnTheCallersThread() {
    StoreCounter hits = store().counter("hits");
    Thread caller = Thread.currentThread();
    List<Long> seen = new ArrayList<>();

    store()
        .transact(
            () -> {
              hits.set(1);
              store()
                  .afterCommit(
                      () -> {
                        assertThat(Thread.currentThread()).isSameAs(caller);
                        assertThat(Stm.inTransaction()).isFalse();
                        seen.add(resultOf(Worker.start(hits::get)));
                        seen.add(store().transact(() -> hits.addAndGet(1)));
                      });
            });

    assertThat(seen).containsExactly(1L, 2L);
  }

  private static long resultOf(Worker<Long> worker) {
    try {
      return worker.result();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  default void afterCommit_transactionInHookHasHooks_runsThemToo() {
    StoreCounter hits = store().counter("hits");
    List<String> log = new ArrayList<>();

    store()
        .transact(
            () -> {
              hits.increment();
              store()
                  .afterCommit(
                      () ->
                          store()
                              .transact(
                                  () -> {
                                    hits.increment();
                                    store().afterCommit(() -> log.add("inner"));
                                  }));
            });

    assertThat(log).containsExactly("inner");
    assertThat(hits.get()).isEqualTo(2);
  }

  @Test
  default void afterCommit_bodyThrows_isDropped() {
    StoreCounter hits = store().counter("hits");
    List<String> log = new ArrayList<>();

    assertThatThrownBy(
            () ->
                store()
                    .transact(
                        () -> {
                          hits.increment();
                          store().afterCommit(() -> log.add("committed"));
                          throw new IOException("planned");
                        }))
        .isInstanceOf(IOException.class);

    assertThat(log).isEmpty();
  }

  @Test
  default void afterCommit_throws_reachesTheCallerAndTheCommitStands() {
    StoreCounter hits = store().counter("hits");
    RuntimeException first = new IllegalArgumentException("first");
    RuntimeException second = new IllegalArgumentException("second");
    List<String> log = new ArrayList<>();

    assertThatExceptionOfType(AfterCommitException.class)
        .isThrownBy(
            () ->
                store()
                    .transact(
                        TransactionOptions.named("pay"),
                        () -> {
                          hits.increment();
                          store().afterCommit(failing(first));
                          store().afterCommit(failing(second));
                          store().afterCommit(() -> log.add("third"));
                        }))
        .withMessageContaining("transaction 'pay'")
        .satisfies(e -> assertThat(e.getCause()).isSameAs(first).hasSuppressedException(second));

    assertThat(log).containsExactly("third");
    assertThat(hits.get()).isEqualTo(1);
  }

  private static Runnable failing(RuntimeException planned) {
    return () -> {
      throw planned;
    };
  }

  @Test
  default void afterRollback_bodyThrows_runsOnceOutsideTheTransactionOnTheCallersThread() {
    StoreCounter hits = store().counter("hits");
    Thread caller = Thread.currentThread();
    List<Long> seen = new ArrayList<>();

    assertThatThrownBy(
            () ->
                store()
                    .transact(
                        () -> {
                          hits.set(7);
                          store()
                              .afterRollback(
                                  () -> {
                                    assertThat(Thread.currentThread()).isSameAs(caller);
                                    assertThat(Stm.inTransaction()).isFalse();
                                    seen.add(resultOf(Worker.start(hits::get)));
                                    hits.increment();
                                  });
                          throw new IOException("planned");
                        }))
        .isInstanceOf(IOException.class)
        .hasNoSuppressedExceptions();

    assertThat(seen).containsExactly(0L);
    assertThat(hits.get()).isEqualTo(1);
  }

  @Test
  default void afterRollback_throws_isSuppressedInWhatTheBodyThrew() {
    StoreCounter hits = store().counter("hits");
    IOException planned = new IOException("planned");
    RuntimeException first = new IllegalArgumentException("first");
    List<String> log = new ArrayList<>();

    Throwable thrown =
        catchThrowable(
            () ->
                store()
                    .transact(
                        () -> {
                          hits.increment();
                          store().afterRollback(failing(first));
                          store().afterRollback(() -> log.add("second"));
                          throw planned;
                        }));

    assertThat(thrown).isSameAs(planned).hasSuppressedException(first);
    assertThat(log).containsExactly("second");
  }

  @Test
  default void nestedBlock_rolledBack_dropsItsHooksAndRunsThoseOfRollbackAtTheEnd() {
    StoreCounter hits = store().counter("hits");
    List<String> log = new ArrayList<>();

    store()
        .transact(
            () -> {
              hits.increment();
              store().afterCommit(() -> log.add("outer committed"));
              assertThatThrownBy(() -> failNested(hits, log)).isInstanceOf(IOException.class);
              store().transact(() -> store().afterCommit(() -> log.add("second nested")));
              assertThat(log).isEmpty();
            });

    assertThat(log).containsExactly("nested rolled back", "outer committed", "second nested");
    assertThat(hits.get()).isEqualTo(1);
  }

  private void failNested(StoreCounter hits, List<String> log) throws IOException {
    store()
        .transact(
            () -> {
              hits.add(5);
              store().afterCommit(() -> log.add("nested committed"));
              store().afterRollback(() -> log.add("nested rolled back"));
              throw new IOException("planned");
            });
  }

  @Test
  default void nestedBlock_succeedsInsideOneThatThrows_isRolledBackWithIt() {
    StoreCounter hits = store().counter("hits");
    List<String> log = new ArrayList<>();

    assertThatThrownBy(
            () ->
                store()
                    .transact(
                        () -> {
                          hits.increment();
                          store()
                              .transact(
                                  () -> {
                                    store().afterCommit(() -> log.add("committed"));
                                    store().afterRollback(() -> log.add("rolled back"));
                                  });
                          throw new IOException("planned");
                        }))
        .isInstanceOf(IOException.class);

    assertThat(log).containsExactly("rolled back");
  }

  @Test
  default void retry_eachAttempt_runsItsOwnHooksBeforeTheNextAttempt() throws Exception {
    requires(Capability.RETRY);
    StoreCounter stock = store().counter("stock");
    List<String> log = new CopyOnWriteArrayList<>();
    Worker<Boolean> buyer = Worker.start(() -> buyAt(3, stock, log));
    for (int i = 1; i <= 3; i++) {
      String waits = "rolled back at " + (i - 1);
      Patience.until(() -> log.contains(waits), () -> waits);
      stock.set(i);
    }

    assertThat(buyer.result()).isTrue();
    assertThat(log).hasSizeGreaterThanOrEqualTo(8).endsWith("attempt at 3", "committed at 3");
    for (int i = 0; i < log.size() - 2; i += 2) {
      assertThat(log.get(i + 1)).isEqualTo(log.get(i).replace("attempt", "rolled back"));
    }
  }

  private boolean buyAt(int level, StoreCounter stock, List<String> log) {
    store()
        .transact(
            () -> {
              long present = stock.get();
              log.add("attempt at " + present);
              store().afterCommit(() -> log.add("committed at " + present));
              store().afterRollback(() -> log.add("rolled back at " + present));
              store().check(present == level);
            });
    return true;
  }

  @Test
  default void afterRollback_throwsAfterRetry_endsTheTransaction() {
    requires(Capability.RETRY);
    StoreCounter stock = store().counter("stock");
    RuntimeException planned = new IllegalArgumentException("planned");

    assertThatThrownBy(
            () ->
                store()
                    .transact(
                        () -> {
                          store().afterRollback(failing(planned));
                          store().check(stock.get() > 0);
                        }))
        .isSameAs(planned);

    stock.increment();
    assertThat(stock.get()).isEqualTo(1);
  }

  @Test
  default void afterRollback_changesWhatTheTransactionWaitsFor_wakesIt() {
    requires(Capability.RETRY);
    StoreCounter stock = store().counter("stock");

    long left =
        store()
            .transact(
                () -> {
                  store().afterRollback(stock::increment);
                  store().check(stock.get() > 0);
                  return stock.addAndGet(-1);
                });

    assertThat(left).isZero();
  }

  @Test
  default void orElse_firstIsRolledBack_dropsItsHooksAndRunsThoseOfRollback() {
    StoreCounter hits = store().counter("hits");
    List<String> log = new ArrayList<>();

    store()
        .orElse(
            () -> {
              hits.increment();
              store().afterCommit(() -> log.add("first committed"));
              store().afterRollback(() -> log.add("first rolled back"));
              throw store().retry();
            },
            () -> {
              hits.increment();
              store().afterCommit(() -> log.add("second committed"));
            });

    assertThat(log).containsExactly("first rolled back", "second committed");
    assertThat(hits.get()).isEqualTo(1);
  }

  @Test
  default void hooks_inSnapshot_run() {
    StoreCounter hits = store().counter("hits");
    List<String> log = new ArrayList<>();

    store()
        .snapshot(
            () -> {
              hits.get();
              store().afterCommit(() -> log.add("read"));
            });
    assertThatThrownBy(
            () ->
                store()
                    .snapshot(
                        () -> {
                          hits.get();
                          store().afterRollback(() -> log.add("rolled back"));
                          throw new IOException("planned");
                        }))
        .isInstanceOf(IOException.class);

    assertThat(log).containsExactly("read", "rolled back");
  }

  @Test
  default void hooks_ofTransactAsync_runBeforeItCompletes() throws Exception {
    StoreCounter hits = store().counter("hits");
    List<String> log = new CopyOnWriteArrayList<>();

    CompletableFuture<Long> after =
        store()
            .transactAsync(
                TransactionOptions.named("async"),
                () -> {
                  store().afterCommit(() -> log.add("committed"));
                  return hits.addAndGet(1);
                });

    assertThat(after.get(60, TimeUnit.SECONDS)).isEqualTo(1);
    assertThat(log).containsExactly("committed");
  }

  @Test
  default void hooks_underContention_runOnceForEachAttempt() throws Exception {
    StoreCounter hits = store().counter("hits");
    List<String> log = new CopyOnWriteArrayList<>();

    Worker.runAll(
        4,
        index -> {
          for (int i = 0; i < 50; i++) {
            String name = index + "/" + i;
            store().transact(() -> hit(hits, log, name));
          }
        });

    assertThat(hits.get()).isEqualTo(200);
    assertThat(log.stream().filter(entry -> entry.startsWith("committed")))
        .hasSize(200)
        .doesNotHaveDuplicates();
    long begun = log.stream().filter(entry -> entry.startsWith("attempt")).count();
    assertThat(log).hasSize(Math.toIntExact(2 * begun));
  }

  private void hit(StoreCounter hits, List<String> log, String name) {
    long before = hits.get();
    store().afterCommit(() -> log.add("committed " + name));
    store().afterRollback(() -> log.add("rolled back " + name));
    log.add("attempt " + name);
    Worker.letOthersRun();
    hits.set(before + 1);
  }

  @Test
  default void hooks_outsideTransaction_areRefused() {
    assertRefused(() -> store().afterCommit(() -> {}), "outside a transaction of " + store());
    assertRefused(() -> store().afterRollback(() -> {}), "outside a transaction of " + store());
  }

  @Test
  default void hooks_ofHook_areRefused() {
    assertThatExceptionOfType(AfterCommitException.class)
        .isThrownBy(
            () -> store().transact(() -> store().afterCommit(() -> store().afterCommit(() -> {}))))
        .withCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  default void hooks_inTransactionThatCannotBeJoined_areRefused() {
    try (Store other = Store.open("lock:")) {
      other.transact(
          () -> {
            assertRefused(() -> store().afterCommit(() -> {}), "cannot join");
            assertRefused(() -> store().afterRollback(() -> {}), "cannot join");
          });
    }
  }

  @Test
  default void hooks_inStmTransactionThatCannotBeJoined_areRefused() {
    requiresLackOf(Capability.JOINS_STM);
    Stm.atomic(
        () -> {
          assertRefused(() -> store().afterCommit(() -> {}), "cannot join an Stm transaction");
          assertRefused(() -> store().afterRollback(() -> {}), "cannot join an Stm transaction");
        });
  }

  @Test
  default void hooks_ofClosedStore_areRefused() {
    store().close();

    assertRefused(() -> store().afterCommit(() -> {}), store() + " is closed");
    assertRefused(() -> store().afterRollback(() -> {}), store() + " is closed");
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatIllegalStateException().isThrownBy(call).withMessageContaining(message);
  }
}
