package io.isolde.stm;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.checks.Threads;
import io.isolde.checks.Threads.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Dirty read: a transaction sees what another has written but has not committed, and may never
 * commit.
 */
class DirtyReadTest {
  @Test
  void dirtyRead_ofAnOpenTransaction_isImpossible() {
    LongRef ref = LongRef.of(1);
    Ref<String> object = Ref.of("old");
    atomic(
        () -> {
          ref.set(2);
          object.set("new");
          Threads.elsewhere(
              () -> {
                assertThat(ref.get()).isEqualTo(1);
                assertThat(ref.peek()).isEqualTo(1);
                assertThat(atomic(() -> ref.get())).isEqualTo(1);
                assertThat(snapshot(() -> object.get())).isEqualTo("old");
                assertThat(object.toString()).contains("old");
              });
        });
    assertThat(ref.get()).isEqualTo(2);
    assertThat(object.get()).isEqualTo("new");
  }

  @Test
  void dirtyRead_whileCommuteFunctionsAndHooksRun_isImpossible() {
    Ref<Integer> ref = Ref.of(1);
    LongRef other = LongRef.of(1);
    atomic(
        () -> {
          other.set(2);
          Transaction.current()
              .beforeCommit(() -> Threads.elsewhere(() -> assertThat(other.get()).isEqualTo(1)));
          ref.commute(
              x -> {
                Threads.elsewhere(
                    () -> {
                      assertThat(ref.get()).isEqualTo(1);
                      assertThat(other.get()).isEqualTo(1);
                    });
                return x + 1;
              });
        });
    assertThat(ref.get()).isEqualTo(2);
  }

  private static final class Change extends RuntimeException {}

  /** The writer goes through odd values, and either throws or goes on to an even one. */
  @ParameterizedTest
  @EnumSource
  void dirtyRead_besideTransactionsThatRollBack_isImpossible(Kind kind) {
    LongRef ref = LongRef.of(0);
    Ref<Long> object = Ref.of(0L);
    try (Threads threads = Threads.of(kind)) {
      for (int i = 0; i < 2; i++) {
        threads.repeat(
            () -> {
              assertThatThrownBy(() -> addOneAndPerhapsAnother(ref, object, true))
                  .isInstanceOf(Change.class);
              addOneAndPerhapsAnother(ref, object, false);
            });
      }
      for (int i = 0; i < 5_000; i++) {
        assertThat(ref.get() & 1).isZero();
        assertThat(ref.peek() & 1).isZero();
        assertThat(object.get() & 1).isZero();
        assertThat(snapshot(() -> ref.get()) & 1).isZero();
        assertThat(atomic(() -> object.get()) & 1).isZero();
      }
      threads.finish();
    }
  }

  private static void addOneAndPerhapsAnother(LongRef ref, Ref<Long> object, boolean fails) {
    atomic(
        () -> {
          ref.set(ref.get() + 1);
          object.set(ref.get());
          if (fails) {
            throw new Change();
          }
          ref.add(1);
          object.updateAndGet(x -> x + 1);
        });
  }
}
