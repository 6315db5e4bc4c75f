package io.isolde.stm;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.check;
import static io.isolde.stm.Stm.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.checks.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Comparisons: what they answer, and when a transaction that has compared runs again. */
class ComparisonTest {
  private final LongRef a = LongRef.named("a", 10);
  private final LongRef b = LongRef.of(0);
  private final AtomicInteger runs = new AtomicInteger();
  private final Threads threads = Threads.platform();

  @AfterEach
  void close() {
    threads.close();
  }

  /** Runs {@code change} in another thread, in the first attempt only. */
  private void meanwhile(Runnable change) {
    if (runs.incrementAndGet() == 1) {
      Threads.elsewhere(change::run);
    }
  }

  // ---- answers ----

  @Test
  void outside_answersOfThePresentValue() {
    assertThat(a.isAtLeast(10)).isTrue();
    assertThat(a.isAtLeast(11)).isFalse();
    assertThat(a.isAtMost(10)).isTrue();
    assertThat(a.isAtMost(9)).isFalse();
    assertThat(a.isEqualTo(10)).isTrue();
    assertThat(a.isEqualTo(9)).isFalse();
    a.set(Long.MIN_VALUE);
    assertThat(a.isAtLeast(Long.MIN_VALUE)).isTrue();
    assertThat(a.isAtMost(Long.MIN_VALUE)).isTrue();
    assertThat(a.isAtLeast(Long.MIN_VALUE + 1)).isFalse();
  }

  private static void assertIs(LongRef ref, long value) {
    assertThat(ref.isEqualTo(value)).isTrue();
    assertThat(ref.isAtLeast(value)).isTrue();
    assertThat(ref.isAtMost(value)).isTrue();
    assertThat(ref.isAtLeast(value + 1)).isFalse();
    assertThat(ref.isAtMost(value - 1)).isFalse();
    assertThat(ref.isEqualTo(value + 1)).isFalse();
  }

  @Test
  void inside_countsOwnChanges() {
    atomic(
        () -> {
          assertIs(a, 10);
          a.add(5);
          assertIs(a, 15);
          a.add(-20);
          assertIs(a, -5);
          a.commute(x -> 2 * x);
          assertIs(a, -10);
          a.add(1);
          assertIs(a, -9);
          a.set(7);
          assertIs(a, 7);
          a.add(1);
          assertIs(a, 8);
        });
    assertIs(a, 8);
  }

