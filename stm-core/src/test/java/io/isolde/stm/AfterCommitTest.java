package io.isolde.stm;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.isolde.checks.Threads;
import io.isolde.checks.Threads.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * After-commit hooks run once, outside the transaction, on the committing thread, one transaction
 * after the other in commit order.
 */
class AfterCommitTest {
  private final List<String> events = new ArrayList<>();

  @Test
  void hooks_ofATransaction_runInTheOrderOfAskingAfterItsCommit() {
    LongRef ref = LongRef.of(0);
    Thread thread = Thread.currentThread();
    atomic(
        () -> {
          Transaction tx = Transaction.current();
          tx.afterCommit(
              () -> {
                Threads.elsewhere(() -> assertThat(ref.get()).isEqualTo(1));
                assertThat(Thread.currentThread()).isSameAs(thread);
                assertThat(Stm.inTransaction()).isFalse();
                Stm.requireNoTransaction();
                events.add("1");
              });
          atomic(() -> Transaction.current().afterCommit(() -> events.add("2")));
          tx.afterCommit(() -> events.add("3"));
          tx.afterRollback(() -> events.add("rollback"));
          ref.set(1);
          events.add("body");
        });
    assertThat(events).containsExactly("body", "1", "2", "3");
  }

  @Test
  void hook_ofARepeatedTransaction_runsOnce() {
    LongRef ref = LongRef.of(0);
    atomic(
        () -> {
          ref.set(ref.get() + 1);
          Transaction tx = Transaction.current();
          int attempt = tx.attempt();
          tx.afterCommit(() -> events.add("attempt " + attempt));
          if (attempt < 3) {
            Threads.elsewhere(ref::increment);
          }
        });
    assertThat(events).containsExactly("attempt 3");
  }

  @Test
  void hook_ofAFailedTransaction_doesNotRun() {
    assertThatThrownBy(
            () ->
                atomic(
                    () -> {
                      Transaction.current().afterCommit(() -> events.add("never"));
                      throw new IllegalStateException();
                    }))
        .isInstanceOf(IllegalStateException.class);
    atomic(() -> {});
    assertThat(events).isEmpty();
  }

  @Test
  void hook_ofAReadOnlyTransaction_runs() {
    LongRef ref = LongRef.of(7);
    long seen =
        snapshot(
            () -> {
              Transaction.current().afterCommit(() -> events.add("snapshot"));
              return ref.get();
            });
    atomic(
        () -> {
          ref.get();
          Transaction.current().afterCommit(() -> events.add("atomic"));
        });
    atomic(() -> Transaction.current().afterCommit(() -> events.add("empty")));
    assertThat(seen).isEqualTo(7);
    assertThat(events).containsExactly("snapshot", "atomic", "empty");
  }

  @Test
  void hook_thatThrows_isReportedAndStopsNothing() {
    LongRef ref = LongRef.of(0);
    RuntimeException first = new RuntimeException("first");
    AssertionError second = new AssertionError("second");
    Throwable thrown =
        catchThrowable(
            () ->
                atomic(
                    TransactionOptions.named("noisy"),
                    () -> {
                      ref.set(1);
                      Transaction tx = Transaction.current();
                      tx.afterCommit(
                          () -> {
                            throw first;
                          });
                      tx.afterCommit(() -> events.add("between"));
                      tx.afterCommit(
                          () -> {
                            throw second;
                          });
                      tx.afterCommit(() -> events.add("last"));
                    }));
    assertThat(thrown)
        .isInstanceOf(AfterCommitException.class)
        .hasMessageContainingAll("transaction 'noisy'", "has committed", "first")
        .hasCause(first);
    assertThat(first).hasSuppressedException(second);
    assertThat(events).containsExactly("between", "last");
    assertThat(ref.get()).isEqualTo(1);
    atomic(() -> Transaction.current().afterCommit(() -> events.add("works")));
    assertThat(events).endsWith("works");
  }

