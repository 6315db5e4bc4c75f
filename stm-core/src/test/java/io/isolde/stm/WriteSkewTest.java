package io.isolde.stm;

import static io.isolde.stm.Stm.atomic;
import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.checks.Threads;
import io.isolde.checks.Threads.Kind;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Write skew: each transaction reads what the other writes, and together they break a rule that
 * neither breaks alone. Snapshot isolation lets it happen, and so do Multiverse and Clojure by
 * default.
 */
class WriteSkewTest {
  private static final int ROUNDS = 2_000;

  /** Two doctors on call, each of whom leaves if the other stays. */
  @Test
  void writeSkew_otherCommitsBetweenReadAndCommit_isImpossible() {
    BooleanRef alice = BooleanRef.of(true);
    BooleanRef bob = BooleanRef.of(true);
    AtomicInteger bodies = new AtomicInteger();
    atomic(
        () -> {
          boolean mayLeave = alice.get() && bob.get();
          if (bodies.incrementAndGet() == 1) {
            Threads.elsewhere(() -> leave(bob, alice));
          }
          if (mayLeave) {
            alice.set(false);
          }
        });
    assertThat(bob.get()).isFalse();
    assertThat(alice.get()).isTrue();
    assertThat(bodies).hasValue(2);
  }

  private static void leave(BooleanRef self, BooleanRef other) {
    atomic(
        () -> {
          if (self.get() && other.get()) {
            self.set(false);
          }
        });
  }

  @Test
  void writeSkew_throughAnAddition_isImpossible() {
    LongRef read = LongRef.of(0);
    LongRef added = LongRef.of(0);
    AtomicInteger bodies = new AtomicInteger();
    atomic(
        () -> {
          long seen = read.get();
          if (bodies.incrementAndGet() == 1) {
            Threads.elsewhere(() -> read.set(1));
          }
          if (seen == 0) {
            added.add(1);
          }
        });
    assertThat(added.get()).isZero();
  }

  @Test
  void writeSkew_throughACommutingWrite_isImpossible() {
    LongRef read = LongRef.of(0);
    Ref<Integer> commuted = Ref.of(0);
    AtomicInteger bodies = new AtomicInteger();
    atomic(
        () -> {
          long seen = read.get();
          if (bodies.incrementAndGet() == 1) {
            Threads.elsewhere(() -> read.set(1));
          }
          if (seen == 0) {
            commuted.commute(x -> x + 1);
          }
        });
    assertThat(commuted.get()).isZero();
  }

  @Test
  void writeSkew_throughABeforeCommitHook_isImpossible() {
    LongRef read = LongRef.of(0);
    LongRef written = LongRef.of(0);
    AtomicInteger bodies = new AtomicInteger();
    atomic(
        () ->
            Transaction.current()
                .beforeCommit(
                    () -> {
                      long seen = read.get();
                      if (bodies.incrementAndGet() == 1) {
                        Threads.elsewhere(() -> read.set(1));
                      }
                      if (seen == 0) {
                        written.set(1);
                      }
                    }));
    assertThat(written.get()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void writeSkew_ofTwoCommittingAtOnce_isImpossible(Kind kind) {
    skewAround(2, kind);
  }

  /**
   * Each of three transactions reads what the next one writes: no two of them conflict over both of
   * their refs.
   */
  @ParameterizedTest
  @EnumSource
  void writeSkew_ofThreeInACycle_isImpossible(Kind kind) {
    skewAround(3, kind);
  }

  /**
   * In every round, thread {@code n} sets ref {@code n + 1} if ref {@code n} is not set; in a
   * serial execution, the last thread finds its ref set.
   */
  private static void skewAround(int count, Kind kind) {
    BooleanRef[] refs = new BooleanRef[count];
    for (int i = 0; i < count; i++) {
      refs[i] = BooleanRef.of(false);
    }
    CyclicBarrier startOfRound = new CyclicBarrier(count);
    CyclicBarrier endOfRound = new CyclicBarrier(count, () -> assertNotAllSet(refs));
    Threads.together(
        kind,
        count,
        number -> {
          for (int round = 0; round < ROUNDS; round++) {
            startOfRound.await();
            atomic(
                () -> {
                  if (!refs[number].get()) {
                    refs[(number + 1) % count].set(true);
                  }
                });
            endOfRound.await();
          }
        });
  }

  private static void assertNotAllSet(BooleanRef[] refs) {
    assertThat(refs).anyMatch(ref -> !ref.get());
    for (BooleanRef ref : refs) {
      ref.set(false);
    }
  }
}
