package io.isolde.stm;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.check;
import static io.isolde.stm.Stm.retry;
import static io.isolde.stm.Stm.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.checks.Threads;
import io.isolde.checks.Threads.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A transaction that retries parks, and is woken by a commit that changes what it has read, and by
 * nothing else.
 */
class RetryTest {
  /** Starts {@code task} on another thread and returns when it waits in retry. */
  private static Thread startAndAwaitRetry(Threads threads, Threads.Task task) {
    long waits = Stm.statistics().waits();
    Thread thread = threads.start(task);
    Threads.until(() -> Stm.statistics().waits() > waits);
    Threads.untilParked(thread);
    return thread;
  }

  private static Stream<Named<Consumer<LongRef>>> writes() {
    return Stream.of(
        Named.of("set outside", ref -> ref.set(1)),
        Named.of("add outside", ref -> ref.add(1)),
        Named.of("commute outside", ref -> ref.commute(x -> 1)),
        Named.of("compareAndSet outside", ref -> ref.compareAndSet(0, 1)),
        Named.of("set in a transaction", ref -> atomic(() -> ref.set(1))),
        Named.of("add in a transaction", ref -> atomic(() -> ref.add(1))),
        Named.of("commute in a transaction", ref -> atomic(() -> ref.commute(x -> 1))),
        Named.of("set in a nested block", ref -> atomic(() -> atomic(() -> ref.set(1)))),
        Named.of(
            "set in a before-commit hook",
            ref -> atomic(() -> Transaction.current().beforeCommit(() -> ref.set(1)))),
        Named.of(
            "set among many others",
            ref ->
                atomic(
                    () -> {
                      for (int i = 0; i < 20; i++) {
                        LongRef.of(0).set(1);
                      }
                      ref.set(1);
                    })));
  }

  private static Stream<Arguments> writesAndKinds() {
    return Stream.of(Kind.values())
        .flatMap(kind -> writes().map(write -> Arguments.of(write, kind)));
  }

  @ParameterizedTest
  @MethodSource("writesAndKinds")
  void retry_afterWriteOfWhatItRead_runsTheBodyOnceMore(Consumer<LongRef> write, Kind kind) {
    LongRef ref = LongRef.of(0);
    AtomicInteger bodies = new AtomicInteger();
    try (Threads threads = Threads.of(kind)) {
      startAndAwaitRetry(
          threads,
          () ->
              atomic(
                  () -> {
                    bodies.incrementAndGet();
                    check(ref.get() == 1);
                  }));
      write.accept(ref);
      threads.join();
    }
    assertThat(bodies).hasValue(2);
  }

  /** If one of the many commits woke the waiter, the body would run again. */
  @Test
  void retry_afterWritesOfOtherRefs_sleepsOn() {
    LongRef awaited = LongRef.of(0);
    LongRef writtenByTheWaiter = LongRef.of(0);
    LongRef peekedByTheWaiter = LongRef.of(0);
    AtomicInteger bodies = new AtomicInteger();
    try (Threads threads = Threads.platform()) {
      Thread waiter =
          startAndAwaitRetry(
              threads,
              () ->
                  atomic(
                      () -> {
                        bodies.incrementAndGet();
                        writtenByTheWaiter.set(5);
                        peekedByTheWaiter.peek();
                        check(awaited.get() == 1);
                      }));
      long waits = Stm.statistics().waits();
      for (int i = 0; i < 1_000; i++) {
        LongRef.of(0).set(1);
        atomic(() -> LongRef.of(0).set(1));
        writtenByTheWaiter.set(i);
        peekedByTheWaiter.set(i);
      }
      atomic(() -> awaited.get());
      snapshot(() -> awaited.get());
      assertThatThrownBy(() -> atomic(() -> setAndFail(awaited)))
          .isInstanceOf(IllegalStateException.class);
      Threads.untilParked(waiter);
      assertThat(Stm.statistics().waits()).isEqualTo(waits);
      awaited.set(1);
      threads.join();
    }
    assertThat(bodies).hasValue(2);
    assertThat(writtenByTheWaiter.get()).isEqualTo(5);
  }

  private static void setAndFail(LongRef ref) {
    ref.set(1);
    throw new IllegalStateException("rolls back");
  }

