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

/** Before-commit hooks are the last part of the body: they read, write, add hooks, and may veto. */
class BeforeCommitTest {
  private final List<String> events = new ArrayList<>();

  @Test
  void hooks_ofATransaction_runInTheOrderOfAskingAfterTheBody() {
    atomic(
        () -> {
          Transaction tx = Transaction.current();
          tx.beforeCommit(() -> events.add("1"));
          atomic(() -> Transaction.current().beforeCommit(() -> events.add("2")));
          tx.beforeCommit(() -> events.add("3"));
          events.add("body");
        });
    assertThat(events).containsExactly("body", "1", "2", "3");
  }

  @Test
  void hook_thatWrites_writesInTheTransaction() {
    LongRef ref = LongRef.of(0);
    LongRef sum = LongRef.of(0);
    atomic(
        () -> {
          Transaction.current().beforeCommit(() -> sum.set(ref.get() + 1));
          Transaction.current()
              .beforeCommit(() -> Threads.elsewhere(() -> assertThat(sum.get()).isZero()));
          ref.set(10);
        });
    assertThat(sum.get()).isEqualTo(11);
  }

  @Test
  void hook_thatAddsHooks_hasThemRun() {
    atomic(
        () ->
            Transaction.current()
                .beforeCommit(
                    () -> {
                      events.add("first");
                      Transaction tx = Transaction.current();
                      tx.afterCommit(() -> events.add("after"));
                      tx.beforeCommit(
                          () -> {
                            events.add("second");
                            Transaction.current().beforeCommit(() -> events.add("third"));
                          });
                    }));
    assertThat(events).containsExactly("first", "second", "third", "after");
  }

  @Test
  void hook_thatThrows_vetoesTheCommit() {
    LongRef ref = LongRef.of(0);
    RuntimeException veto = new RuntimeException("veto");
    assertThatThrownBy(
            () ->
                atomic(
                    () -> {
                      ref.set(1);
                      Transaction tx = Transaction.current();
                      tx.afterCommit(() -> events.add("after commit"));
                      tx.afterRollback(() -> events.add("after rollback"));
                      tx.beforeCommit(() -> events.add("first"));
                      tx.beforeCommit(
                          () -> {
                            throw veto;
                          });
                      tx.beforeCommit(() -> events.add("third"));
                    }))
        .isSameAs(veto);
    assertThat(ref.get()).isZero();
    assertThat(events).containsExactly("first", "after rollback");
  }

  @Test
  void hook_ofAReadOnlyTransaction_vetoesTheReturn() {
    LongRef ref = LongRef.of(3);
    RuntimeException veto = new RuntimeException("veto");
    assertThatThrownBy(
            () ->
                snapshot(
                    () -> {
                      Transaction.current()
                          .beforeCommit(
                              () -> {
                                throw veto;
                              });
                      return ref.get();
                    }))
        .isSameAs(veto);
  }

  @Test
  void hook_inASnapshot_readsButDoesNotWrite() {
    LongRef ref = LongRef.of(3);
    snapshot(() -> Transaction.current().beforeCommit(() -> events.add("saw " + ref.get())));
    assertThat(events).containsExactly("saw 3");
    assertThatThrownBy(() -> snapshot(() -> Transaction.current().beforeCommit(() -> ref.set(4))))
        .isInstanceOf(IllegalStateException.class);
    assertThat(ref.get()).isEqualTo(3);
  }

  @Test
  void hook_thatRetries_makesTheTransactionWait() {
    LongRef ref = LongRef.of(0);
    LongRef written = LongRef.of(0);
    try (Threads threads = Threads.platform()) {
      long waits = Stm.statistics().waits();
      threads.start(
          () ->
              atomic(
                  () -> {
                    written.add(1);
                    Transaction.current().beforeCommit(() -> check(ref.get() == 1));
                  }));
      Threads.until(() -> Stm.statistics().waits() > waits);
      assertThat(written.get()).isZero();
      ref.set(1);
      threads.join();
    }
    assertThat(written.get()).isEqualTo(1);
  }

  @Test
  void hook_inALostAttempt_runsAgainInTheNext() {
    LongRef ref = LongRef.of(0);
    atomic(
        () -> {
          ref.set(ref.get() + 1);
          Transaction tx = Transaction.current();
          tx.beforeCommit(() -> events.add("attempt " + tx.attempt()));
          if (tx.attempt() == 1) {
            tx.beforeCommit(() -> Threads.elsewhere(ref::increment));
          }
        });
    assertThat(events).containsExactly("attempt 1", "attempt 2");
    assertThat(ref.get()).isEqualTo(2);
  }

  @Test
  void hook_isInsideTheTransaction() {
    atomic(
        () ->
            Transaction.current()
                .beforeCommit(
                    () -> {
                      assertThat(Stm.inTransaction()).isTrue();
                      assertThatThrownBy(Stm::requireNoTransaction)
                          .isInstanceOf(IllegalStateException.class);
                    }));
  }

  @Test
  void hook_thatCatchesARolledBackBlock_commitsTheRest() {
    LongRef ref = LongRef.of(0);
    atomic(
        () ->
            Transaction.current()
                .beforeCommit(
                    () -> {
                      ref.add(1);
                      assertThatThrownBy(
                              () ->
                                  atomic(
                                      () -> {
                                        ref.add(10);
                                        Transaction.current()
                                            .beforeCommit(() -> events.add("forgotten"));
                                        throw new IllegalStateException();
                                      }))
                          .isInstanceOf(IllegalStateException.class);
                    }));
    assertThat(ref.get()).isEqualTo(1);
    assertThat(events).isEmpty();
  }
}
