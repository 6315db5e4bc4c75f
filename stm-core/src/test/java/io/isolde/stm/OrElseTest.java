package io.isolde.stm;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.check;
import static io.isolde.stm.Stm.orElse;
import static io.isolde.stm.Stm.retry;
import static io.isolde.stm.Stm.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.checks.Threads;
import io.isolde.checks.Threads.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Of two alternatives, the second runs if the first has to wait, as if the first had not run. If
 * both have to wait, a change for either ends the wait.
 */
class OrElseTest {
  @Test
  void orElse_firstDoesNotRetry_runsFirstOnly() {
    LongRef ref = LongRef.of(0);
    String chosen =
        atomic(
            () ->
                orElse(
                    () -> {
                      ref.set(1);
                      return "first";
                    },
                    () -> {
                      ref.set(2);
                      return "second";
                    }));
    assertThat(chosen).isEqualTo("first");
    assertThat(ref.get()).isEqualTo(1);
  }

  @Test
  void orElse_firstRetries_runsSecondAsIfFirstHadNotRun() {
    LongRef l = LongRef.of(0);
    IntRef i = IntRef.of(0);
    Ref<String> o = Ref.of("");
    LongRef kept = LongRef.of(0);
    TransactionLocal<String> local = TransactionLocal.withInitial(() -> "initial");
    List<String> events = new ArrayList<>();
    String chosen =
        atomic(
            () -> {
              kept.set(1);
              o.set("outer");
              local.set("outer");
              return orElse(
                  () -> {
                    l.set(5);
                    i.add(5);
                    o.set("first");
                    kept.add(5);
                    local.set("first");
                    Transaction tx = Transaction.current();
                    tx.beforeCommit(() -> events.add("before commit of first"));
                    tx.afterCommit(() -> events.add("after commit of first"));
                    tx.afterRollback(() -> events.add("after rollback of first"));
                    throw retry();
                  },
                  () -> {
                    Transaction.current().afterCommit(() -> events.add("after commit of second"));
                    return l.get()
                        + " "
                        + i.get()
                        + " "
                        + o.get()
                        + " "
                        + kept.get()
                        + " "
                        + local.get();
                  });
            });
    assertThat(chosen).isEqualTo("0 0 outer 1 outer");
    assertThat(l.get() + " " + i.get() + " " + o.get() + " " + kept.get()).isEqualTo("0 0 outer 1");
    assertThat(events).containsExactly("after rollback of first", "after commit of second");
  }

  @Test
  void orElse_firstRetriesInsideANestedBlock_forgetsThatToo() {
    LongRef ref = LongRef.of(0);
    atomic(
        () ->
            orElse(
                () -> {
                  ref.add(1);
                  atomic(
                      () -> {
                        ref.add(2);
                        atomic(() -> check(ref.get() < 0));
                      });
                },
                () -> ref.add(10)));
    assertThat(ref.get()).isEqualTo(10);
  }

