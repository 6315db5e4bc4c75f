package io.isolde.stm;

import static io.isolde.stm.Stm.atomic;
import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.checks.Threads;
import io.isolde.checks.Threads.Kind;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Commuting writes apply to the value at the commit, whatever it is, and so do not conflict. How
 * they merge: {@link RefOperationsTest}.
 */
class CommuteTest {
  private static final int MANY = 100_000;

  private static Stream<Named<Consumer<LongRef>>> additions() {
    return Stream.of(
        Named.of("add", ref -> ref.add(1)),
        Named.of("increment", LongRef::increment),
        Named.of("commute", ref -> ref.commute(x -> x + 1)),
        Named.of(
            "add and commute",
            ref -> {
              ref.add(3);
              ref.commute(x -> x - 2);
            }),
        Named.of(
            "commute and add, in nested blocks",
            ref -> {
              atomic(() -> ref.commute(x -> x + 3));
              atomic(() -> ref.add(-2));
            }));
  }

  @ParameterizedTest
  @MethodSource("additions")
  void commutingWrites_besideAnother_areNoConflict(Consumer<LongRef> addition) {
    LongRef ref = LongRef.of(0);
    LongRef read = LongRef.of(0);
    int attempts =
        atomic(
            () -> {
              addition.accept(ref);
              read.get();
              Threads.elsewhere(() -> atomic(() -> addition.accept(ref)));
              Threads.elsewhere(() -> ref.add(10));
              return Transaction.current().attempt();
            });
    assertThat(attempts).isEqualTo(1);
    assertThat(ref.get()).isEqualTo(12);
  }

  @ParameterizedTest
  @MethodSource("additions")
  void commutingWrites_afterARead_areAConflict(Consumer<LongRef> addition) {
    LongRef ref = LongRef.of(0);
    int attempts =
        atomic(
            () -> {
              ref.get();
              addition.accept(ref);
              if (Transaction.current().attempt() == 1) {
                Threads.elsewhere(() -> ref.add(10));
              }
              return Transaction.current().attempt();
            });
    assertThat(attempts).isEqualTo(2);
    assertThat(ref.get()).isEqualTo(11);
  }

  @ParameterizedTest
  @MethodSource("additions")
  void commutingWrites_beforeARead_areAConflict(Consumer<LongRef> addition) {
    LongRef ref = LongRef.of(0);
    LongRef seen = LongRef.of(0);
    int attempts =
        atomic(
            () -> {
              addition.accept(ref);
              seen.set(ref.get());
              if (Transaction.current().attempt() == 1) {
                Threads.elsewhere(() -> ref.add(10));
              }
              return Transaction.current().attempt();
            });
    assertThat(attempts).isEqualTo(2);
    assertThat(ref.get()).isEqualTo(11);
    assertThat(seen.get()).isEqualTo(11);
  }

  /**
   * A change comes between the application of the function and the lock: the function must be
   * applied again, to the new value.
   */
  @Test
  void commuteFunction_overtakenWhileItRuns_isAppliedAgain() {
    Ref<Integer> ref = Ref.of(0);
    ref.set(1);
    AtomicInteger applications = new AtomicInteger();
    ref.commute(
        x -> {
          if (applications.incrementAndGet() == 1) {
            Threads.elsewhere(() -> ref.set(10));
          }
          return x + 1;
        });
    assertThat(ref.get()).isEqualTo(11);
    assertThat(applications).hasValue(2);
  }

  /**
   * The same, for a ref whose value is as old as can be, and with commits in between that advance
   * the clock.
   */
  @Test
  void commuteFunction_overtakenAgainAndAgain_isAppliedToTheLastValue() {
    LongRef ref = LongRef.of(0);
    AtomicInteger applications = new AtomicInteger();
    atomic(
        () ->
            ref.commute(
                x -> {
                  if (applications.incrementAndGet() <= 5) {
                    Threads.elsewhere(
                        () -> {
                          ref.increment();
                          atomic(() -> ref.get());
                        });
                  }
                  return x + 100;
                }));
    assertThat(ref.get()).isEqualTo(105);
    assertThat(applications).hasValue(6);
  }