  @Test
  void hook_ofASecondAttemptThatThrows_isReportedToo() {
    LongRef ref = LongRef.of(0);
    RuntimeException failure = new RuntimeException("hook");
    assertThatThrownBy(
            () ->
                atomic(
                    () -> {
                      ref.set(ref.get() + 1);
                      if (Transaction.current().attempt() == 1) {
                        Threads.elsewhere(ref::increment);
                      }
                      Transaction.current()
                          .afterCommit(
                              () -> {
                                throw failure;
                              });
                    }))
        .isInstanceOf(AfterCommitException.class)
        .hasCause(failure);
    assertThat(ref.get()).isEqualTo(2);
  }

  // ---- transactions inside hooks ----

  @Test
  void hook_thatRunsTransactions_seesAndChangesRefs() {
    LongRef ref = LongRef.of(0);
    atomic(
        () -> {
          ref.set(1);
          Transaction.current()
              .afterCommit(
                  () -> {
                    assertThat(ref.get()).isEqualTo(1);
                    atomic(() -> ref.set(ref.get() + 1));
                    ref.add(1);
                    assertThat(snapshot(() -> ref.get())).isEqualTo(3);
                  });
        });
    assertThat(ref.get()).isEqualTo(3);
  }

  @Test
  void hook_thatRunsTransactionsWithHooks_hasThemRunAfterIt() {
    LongRef ref = LongRef.of(0);
    atomic(
        () -> {
          Transaction tx = Transaction.current();
          tx.afterCommit(
              () -> {
                atomic(
                    () -> {
                      ref.add(1);
                      Transaction.current()
                          .afterCommit(
                              () -> {
                                events.add("inner of 1");
                                atomic(
                                    () ->
                                        Transaction.current()
                                            .afterCommit(() -> events.add("innermost")));
                              });
                    });
                events.add("1");
              });
          tx.afterCommit(
              () -> {
                atomic(() -> Transaction.current().afterCommit(() -> events.add("inner of 2")));
                events.add("2");
              });
        });
    assertThat(events).containsExactly("1", "2", "inner of 1", "inner of 2", "innermost");
    assertThat(ref.get()).isEqualTo(1);
  }

  @Test
  void hook_ofATransactionInsideAHook_thatThrows_isReportedByTheOutermost() {
    RuntimeException failure = new RuntimeException("inner");
    assertThatThrownBy(
            () ->
                atomic(
                    () ->
                        Transaction.current()
                            .afterCommit(
                                () -> {
                                  atomic(
                                      () ->
                                          Transaction.current()
                                              .afterCommit(
                                                  () -> {
                                                    throw failure;
                                                  }));
                                  events.add("goes on");
                                })))
        .isInstanceOf(AfterCommitException.class)
        .hasRootCause(failure);
    assertThat(events).containsExactly("goes on");
  }

  @Test
  void hook_thatRunsAFailingTransaction_reportsItsException() {
    IllegalStateException failure = new IllegalStateException("inside the hook");
    assertThatThrownBy(
            () ->
                atomic(
                    () ->
                        Transaction.current()
                            .afterCommit(
                                () ->
                                    atomic(
                                        () -> {
                                          throw failure;
                                        }))))
        .isInstanceOf(AfterCommitException.class)
        .hasCause(failure);
  }

  // ---- commit order ----

