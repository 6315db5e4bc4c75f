package io.isolde.stm;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.checks.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * A transaction-local variable belongs to one attempt: others neither see nor inherit its value.
 */
class TransactionLocalTest {
  @Test
  void local_inATransaction_keepsItsValueUntilTheEnd() {
    AtomicInteger initialised = new AtomicInteger();
    TransactionLocal<Integer> local = TransactionLocal.withInitial(initialised::incrementAndGet);
    atomic(
        () -> {
          assertThat(local.get()).isEqualTo(1);
          assertThat(local.get()).isEqualTo(1);
          local.set(50);
          assertThat(atomic(() -> local.get())).isEqualTo(50);
          Transaction.current().beforeCommit(() -> assertThat(local.get()).isEqualTo(50));
        });
    assertThat(atomic(() -> local.get())).isEqualTo(2);
  }

  @Test
  void local_inTheNextAttempt_startsAnew() {
    LongRef ref = LongRef.of(0);
    TransactionLocal<List<String>> local = TransactionLocal.withInitial(ArrayList::new);
    List<Integer> sizes = new ArrayList<>();
    atomic(
        () -> {
          sizes.add(local.get().size());
          local.get().add("x");
          long seen = ref.get();
          if (Transaction.current().attempt() == 1) {
            Threads.elsewhere(ref::increment);
          }
          ref.set(seen);
        });
    assertThat(sizes).containsExactly(0, 0);
  }

  @Test
  void local_ofNull_isNotInitialisedAgain() {
    AtomicInteger initialised = new AtomicInteger();
    TransactionLocal<String> local =
        TransactionLocal.withInitial(
            () -> {
              initialised.incrementAndGet();
              return null;
            });
    atomic(
        () -> {
          assertThat(local.get()).isNull();
          assertThat(local.get()).isNull();
        });
    assertThat(initialised).hasValue(1);
    atomic(
        () -> {
          local.set("x");
          local.set(null);
          assertThat(local.get()).isNull();
        });
    assertThat(initialised).hasValue(1);
  }

  @Test
  void locals_inSnapshots_work() {
    TransactionLocal<Integer> local = TransactionLocal.withInitial(() -> 1);
    TransactionLocal<Integer> other = TransactionLocal.withInitial(() -> local.get() + 1);
    int sum =
        snapshot(
            () -> {
              int first = other.get();
              local.set(10);
              return first + local.get();
            });
    assertThat(sum).isEqualTo(12);
  }

  @Test
  void local_ofABlockThatWasRolledBack_hasItsFormerValue() {
    TransactionLocal<Integer> local = TransactionLocal.withInitial(() -> 0);
    atomic(
        () -> {
          for (int i = 1; i <= 3; i++) {
            int value = i;
            local.set(value);
            assertThatThrownBy(
                    () ->
                        atomic(
                            () -> {
                              local.set(-value);
                              throw new IllegalStateException();
                            }))
                .isInstanceOf(IllegalStateException.class);
            assertThat(local.get()).isEqualTo(value);
          }
          atomic(() -> local.set(7));
          assertThat(local.get()).isEqualTo(7);
        });
  }

  /** User code computes the initial value, and may itself roll back a block. */
  @Test
  void local_whoseInitialValueRollsABlockBack_isInitialised() {
    LongRef ref = LongRef.of(0);
    TransactionLocal<Integer> touched = TransactionLocal.withInitial(() -> 0);
    TransactionLocal<Integer> local =
        TransactionLocal.withInitial(
            () -> {
              assertThatThrownBy(
                      () ->
                          atomic(
                              () -> {
                                touched.set(1);
                                ref.set(1);
                                throw new IllegalStateException();
                              }))
                  .isInstanceOf(IllegalStateException.class);
              return touched.get() + 5;
            });
    assertThat(atomic(() -> local.get() + local.get())).isEqualTo(10);
    assertThat(ref.get()).isZero();
  }

  @Test
  void local_ofAnotherThread_isAnother() {
    TransactionLocal<Integer> local = TransactionLocal.withInitial(() -> 0);
    atomic(
        () -> {
          local.set(1);
          Threads.elsewhere(() -> assertThat(atomic(() -> local.get())).isZero());
        });
  }

  @Test
  void local_outsideATransaction_isAnError() {
    TransactionLocal<Integer> local = TransactionLocal.withInitial(() -> 0);
    assertThatThrownBy(local::get)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("transaction-local value", "needs a transaction");
    assertThatThrownBy(() -> local.set(1)).isInstanceOf(IllegalStateException.class);
    atomic(
        () ->
            Transaction.current()
                .afterCommit(
                    () ->
                        assertThatThrownBy(local::get).isInstanceOf(IllegalStateException.class)));
  }
}
