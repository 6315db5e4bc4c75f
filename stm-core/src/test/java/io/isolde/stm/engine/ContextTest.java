package io.isolde.stm.engine;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.check;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.checks.Threads;
import io.isolde.checks.Threads.Kind;
import io.isolde.stm.BooleanRef;
import io.isolde.stm.LongRef;
import io.isolde.stm.Stm;
import io.isolde.stm.Transaction;
import io.isolde.stm.TransactionLocal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ContextTest {
  /** More threads than slots, so that many contexts are displaced. */
  private static final int THREADS = 5_000;

  @AfterEach
  void nothingIsLeft() {
    Threads.until(() -> Context.estimatedVirtual() == 0);
  }

  @Test
  void virtualThreads_moreThanSlots_eachFindsItsOwnTransaction() {
    BooleanRef open = BooleanRef.of(false);
    LongRef sum = LongRef.of(0);
    TransactionLocal<Integer> own = TransactionLocal.withInitial(() -> -1);
    try (Threads threads = Threads.of(Kind.VIRTUAL)) {
      for (int i = 0; i < THREADS; i++) {
        int number = i;
        threads.start(
            () ->
                atomic(
                    () -> {
                      own.set(number);
                      Threads.letOthersRun();
                      check(open.get());
                      sum.add(own.get());
                    }));
      }
      open.set(true);
      threads.finish();
    }

    assertThat(sum.get()).isEqualTo((long) THREADS * (THREADS - 1) / 2);
  }

  @Test
  void virtualThreads_insideAtOnce_allHaveAContext() {
    BooleanRef open = BooleanRef.of(false);
    LongRef inside = LongRef.of(0);
    try (Threads threads = Threads.of(Kind.VIRTUAL)) {
      for (int i = 0; i < THREADS; i++) {
        threads.start(
            () ->
                atomic(
                    () -> {
                      Transaction.current().afterRollback(inside::increment);
                      check(open.get());
                    }));
      }
      Threads.until(() -> inside.get() >= THREADS && Waiters.any());
      assertThat(Stm.inTransaction()).isFalse();
      open.set(true);
      threads.finish();
    }
  }

  @Test
  void hooksOfAVirtualThread_runTransactionsWhoseHooksComeAfterThem() {
    List<String> events = new ArrayList<>();
    try (Threads threads = Threads.of(Kind.VIRTUAL)) {
      threads.start(
          () ->
              atomic(
                  () -> {
                    Transaction.current()
                        .afterCommit(
                            () -> {
                              atomic(
                                  () ->
                                      Transaction.current()
                                          .afterCommit(() -> events.add("hook of the hook")));
                              events.add("hook");
                            });
                  }));
      threads.finish();
    }

    assertThat(events).containsExactly("hook", "hook of the hook");
  }

  @Test
  void virtualThread_whoseHookAfterRollbackRunsATransaction_goesOn() {
    LongRef ref = LongRef.of(0);
    LongRef rollbacks = LongRef.of(0);
    try (Threads threads = Threads.of(Kind.VIRTUAL)) {
      threads.start(
          () -> {
            assertThatThrownBy(
                    () ->
                        atomic(
                            () -> {
                              Transaction.current()
                                  .afterRollback(() -> atomic(rollbacks::increment));
                              ref.set(1);
                              throw new IllegalStateException("planned");
                            }))
                .hasMessage("planned");
            assertThat(Stm.inTransaction()).isFalse();
            ref.add(2);
          });
      threads.finish();
    }

    assertThat(ref.get()).isEqualTo(2);
    assertThat(rollbacks.get()).isEqualTo(1);
  }
}