  @Test
  void retry_afterAChangeThatDoesNotSuffice_waitsAgain() {
    LongRef ref = LongRef.of(0);
    AtomicInteger bodies = new AtomicInteger();
    try (Threads threads = Threads.platform()) {
      startAndAwaitRetry(
          threads,
          () ->
              atomic(
                  () -> {
                    bodies.incrementAndGet();
                    check(ref.get() == 3);
                  }));
      for (int i = 1; i <= 3; i++) {
        long waits = Stm.statistics().waits();
        ref.increment();
        int changes = i;
        Threads.until(() -> changes == 3 || Stm.statistics().waits() > waits);
      }
      threads.join();
    }
    assertThat(bodies).hasValue(4);
  }

  /**
   * The change may be of any of the refs: the first or the last one read, or one read only in a
   * block that was rolled back.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 40, 98, 99, 100})
  void retry_afterReadingManyRefs_isWokenByEach(int which) {
    List<LongRef> refs = new ArrayList<>();
    for (int i = 0; i <= 100; i++) {
      refs.add(LongRef.of(0));
    }
    try (Threads threads = Threads.platform()) {
      startAndAwaitRetry(
          threads,
          () ->
              atomic(
                  () -> {
                    long sum = 0;
                    for (int i = 0; i < 100; i++) {
                      sum += refs.get(i).get();
                    }
                    long[] inside = {0};
                    assertThatThrownBy(() -> atomic(() -> readAndFail(refs.get(100), inside)))
                        .isInstanceOf(IllegalStateException.class);
                    check(sum + inside[0] > 0);
                  }));
      refs.get(which).set(1);
      threads.join();
    }
  }

  private static void readAndFail(LongRef ref, long[] seen) {
    seen[0] = ref.get();
    throw new IllegalStateException("rolls back");
  }

  @Test
  void retry_byManyThreads_allAreWokenByOneCommit() {
    BooleanRef go = BooleanRef.of(false);
    LongRef arrived = LongRef.of(0);
    int count = 200;
    try (Threads threads = Threads.of(Kind.VIRTUAL)) {
      long waits = Stm.statistics().waits();
      for (int i = 0; i < count; i++) {
        threads.start(
            () -> {
              go.await();
              arrived.increment();
            });
      }
      Threads.until(() -> Stm.statistics().waits() >= waits + count);
      go.set(true);
      threads.join();
    }
    assertThat(arrived.get()).isEqualTo(count);
  }

  @Test
  void retry_withEffectsBefore_leavesNone() {
    LongRef ref = LongRef.of(0);
    LongRef other = LongRef.of(0);
    List<String> events = new ArrayList<>();
    try (Threads threads = Threads.platform()) {
      startAndAwaitRetry(
          threads,
          () ->
              atomic(
                  () -> {
                    other.add(1);
                    Transaction tx = Transaction.current();
                    tx.afterRollback(() -> events.add("after rollback"));
                    tx.afterCommit(() -> events.add("after commit"));
                    check(ref.get() == 1);
                  }));
      assertThat(other.get()).isZero();
      assertThat(other.peek()).isZero();
      ref.set(1);
      threads.join();
    }
    assertThat(other.get()).isEqualTo(1);
    assertThat(events).containsExactly("after rollback", "after commit");
  }

  // ---- no lost wake-up ----

  @Test
  void change_betweenReadAndRetry_isNotMissed() {
    LongRef ref = LongRef.of(0);
    AtomicInteger bodies = new AtomicInteger();
    Threads.elsewhere(
        () ->
            atomic(
                () -> {
                  boolean first = bodies.incrementAndGet() == 1;
                  long seen = ref.get();
                  if (first) {
                    Threads.elsewhere(() -> ref.set(1));
                  }
                  check(seen == 1);
                }));
    assertThat(bodies).hasValue(2);
  }

  /** After-rollback hooks run when the attempt is over and before the wait begins. */
  @Test
  void change_betweenRetryAndWait_isNotMissed() {
    LongRef ref = LongRef.of(0);
    AtomicInteger bodies = new AtomicInteger();
    Threads.elsewhere(
        () ->
            atomic(
                () -> {
                  bodies.incrementAndGet();
                  Transaction.current().afterRollback(() -> ref.set(1));
                  check(ref.get() == 1);
                }));
    assertThat(bodies).hasValue(2);
  }

  @ParameterizedTest
  @EnumSource
  void pingPong_ofTwoThreads_losesNoWakeUp(Kind kind) {
    LongRef turn = LongRef.of(0);
    int rounds = 2_000;
    Threads.together(
        kind,
        2,
        number -> {
          for (int i = 0; i < rounds; i++) {
            atomic(
                () -> {
                  check(turn.get() % 2 == number);
                  turn.increment();
                });
          }
        });
    assertThat(turn.get()).isEqualTo(2L * rounds);
  }