  @Test
  void ints_wrapAround() {
    IntRef count = IntRef.of(Integer.MAX_VALUE);
    atomic(
        () -> {
          assertThat(count.isAtLeast(Integer.MAX_VALUE)).isTrue();
          count.add(1);
          assertThat(count.isEqualTo(Integer.MIN_VALUE)).isTrue();
          assertThat(count.isAtLeast(0)).isFalse();
          assertThat(count.isAtMost(Integer.MIN_VALUE)).isTrue();
          count.add(-1);
          assertThat(count.isAtLeast(Integer.MAX_VALUE)).isTrue();
        });
    assertThat(count.get()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void longs_wrapAround() {
    a.set(Long.MAX_VALUE);
    atomic(
        () -> {
          a.add(1);
          assertThat(a.isEqualTo(Long.MIN_VALUE)).isTrue();
          assertThat(a.isAtLeast(0)).isFalse();
        });
  }

  @Test
  void inSnapshot_answersOfItsInstant() {
    List<Boolean> answers = new ArrayList<>();
    snapshot(
        () -> {
          b.get();
          meanwhile(() -> atomic(() -> a.set(b.incrementAndGet())));
          answers.add(a.isEqualTo(b.get() == 0 ? 10 : 1));
        });
    assertThat(answers).last().isEqualTo(true);
  }

  @Test
  void inNestedSnapshot_answers() {
    boolean answer = atomic(() -> snapshot(() -> a.isAtLeast(10)));
    assertThat(answer).isTrue();
  }

  @Test
  void inACommuteFunction_isRefused() {
    assertThatThrownBy(() -> atomic(() -> b.commute(x -> a.isAtLeast(1) ? x : -x)))
        .isInstanceOf(IllegalStateException.class);
  }

  // ---- what runs again ----

  private void assertRuns(int expected, Runnable change, Runnable body) {
    runs.set(0);
    atomic(
        () -> {
          body.run();
          meanwhile(change);
          b.add(1);
        });
    assertThat(runs).hasValue(expected);
  }

  @Test
  void change_thatKeepsTheAnswer_doesNotRunTheBodyAgain() {
    assertRuns(1, () -> a.add(-5), () -> a.isAtLeast(5));
    assertRuns(1, () -> a.add(-5), () -> a.isAtMost(5));
    assertRuns(1, () -> a.set(20), () -> a.isAtLeast(0));
    assertRuns(1, () -> a.set(21), () -> a.isEqualTo(0));
    assertRuns(1, () -> a.set(0), () -> a.isAtLeast(22));
  }

  @Test
  void change_ofTheAnswer_runsTheBodyAgain() {
    assertRuns(2, () -> a.set(5), () -> a.isAtLeast(6));
    assertRuns(2, () -> a.set(9), () -> a.isAtLeast(6));
    assertRuns(2, () -> a.set(10), () -> a.isAtMost(9));
    assertRuns(2, () -> a.set(11), () -> a.isEqualTo(10));
    assertRuns(2, () -> a.set(12), () -> a.isEqualTo(12));
  }

  /** Changes there and back: the answer holds at the commit, although it did not in between. */
  @Test
  void change_thatWasTakenBack_doesNotRunTheBodyAgain() {
    assertRuns(
        1,
        () -> {
          a.set(0);
          a.set(11);
        },
        () -> a.isAtLeast(10));
  }

  @Test
  void ownCell_isComparedUnderItsLock() {
    assertRuns(
        1,
        () -> a.add(-3),
        () -> {
          a.isAtLeast(5);
          a.add(-5);
        });
    assertThat(a.get()).isEqualTo(2);
    a.set(10);
    assertRuns(
        2,
        () -> a.add(-8),
        () -> {
          if (a.isAtLeast(5)) {
            a.add(-5);
          }
        });
    assertThat(a.get()).isEqualTo(2);
  }

  @Test
  void cell_comparedAndThenSet_isStillCompared() {
    assertRuns(
        2,
        () -> a.set(1),
        () -> {
          if (a.isAtLeast(5)) {
            a.set(100);
          }
        });
    assertThat(a.get()).isEqualTo(1);
  }

  @Test
  void ownPendingChanges_areNoPartOfTheAnswer() {
    assertRuns(
        1,
        () -> a.add(-7),
        () -> {
          a.add(5);
          a.isAtLeast(8);
        });
    assertThat(a.get()).isEqualTo(8);
    a.set(10);
    assertRuns(
        2,
        () -> a.add(-8),
        () -> {
          a.add(5);
          a.isAtLeast(8);
        });
  }

  @Test
  void setBefore_dependsOnNothing() {
    assertRuns(
        1,
        () -> a.set(-1),
        () -> {
          a.set(3);
          a.isAtLeast(1);
        });
  }

  @Test
  void getAsWell_dependsOnTheValue() {
    assertRuns(2, () -> a.add(1), () -> assertThat(a.isAtLeast(5) && a.get() > 0).isTrue());
    assertRuns(2, () -> a.add(1), () -> assertThat(a.get() > 0 && a.isAtLeast(5)).isTrue());
  }

  @Test
  void manyComparisons_ofOneRef_countTogether() {
    assertRuns(
        1,
        () -> a.set(500),
        () -> {
          for (int i = 0; i < 1_000; i++) {
            a.isAtLeast(-i);
            a.isAtMost(1_000 + i);
          }
        });
    assertRuns(
        2,
        () -> a.set(2_000),
        () -> {
          for (int i = 0; i < 1_000; i++) {
            a.isAtLeast(i);
            a.isAtMost(1_000 + i);
          }
        });
  }

  @Test
  void comparisons_ofManyRefs_stillConflict() {
    LongRef[] refs = new LongRef[200];
    for (int i = 0; i < refs.length; i++) {
      refs[i] = LongRef.of(i);
    }
    for (LongRef changed : new LongRef[] {refs[0], refs[100], refs[199]}) {
      assertRuns(
          2,
          () -> changed.set(-1),
          () -> {
            for (LongRef ref : refs) {
              ref.isAtLeast(0);
            }
          });
      changed.set(1);
    }
  }

  // ---- nesting ----

  @Test
  void answer_ofABlockThatWasRolledBack_isKept() {
    assertRuns(
        2,
        () -> a.set(1),
        () ->
            assertThatThrownBy(
                    () ->
                        atomic(
                            () -> {
                              a.add(1);
                              a.isAtLeast(6);
                              throw new ArithmeticException();
                            }))
                .isInstanceOfAny(ArithmeticException.class));
  }

  @Test
  void answer_ofAnAlternativeThatWaits_isKept() {
    assertRuns(
        2, () -> a.set(50), () -> Stm.orElse(() -> check(a.isAtLeast(40)), () -> b.isAtLeast(-10)));
  }

  // ---- opacity ----

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void answersAndReads_areOfOneInstant(boolean compareFirst) {
    atomic(
        () -> {
          boolean rich = compareFirst ? a.isAtLeast(10) : b.get() == 0;
          meanwhile(
              () ->
                  atomic(
                      () -> {
                        a.set(0);
                        b.set(1);
                      }));
          boolean first = compareFirst ? b.get() == 0 : a.isAtLeast(10);
          assertThat(first).isEqualTo(rich);
        });
    assertThat(runs).hasValue(2);
  }

  // ---- waiting ----

  private Thread waiter(Runnable condition) {
    Thread waiter =
        threads.start(
            () ->
                atomic(
                    () -> {
                      runs.incrementAndGet();
                      condition.run();
                    }));
    Threads.untilParkedOrEnded(waiter);
    return waiter;
  }

  @Test
  void waiter_isWokenWhenTheAnswerFlips_andNotBefore() {
    Thread waiter = waiter(() -> check(a.isAtLeast(20)));
    for (int i = 0; i < 9; i++) {
      a.increment();
    }
    Threads.untilParkedOrEnded(waiter);
    assertThat(runs).hasValue(1);
    a.increment();
    threads.join();
    assertThat(runs).hasValue(2);
  }

  @Test
  void waiter_forEitherAnswer_isWokenByEach() {
    for (Consumer<LongRef> change : List.<Consumer<LongRef>>of(x -> x.set(30), x -> x.set(-30))) {
      a.set(0);
      waiter(() -> Stm.orElse(() -> check(a.isAtLeast(20)), () -> check(a.isAtMost(-20))));
      change.accept(a);
      threads.join();
    }
  }

  @Test
  void waiters_forTheSameAnswer_areAllServed() {
    for (int i = 0; i < 5; i++) {
      waiter(() -> check(a.isAtLeast(20)));
    }
    a.set(25);
    threads.join();
  }

  @Test
  void waiter_thatTakes_isServedInTurn() {
    a.set(0);
    for (int i = 0; i < 5; i++) {
      waiter(
          () -> {
            check(a.isAtLeast(2));
            a.add(-2);
          });
    }
    for (int i = 0; i < 10; i++) {
      a.increment();
    }
    threads.join();
    assertThat(a.get()).isZero();
  }

  @Test
  void waiter_inASnapshot_isWoken() {
    threads.start(() -> snapshot(() -> check(a.isAtLeast(20))));
    a.set(20);
    threads.join();
  }

  @Test
  void retry_afterComparisonsOnly_waitsAndTimesOut() {
    TransactionOptions brief = TransactionOptions.timeout(Duration.ofMillis(1));
    assertThatThrownBy(() -> atomic(brief, () -> check(a.isAtLeast(20))))
        .isInstanceOf(TransactionTimeoutException.class);
  }

  // ---- hooks, priority, diagnosis ----

  @Test
  void answer_ofATransactionWithHooks_isKept() {
    for (Runnable write : List.<Runnable>of(() -> b.add(1), () -> {})) {
      a.set(10);
      runs.set(0);
      List<Boolean> told = new ArrayList<>();
      atomic(
          () -> {
            boolean rich = a.isAtLeast(10);
            Transaction.current().afterCommit(() -> told.add(rich));
            meanwhile(() -> a.add(-1));
            write.run();
          });
      assertThat(told).containsExactly(false);
      assertThat(runs).hasValue(2);
    }
  }

  @Test
  void transaction_thatKeepsLosing_winsInTheEnd() {
    int[] attempts = {0};
    atomic(
        () -> {
          attempts[0] = Transaction.current().attempt();
          boolean even = a.isAtLeast(10);
          if (attempts[0] <= 10) {
            Threads.elsewhere(() -> a.set(even ? 0 : 10));
          }
          b.add(1);
        });
    assertThat(attempts[0]).isEqualTo(11);
    assertThat(b.get()).isEqualTo(1);
  }

  @Test
  void conflict_isRecordedOverTheRefThatWasCompared() {
    try (ConflictRecording recording = ConflictRecording.start()) {
      assertRuns(2, () -> a.set(0), () -> a.isAtLeast(10));
      assertThat(recording.entries())
          .extracting(ConflictRecording.Entry::ref)
          .containsExactly("'a'");
    }
  }

  // ---- several threads ----

  @ParameterizedTest
  @ValueSource(ints = {2, 5})
  void transfers_neverOverdraw(int accounts) {
    LongRef[] refs = new LongRef[accounts];
    Arrays.setAll(refs, i -> LongRef.of(5));
    for (int seed = 0; seed < 3; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      threads.start(() -> transferAtRandom(refs, random));
    }
    threads.start(
        () -> {
          for (int i = 0; i < 2_000; i++) {
            assertThat(snapshot(() -> sum(refs))).isEqualTo(5L * accounts);
            assertThat(atomic(() -> sum(refs))).isEqualTo(5L * accounts);
          }
        });
    threads.join();
    assertThat(sum(refs)).isEqualTo(5L * accounts);
  }

  private static void transferAtRandom(LongRef[] refs, SplittableRandom random) {
    for (int i = 0; i < 20_000; i++) {
      LongRef payer = refs[random.nextInt(refs.length)];
      LongRef payee = refs[random.nextInt(refs.length)];
      int amount = 1 + random.nextInt(4);
      atomic(
          () -> {
            if (payer.isAtLeast(amount)) {
              payer.add(-amount);
              payee.add(amount);
            }
          });
    }
  }

  private static long sum(LongRef[] refs) {
    long sum = 0;
    for (LongRef ref : refs) {
      long value = ref.get();
      assertThat(value).isNotNegative();
      sum += value;
    }
    return sum;
  }
}
