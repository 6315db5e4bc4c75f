package io.isolde.stm;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.check;
import static io.isolde.stm.Stm.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.checks.Threads;
import io.isolde.checks.Threads.Kind;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An interrupt ends a wait, and nothing else; it is never swallowed. */
class InterruptTest {
  @AfterEach
  void clearInterruptStatus() {
    Thread.interrupted();
  }

  @ParameterizedTest
  @EnumSource
  void interrupt_duringRetry_endsTheWaitAndChangesNothing(Kind kind) {
    LongRef ref = LongRef.of(0);
    LongRef written = LongRef.of(0);
    AtomicInteger rolledBack = new AtomicInteger();
    try (Threads threads = Threads.of(kind)) {
      long waits = Stm.statistics().waits();
      Thread waiter =
          threads.start(
              () -> {
                assertThatThrownBy(
                        () ->
                            atomic(
                                TransactionOptions.named("patient"),
                                () -> {
                                  written.set(1);
                                  Transaction.current().afterRollback(rolledBack::incrementAndGet);
                                  check(ref.get() == 1);
                                }))
                    .isInstanceOf(TransactionInterruptedException.class)
                    .hasMessageContainingAll(
                        "transaction 'patient'",
                        "rolled back",
                        "interrupted",
                        "waited for a change in retry");
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
                assertThat(Stm.inTransaction()).isFalse();
              });
      Threads.until(() -> Stm.statistics().waits() > waits);
      Threads.untilParked(waiter);
      waiter.interrupt();
      threads.join();
    }
    assertThat(written.get()).isZero();
    assertThat(rolledBack).hasValue(1);
  }

  @Test
  void interrupt_beforeRetry_endsTheWaitAtOnce() {
    LongRef ref = LongRef.of(0);
    Threads.elsewhere(
        () -> {
          Thread.currentThread().interrupt();
          assertThatThrownBy(() -> ref.await(x -> x == 1))
              .isInstanceOf(TransactionInterruptedException.class);
          assertThat(Thread.interrupted()).isTrue();
          assertThatThrownBy(
                  () ->
                      snapshot(
                          () -> {
                            Thread.currentThread().interrupt();
                            check(ref.get() == 1);
                          }))
              .isInstanceOf(TransactionInterruptedException.class);
          assertThat(Thread.interrupted()).isTrue();
        });
  }

  @Test
  void interrupt_withNothingToWaitFor_disturbsNoTransaction() {
    LongRef ref = LongRef.of(0);
    Threads.elsewhere(
        () -> {
          Thread.currentThread().interrupt();
          ref.set(1);
          atomic(() -> ref.set(ref.get() + 1));
          snapshot(() -> ref.get());
          assertThat(ref.await(x -> x == 2)).isEqualTo(2);
          atomic(() -> Transaction.current().afterCommit(() -> ref.add(1)));
          assertThat(Thread.currentThread().isInterrupted()).isTrue();
        });
    assertThat(ref.get()).isEqualTo(3);
  }

  @Test
  void interrupt_duringTheBody_isLeftToTheBody() {
    LongRef ref = LongRef.of(0);
    Threads.elsewhere(
        () -> {
          atomic(
              () -> {
                ref.set(1);
                Thread.currentThread().interrupt();
                ref.add(1);
              });
          assertThat(Thread.interrupted()).isTrue();
        });
    assertThat(ref.get()).isEqualTo(2);
  }

  @Test
  void interrupt_withAConflict_repeatsAsUsual() {
    LongRef ref = LongRef.of(0);
    Threads.elsewhere(
        () -> {
          atomic(
              () -> {
                Thread.currentThread().interrupt();
                long seen = ref.get();
                if (Transaction.current().attempt() <= 3) {
                  Thread other = Thread.ofPlatform().start(() -> ref.add(1));
                  Threads.until(() -> !other.isAlive());
                }
                ref.set(seen + 1);
              });
          assertThat(Thread.interrupted()).isTrue();
        });
    assertThat(ref.get()).isEqualTo(4);
  }

  @Test
  void transaction_afterAnInterruptedOne_works() {
    LongRef ref = LongRef.of(0);
    Threads.elsewhere(
        () -> {
          Thread.currentThread().interrupt();
          assertThatThrownBy(() -> ref.await(x -> x == 1))
              .isInstanceOf(TransactionInterruptedException.class);
          Thread.interrupted();
          atomic(() -> ref.set(1));
          assertThat(ref.await(x -> x == 1)).isEqualTo(1);
        });
  }

  /**
   * Hooks of a committed transaction wait for those before them; an interrupt must not keep them
   * from running.
   */
  @Test
  void interrupt_whileHooksWaitForTheirTurn_runsThemAllTheSame() {
    LongRef first = LongRef.of(0);
    LongRef second = LongRef.of(0);
    AtomicInteger hooks = new AtomicInteger();
    try (Threads threads = Threads.platform()) {
      atomic(
          () -> {
            first.set(1);
            Transaction.current()
                .afterCommit(
                    () -> {
                      Thread successor =
                          threads.start(
                              () -> {
                                atomic(
                                    () -> {
                                      second.set(1);
                                      Transaction.current().afterCommit(hooks::incrementAndGet);
                                    });
                                assertThat(Thread.currentThread().isInterrupted()).isTrue();
                              });
                      Threads.until(() -> second.get() == 1);
                      Threads.untilParked(successor);
                      successor.interrupt();
                      Threads.until(() -> !successor.isInterrupted());
                      assertThat(hooks).hasValue(0);
                    });
          });
      threads.join();
    }
    assertThat(hooks).hasValue(1);
  }
}