  /** Both sides work outside transactions, where neither has an attempt object. */
  @ParameterizedTest
  @EnumSource
  void pingPong_byAwaitAndSet_losesNoWakeUp(Kind kind) {
    Ref<Integer> turn = Ref.of(0);
    int rounds = 2_000;
    Threads.together(
        kind,
        2,
        number -> {
          for (int i = 0; i < rounds; i++) {
            int found = turn.await(x -> x % 2 == number);
            turn.set(found + 1);
          }
        });
    assertThat(turn.get()).isEqualTo(2L * rounds);
  }

  /** One-slot buffers, which are empty when null. Every value that is put is taken once. */
  @ParameterizedTest
  @EnumSource
  void handOff_overOneSlotRefs_losesNothingAndNobody(Kind kind) {
    int pairs = 3;
    int perProducer = 600;
    List<Ref<Integer>> slots = List.of(Ref.of((Integer) null), Ref.of((Integer) null));
    LongRef sum = LongRef.of(0);
    Threads.together(
        kind,
        2 * pairs,
        number -> {
          for (int i = 1; i <= perProducer; i++) {
            Ref<Integer> slot = slots.get((number / 2 + i) % slots.size());
            if (number % 2 == 0) {
              put(slot, i);
            } else {
              sum.add(take(slot));
            }
          }
        });
    assertThat(sum.get()).isEqualTo((long) pairs * perProducer * (perProducer + 1) / 2);
    assertThat(slots).allSatisfy(slot -> assertThat(slot.get()).isNull());
  }

  private static void put(Ref<Integer> slot, int value) {
    atomic(
        () -> {
          check(slot.get() == null);
          slot.set(value);
        });
  }

  private static int take(Ref<Integer> slot) {
    return atomic(
        () -> {
          Integer found = slot.get();
          if (found == null) {
            throw retry();
          }
          slot.set(null);
          return found;
        });
  }

  // ---- where there is nothing to wait for ----

  @Test
  void retry_beforeAnyRead_isAnError() {
    LongRef ref = LongRef.of(0);
    assertThatThrownBy(() -> atomic(TransactionOptions.named("hopeless"), () -> check(false)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("transaction 'hopeless'", "retry", "before it read any ref");
    assertThatThrownBy(
            () ->
                atomic(
                    () -> {
                      ref.set(1);
                      ref.peek();
                      throw retry();
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> snapshot(() -> check(false)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(ref.get()).isZero();
    assertThat(Stm.inTransaction()).isFalse();
  }

  @Test
  void retry_outsideATransaction_isAnError() {
    assertThatThrownBy(() -> retry())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("retry", "Stm.atomic");
    assertThatThrownBy(() -> check(false)).isInstanceOf(IllegalStateException.class);
  }

  // ---- in a snapshot ----

  @Test
  void retry_inASnapshot_waitsForAChange() {
    LongRef ref = LongRef.of(0);
    LongRef other = LongRef.of(0);
    List<Long> seen = new ArrayList<>();
    try (Threads threads = Threads.platform()) {
      startAndAwaitRetry(
          threads,
          () ->
              seen.add(
                  snapshot(
                      () -> {
                        long sum = other.get();
                        check(ref.get() == 1);
                        return sum + ref.get();
                      })));
      ref.set(1);
      threads.join();
    }
    assertThat(seen).containsExactly(1L);
  }

  @Test
  void retry_inASnapshotInsideATransaction_waitsForAChange() {
    LongRef ref = LongRef.of(0);
    try (Threads threads = Threads.platform()) {
      startAndAwaitRetry(threads, () -> atomic(() -> snapshot(() -> check(ref.get() == 1))));
      ref.set(1);
      threads.join();
    }
  }

  @Test
  void snapshot_afterWaiting_refusesWritesAsBefore() {
    LongRef ref = LongRef.of(0);
    try (Threads threads = Threads.platform()) {
      startAndAwaitRetry(
          threads,
          () ->
              snapshot(
                  () -> {
                    check(ref.get() == 1);
                    assertThatThrownBy(() -> ref.set(2)).isInstanceOf(IllegalStateException.class);
                  }));
      ref.set(1);
      threads.join();
    }
    assertThat(ref.get()).isEqualTo(1);
  }
}
