package io.isolde.stm;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.checks.Threads;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Non-repeatable read: a transaction reads a ref twice and sees two values, because another
 * transaction committed in between.
 */
class NonRepeatableReadTest {
  @Test
  void secondRead_afterAnotherCommit_endsTheAttempt() {
    LongRef ref = LongRef.of(0);
    List<Long> seen = new ArrayList<>();
    atomic(
        () -> {
          seen.add(ref.get());
          if (Transaction.current().attempt() == 1) {
            Threads.elsewhere(() -> ref.set(1));
          }
          seen.add(ref.get());
        });
    assertThat(seen).containsExactly(0L, 1L, 1L);
  }

  @Test
  void secondRead_inASnapshot_isTheSameHoweverOftenOthersCommit() {
    LongRef ref = LongRef.of(0);
    Ref<Long> object = Ref.of(0L);
    List<Long> differences = new ArrayList<>();
    int attempts =
        snapshot(
            () -> {
              long first = ref.get();
              for (int i = 0; i < 5; i++) {
                Threads.elsewhere(
                    () -> {
                      ref.add(1);
                      object.set(ref.get());
                    });
                differences.add(ref.get() - first);
                differences.add(object.get() - first);
              }
              return Transaction.current().attempt();
            });
    assertThat(differences).containsOnly(0L);
    assertThat(attempts).isLessThanOrEqualTo(2);
  }

  @Test
  void secondRead_afterManyOthers_findsTheValueOfTheFirst() {
    List<LongRef> refs = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      refs.add(LongRef.of(i));
    }
    atomic(
        () -> {
          for (int round = 0; round < 3; round++) {
            for (int i = 0; i < refs.size(); i++) {
              assertThat(refs.get(i).get()).isEqualTo(i);
            }
          }
        });
  }

  /**
   * A value that was changed and changed back counts as changed, too: otherwise, what was seen
   * together would not have existed together.
   */
  @Test
  void secondRead_afterAChangeThereAndBack_isConsistentWithTheOthers() {
    LongRef ref = LongRef.of(0);
    LongRef changes = LongRef.of(0);
    List<Long> seen = new ArrayList<>();
    atomic(
        () -> {
          seen.add(ref.get());
          if (Transaction.current().attempt() == 1) {
            Threads.elsewhere(
                () -> {
                  atomic(
                      () -> {
                        ref.set(5);
                        changes.add(1);
                      });
                  atomic(
                      () -> {
                        ref.set(0);
                        changes.add(1);
                      });
                });
          }
          seen.add(changes.get());
          ref.set(7);
        });
    assertThat(seen).containsExactly(0L, 0L, 2L);
  }
}