  @Test
  void orElse_secondWritesWhatFirstHadWritten_startsFromTheValueBefore() {
    List<LongRef> refs = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      refs.add(LongRef.of(i));
    }
    atomic(
        () -> {
          refs.subList(0, 10).forEach(ref -> ref.add(100));
          orElse(
              () -> {
                refs.forEach(ref -> ref.set(-1));
                throw retry();
              },
              () -> refs.subList(5, 20).forEach(ref -> ref.add(1_000)));
        });
    for (int i = 0; i < 30; i++) {
      int added = (i < 10 ? 100 : 0) + (i >= 5 && i < 20 ? 1_000 : 0);
      assertThat(refs.get(i).get()).isEqualTo(i + added);
    }
  }

  @Test
  void orElse_firstThrows_secondDoesNotRun() {
    LongRef ref = LongRef.of(0);
    Exception failure = new Exception("first");
    atomic(
        () -> {
          assertThatThrownBy(
                  () ->
                      orElse(
                          () -> {
                            ref.set(1);
                            throw failure;
                          },
                          () -> ref.set(2)))
              .isSameAs(failure);
          assertThat(ref.get()).isZero();
        });
    assertThat(ref.get()).isZero();
  }

  @Test
  void orElse_secondThrows_itsEffectsVanishToo() {
    LongRef ref = LongRef.of(0);
    Exception failure = new Exception("second");
    atomic(
        () -> {
          ref.set(7);
          assertThatThrownBy(
                  () ->
                      orElse(
                          () -> {
                            ref.set(1);
                            throw retry();
                          },
                          () -> {
                            ref.set(2);
                            throw failure;
                          }))
              .isSameAs(failure);
        });
    assertThat(ref.get()).isEqualTo(7);
  }

  @Test
  void orElse_inASequence_eachStartsAnew() {
    LongRef ref = LongRef.of(0);
    atomic(
        () -> {
          for (int i = 0; i < 20; i++) {
            int step = i;
            orElse(
                () -> {
                  ref.add(100);
                  check(step % 2 == 0);
                },
                () -> ref.add(1));
          }
        });
    assertThat(ref.get()).isEqualTo(10 * 100 + 10);
  }

  @Test
  void orElse_outsideATransaction_isOne() {
    LongRef ref = LongRef.of(0);
    boolean inside =
        orElse(
            () -> {
              ref.set(1);
              throw retry();
            },
            () -> {
              ref.add(10);
              return Stm.inTransaction();
            });
    assertThat(inside).isTrue();
    assertThat(ref.get()).isEqualTo(10);
    orElse(() -> ref.set(20), () -> ref.set(30));
    assertThat(ref.get()).isEqualTo(20);
  }

  @Test
  void orElse_inASnapshot_choosesTheSecond() {
    LongRef ref = LongRef.of(3);
    long seen =
        snapshot(
            () ->
                orElse(
                    () -> {
                      check(ref.get() == 0);
                      return -1L;
                    },
                    () -> ref.get()));
    assertThat(seen).isEqualTo(3);
  }

  @Test
  void orElse_nested_triesAllFromLeftToRight() {
    List<String> tried = new ArrayList<>();
    BooleanRef never = BooleanRef.of(false);
    String chosen =
        atomic(
            () ->
                orElse(
                    () -> orElse(() -> waitAs("a", tried, never), () -> waitAs("b", tried, never)),
                    () ->
                        orElse(
                            () -> waitAs("c", tried, never),
                            () -> {
                              tried.add("d");
                              return "d";
                            })));
    assertThat(chosen).isEqualTo("d");
    assertThat(tried).containsExactly("a", "b", "c", "d");
  }

  private static String waitAs(String name, List<String> tried, BooleanRef never) {
    tried.add(name);
    check(never.get());
    return name;
  }

  /**
   * Four leaves, each waiting for its own ref: a change of any of the refs ends the wait, and its
   * leaf is chosen.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void orElse_bothRetry_isWokenByWhatEitherRead(int which) {
    List<BooleanRef> refs =
        List.of(
            BooleanRef.of(false), BooleanRef.of(false), BooleanRef.of(false), BooleanRef.of(false));
    LongRef effects = LongRef.of(0);
    List<Integer> chosen = new ArrayList<>();
    AtomicInteger bodies = new AtomicInteger();
    try (Threads threads = Threads.platform()) {
      long waits = Stm.statistics().waits();
      Thread waiter =
          threads.start(
              () ->
                  chosen.add(
                      atomic(
                          () -> {
                            bodies.incrementAndGet();
                            return orElse(
                                () ->
                                    orElse(
                                        () -> leaf(refs, 0, effects), () -> leaf(refs, 1, effects)),
                                () ->
                                    orElse(
                                        () -> leaf(refs, 2, effects),
                                        () -> leaf(refs, 3, effects)));
                          })));
      Threads.until(() -> Stm.statistics().waits() > waits);
      Threads.untilParked(waiter);
      refs.get(which).set(true);
      threads.join();
    }
    assertThat(chosen).containsExactly(which);
    assertThat(effects.get()).isEqualTo(1);
    assertThat(bodies).hasValue(2);
  }

  private static int leaf(List<BooleanRef> refs, int i, LongRef effects) {
    effects.add(1);
    check(refs.get(i).get());
    return i;
  }

  /**
   * The choice is part of the transaction: when the second alternative commits, it must still be
   * true that the first has to wait.
   */
  @Test
  void orElse_firstBecomesPossibleBeforeTheCommit_isChosenAfterAll() {
    BooleanRef possible = BooleanRef.of(false);
    LongRef chosen = LongRef.of(0);
    AtomicInteger bodies = new AtomicInteger();
    atomic(
        () -> {
          boolean first = bodies.incrementAndGet() == 1;
          orElse(
              () -> {
                check(possible.get());
                chosen.set(1);
              },
              () -> {
                if (first) {
                  Threads.elsewhere(() -> possible.set(true));
                }
                chosen.set(2);
              });
        });
    assertThat(chosen.get()).isEqualTo(1);
    assertThat(bodies).hasValue(2);
  }

  @Test
  void orElse_firstLosesAConflict_isRepeatedRatherThanReplaced() {
    LongRef ref = LongRef.of(0);
    LongRef other = LongRef.of(0);
    List<Integer> chosen = new ArrayList<>();
    atomic(
        () -> {
          chosen.clear();
          orElse(
              () -> {
                chosen.add(1);
                long seen = ref.get();
                if (Transaction.current().attempt() == 1) {
                  Threads.elsewhere(
                      () ->
                          atomic(
                              () -> {
                                ref.set(1);
                                other.set(1);
                              }));
                }
                other.set(other.get() + seen);
              },
              () -> chosen.add(2));
        });
    assertThat(chosen).containsExactly(1);
    assertThat(other.get()).isEqualTo(2);
  }

  /** Takers prefer one of two slots, but take from either one that is full. */
  @ParameterizedTest
  @EnumSource
  void orElse_ofTwoSlots_losesNothingAndNobody(Kind kind) {
    int count = 600;
    Ref<Integer> left = Ref.of(null);
    Ref<Integer> right = Ref.of(null);
    LongRef sum = LongRef.of(0);
    Threads.together(
        kind,
        4,
        number -> {
          for (int i = 1; i <= count; i++) {
            int value = i;
            switch (number) {
              case 0 -> atomic(() -> put(left, value));
              case 1 -> atomic(() -> put(right, value));
              case 2 -> sum.add(orElse(() -> take(left), () -> take(right)));
              default -> sum.add(atomic(() -> orElse(() -> take(right), () -> take(left))));
            }
          }
        });
    assertThat(sum.get()).isEqualTo((long) count * (count + 1));
  }

  private static void put(Ref<Integer> slot, int value) {
    check(slot.get() == null);
    slot.set(value);
  }

  private static int take(Ref<Integer> slot) {
    Integer found = slot.getAndSet(null);
    if (found == null) {
      throw retry();
    }
    return found;
  }
}