  @Test
  void commuteFunction_overtakenWithoutEnd_stillCommits() {
    LongRef ref = LongRef.of(0);
    AtomicInteger overtakers = new AtomicInteger();
    try (Threads threads = Threads.platform()) {
      ref.commute(
          x -> {
            if (overtakers.get() < 1_000) {
              Thread overtaker = threads.start(ref::increment);
              // the last overtakers meet a promoted transaction, which does not let them pass
              for (int i = 0; i < 10_000 && overtaker.isAlive(); i++) {
                Thread.onSpinWait();
              }
              overtakers.incrementAndGet();
            }
            return x + 1_000_000;
          });
      threads.join();
    }
    assertThat(ref.get()).isEqualTo(1_000_000 + overtakers.get());
    assertThat(overtakers.get()).isLessThan(1_000);
  }

  @ParameterizedTest
  @EnumSource
  void commute_underContention_losesNothing(Kind kind) {
    Ref<Set<Integer>> set = Ref.of(Set.of());
    LongRef size = LongRef.of(0);
    int perThread = 150;
    Threads.together(
        kind,
        4,
        number -> {
          for (int i = 0; i < perThread; i++) {
            int member = number * perThread + i;
            atomic(
                () -> {
                  set.commute(present -> plus(present, member));
                  size.increment();
                });
          }
        });
    assertThat(set.get()).hasSize(4 * perThread);
    assertThat(size.get()).isEqualTo(4L * perThread);
  }

  private static Set<Integer> plus(Set<Integer> set, int member) {
    Set<Integer> larger = new TreeSet<>(set);
    larger.add(member);
    return Collections.unmodifiableSet(larger);
  }

  /**
   * Transfers without a read: two additions each. Nobody loses an attempt because of values; a few
   * attempts are lost because of a lock that is held for too long.
   */
  @ParameterizedTest
  @EnumSource
  void additions_toTwoRefsUnderContention_preserveTheTotal(Kind kind) {
    LongRef a = LongRef.of(0);
    LongRef b = LongRef.of(0);
    DoubleRef c = DoubleRef.of(0);
    Threads.together(
        kind,
        4,
        number -> {
          for (int i = 0; i < 2_000; i++) {
            boolean there = (i + number) % 2 == 0;
            atomic(
                () -> {
                  (there ? a : b).add(1);
                  (there ? b : a).add(-1);
                  c.add(1);
                });
          }
        });
    assertThat(a.get() + b.get()).isZero();
    assertThat(c.get()).isEqualTo(8_000);
  }

  /** More functions than a stack has room for. */
  @Test
  void commutingWrites_inLargeNumber_takeEffectInOrder() {
    LongRef bits = LongRef.of(0);
    Ref<Integer> object = Ref.of(0);
    atomic(
        () -> {
          bits.add(1);
          for (int i = 0; i < MANY; i++) {
            bits.commute(x -> x + 1);
            bits.add(1);
            object.commute(x -> x + 1);
          }
          Threads.ignoringFailure(() -> atomic(() -> commuteAndFail(bits, object)));
        });
    assertThat(bits.get()).isEqualTo(1 + 2 * MANY);
    assertThat(object.get()).isEqualTo(MANY);
  }

  private static void commuteAndFail(LongRef bits, Ref<Integer> object) {
    bits.commute(x -> 0);
    object.commute(x -> 0);
    throw new IllegalStateException();
  }

  @Test
  void commutingWrites_inLargeNumberThenRead_areSeen() {
    Ref<Integer> ref = Ref.of(0);
    int seen =
        atomic(
            () -> {
              for (int i = 0; i < MANY; i++) {
                ref.commute(x -> x + 1);
              }
              return ref.get();
            });
    assertThat(seen).isEqualTo(MANY);
  }
}