  @ParameterizedTest
  @EnumSource
  void hooks_ofManyThreads_runInCommitOrder(Kind kind) {
    int perThread = 500;
    LongRef counter = LongRef.of(0);
    List<Long> order = new ArrayList<>(); // guarded by the law under test
    Threads.together(
        kind,
        4,
        number -> {
          for (int i = 0; i < perThread; i++) {
            atomic(
                () -> {
                  long value = counter.get() + 1;
                  counter.set(value);
                  Transaction.current().afterCommit(() -> order.add(value));
                });
          }
        });
    assertThat(order)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 4L * perThread).boxed().toList());
  }

  /**
   * Read-only transactions take part in the same order: the hook of a transaction runs before the
   * hook of any transaction that depends on it.
   */
  @ParameterizedTest
  @EnumSource
  void hooks_ofReadersBesideWriters_neverGoBack(Kind kind) {
    LongRef counter = LongRef.of(0);
    List<Long> order = new ArrayList<>(); // guarded by the law under test
    Threads.together(
        kind,
        4,
        number -> {
          for (int i = 0; i < 500; i++) {
            atomic(
                () -> {
                  long value = number < 2 ? counter.incrementAndGet() : counter.get();
                  if (number < 2) {
                    Transaction.current().afterCommit(() -> order.add(value));
                  } else {
                    Transaction.current()
                        .afterCommit(
                            () -> assertThat(order.size()).isGreaterThanOrEqualTo((int) value));
                  }
                });
          }
        });
    assertThat(order).isSorted().hasSize(1_000);
  }

  /**
   * A transaction that has read what another overwrites comes before the other, whether it writes
   * something else or nothing. In the order of the hooks, and in that of prepare, the transactions
   * form a serial history.
   */
  @ParameterizedTest
  @EnumSource
  void hooksAndPrepare_ofManyThreads_areInTheOrderOfReadsToo(Kind kind) {
    List<LongRef> refs = List.of(LongRef.of(0), LongRef.of(0), LongRef.of(0));
    long[] told = new long[3]; // guarded by the law under test
    long[] prepared = new long[3];
    Threads.together(
        kind,
        4,
        number -> {
          for (int i = 1; i <= 1_000; i++) {
            int read = (number + i) % 3;
            int written = (i & 4) == 0 ? -1 : (read + 1 + (i & 1)) % 3;
            long value = 4L * i + number;
            atomic(
                () -> {
                  long seen = refs.get(read).get();
                  if (written >= 0) {
                    refs.get(written).set(value);
                  }
                  Transaction tx = Transaction.current();
                  tx.enlist(() -> replay(prepared, read, seen, written, value));
                  tx.afterCommit(() -> replay(told, read, seen, written, value));
                });
          }
        });
    long[] last = refs.stream().mapToLong(LongRef::get).toArray();
    assertThat(told).isEqualTo(last);
    assertThat(prepared).isEqualTo(last);
  }

  private static void replay(long[] state, int read, long seen, int written, long value) {
    assertThat(state[read]).isEqualTo(seen);
    if (written >= 0) {
      state[written] = value;
    }
  }

  /**
   * Hooks that run transactions with hooks, on all threads at once: no thread waits for itself or
   * in a circle.
   */
  @ParameterizedTest
  @EnumSource
  void hooks_thatRunTransactionsWithHooks_doNotDeadlock(Kind kind) {
    LongRef counter = LongRef.of(0);
    AtomicInteger hooks = new AtomicInteger();
    int rounds = 300;
    Threads.together(
        kind,
        4,
        number -> {
          for (int i = 0; i < rounds; i++) {
            countWithHooks(counter, hooks, 3);
          }
        });
    assertThat(hooks).hasValue(4 * rounds * 3);
    assertThat(counter.get()).isEqualTo(4L * rounds * 3);
  }

  private static void countWithHooks(LongRef counter, AtomicInteger hooks, int depth) {
    if (depth == 0) {
      return;
    }
    atomic(
        () -> {
          counter.set(counter.get() + 1);
          Transaction.current()
              .afterCommit(
                  () -> {
                    hooks.incrementAndGet();
                    countWithHooks(counter, hooks, depth - 1);
                  });
        });
  }

  /**
   * A hook may wait for the effects of another thread's transaction, which take place before that
   * thread waits for its turn.
   */
  @Test
  void hook_thatWaitsForTheEffectsOfAnother_getsThem() {
    LongRef ref = LongRef.of(0);
    try (Threads threads = Threads.platform()) {
      atomic(
          () ->
              Transaction.current()
                  .afterCommit(
                      () -> {
                        threads.start(
                            () ->
                                atomic(
                                    () -> {
                                      ref.set(1);
                                      Transaction.current().afterCommit(() -> events.add("second"));
                                    }));
                        ref.await(x -> x == 1);
                        events.add("first");
                      }));
      threads.join();
    }
    assertThat(events).containsExactly("first", "second");
  }

  @Test
  void transactionsWithoutHooks_besideAHookThatTakesItsTime_pass() {
    LongRef ref = LongRef.of(0);
    atomic(
        () ->
            Transaction.current()
                .afterCommit(() -> Threads.elsewhere(() -> atomic(() -> ref.set(ref.get() + 1)))));
    assertThat(ref.get()).isEqualTo(1);
  }
}
