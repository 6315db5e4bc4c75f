package io.isolde.stm;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.check;
import static io.isolde.stm.Stm.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.checks.Threads;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * After-rollback hooks run for every attempt that does not commit, for whatever reason, before
 * anything else happens.
 */
class AfterRollbackTest {
  private final List<String> events = new ArrayList<>();

  @Test
  void hooks_ofEveryLostAttempt_runBeforeTheNext() {
    LongRef ref = LongRef.of(0);
    atomic(
        () -> {
          Transaction tx = Transaction.current();
          int attempt = tx.attempt();
          events.add("body " + attempt);
          tx.afterRollback(() -> events.add("rollback " + attempt));
          ref.set(ref.get() + 1);
          if (attempt < 3) {
            Threads.elsewhere(ref::increment);
          }
        });
    assertThat(events).containsExactly("body 1", "rollback 1", "body 2", "rollback 2", "body 3");
  }

  @Test
  void hooks_ofAFailedTransaction_runInOrderBeforeTheException() {
    LongRef ref = LongRef.of(0);
    try {
      atomic(
          () -> {
            Transaction tx = Transaction.current();
            tx.afterRollback(
                () -> {
                  assertThat(Stm.inTransaction()).isFalse();
                  assertThat(ref.get()).isZero();
                  events.add("1");
                });
            tx.afterRollback(() -> events.add("2"));
            ref.set(1);
            throw new IllegalStateException("caught");
          });
    } catch (IllegalStateException e) {
      events.add(e.getMessage());
    }
    assertThat(events).containsExactly("1", "2", "caught");
  }

  @Test
  void hooks_ofARefusedCommit_run() {
    LongRef ref = LongRef.of(0);
    Subscription validator = ref.addValidator("not negative", x -> x >= 0);
    try (validator) {
      assertThatThrownBy(
              () ->
                  atomic(
                      () -> {
                        ref.set(-1);
                        Transaction.current().afterRollback(() -> events.add("rollback"));
                      }))
          .isInstanceOf(ValidationException.class);
    }
    assertThat(events).containsExactly("rollback");
  }

  @Test
  void hooks_ofAnOvertakenSnapshot_run() {
    LongRef a = LongRef.of(0);
    LongRef b = LongRef.of(0);
    snapshot(
        () -> {
          Transaction tx = Transaction.current();
          int attempt = tx.attempt();
          tx.afterRollback(() -> events.add("rollback " + attempt));
          a.get();
          Threads.elsewhere(b::increment);
          b.get();
        });
    assertThat(events).containsExactly("rollback 1");
  }

  @Test
  void hooks_ofAWaitingTransaction_runBeforeItWaits() {
    LongRef ref = LongRef.of(0);
    Threads.elsewhere(
        () ->
            atomic(
                () -> {
                  Transaction.current().afterRollback(ref::increment);
                  check(ref.get() == 1);
                  events.add("done");
                }));
    assertThat(events).containsExactly("done");
  }

  @Test
  void hook_thatRunsTransactions_doesSoOutside() {
    LongRef ref = LongRef.of(0);
    LongRef log = LongRef.of(0);
    assertThatThrownBy(
            () ->
                atomic(
                    () -> {
                      ref.set(1);
                      Transaction.current()
                          .afterRollback(
                              () -> {
                                atomic(
                                    () -> {
                                      log.set(log.get() + 1);
                                      Transaction.current()
                                          .afterCommit(() -> events.add("inner after commit"));
                                    });
                                log.increment();
                                assertThatThrownBy(
                                        () ->
                                            atomic(
                                                () -> {
                                                  Transaction.current()
                                                      .afterRollback(
                                                          () -> events.add("inner after rollback"));
                                                  throw new IllegalStateException("inner");
                                                }))
                                    .hasMessage("inner");
                              });
                      throw new IllegalStateException("outer");
                    }))
        .hasMessage("outer");
    assertThat(ref.get()).isZero();
    assertThat(log.get()).isEqualTo(2);
    assertThat(events).containsExactly("inner after commit", "inner after rollback");
  }

  @Test
  void hook_thatRunsTransactionsBetweenAttempts_disturbsNone() {
    LongRef ref = LongRef.of(0);
    LongRef log = LongRef.of(0);
    Threads.elsewhere(() -> repeatWithLoggingHooks(ref, log));
    try (Threads threads = Threads.of(Threads.Kind.VIRTUAL)) {
      threads.start(() -> repeatWithLoggingHooks(ref, log));
      threads.join();
    }
    assertThat(log.get()).isEqualTo(4);
    assertThat(ref.get()).isEqualTo(6);
  }

  private static void repeatWithLoggingHooks(LongRef ref, LongRef log) {
    atomic(
        () -> {
          Transaction tx = Transaction.current();
          tx.afterRollback(() -> atomic(() -> log.set(log.get() + 1)));
          ref.set(ref.get() + 1);
          if (tx.attempt() < 3) {
            Threads.elsewhere(ref::increment);
          }
        });
  }

  @Test
  void hook_thatThrowsAfterAFailure_isSuppressedInIt() {
    IllegalStateException failure = new IllegalStateException("body");
    RuntimeException ofHook = new RuntimeException("hook");
    assertThatThrownBy(
            () ->
                atomic(
                    () -> {
                      Transaction.current()
                          .afterRollback(
                              () -> {
                                throw ofHook;
                              });
                      Transaction.current().afterRollback(() -> events.add("second"));
                      throw failure;
                    }))
        .isSameAs(failure)
        .hasSuppressedException(ofHook);
    assertThat(events).containsExactly("second");
  }

  @Test
  void hook_thatThrowsAfterALostAttempt_endsTheTransaction() {
    LongRef ref = LongRef.of(0);
    RuntimeException ofHook = new RuntimeException("hook");
    assertThatThrownBy(
            () ->
                atomic(
                    () -> {
                      events.add("body");
                      Transaction.current()
                          .afterRollback(
                              () -> {
                                throw ofHook;
                              });
                      ref.set(ref.get() + 1);
                      Threads.elsewhere(ref::increment);
                    }))
        .isSameAs(ofHook);
    assertThat(events).containsExactly("body");
    assertThat(ref.get()).isEqualTo(1);
    atomic(() -> ref.set(5));
    assertThat(ref.get()).isEqualTo(5);
  }

  @Test
  void hook_thatThrowsBeforeAWait_endsTheTransaction() {
    LongRef ref = LongRef.of(0);
    RuntimeException ofHook = new RuntimeException("hook");
    assertThatThrownBy(
            () ->
                atomic(
                    () -> {
                      Transaction.current()
                          .afterRollback(
                              () -> {
                                throw ofHook;
                              });
                      check(ref.get() == 1);
                    }))
        .isSameAs(ofHook);
    assertThat(Stm.inTransaction()).isFalse();
  }

  @Test
  void hook_thatThrowsTheSameExceptionAsTheBody_isNotSuppressedInItself() {
    IllegalStateException failure = new IllegalStateException("both");
    assertThatThrownBy(
            () ->
                atomic(
                    () -> {
                      Transaction.current()
                          .afterRollback(
                              () -> {
                                throw failure;
                              });
                      throw failure;
                    }))
        .isSameAs(failure);
    assertThat(failure).hasNoSuppressedExceptions();
  }
}
