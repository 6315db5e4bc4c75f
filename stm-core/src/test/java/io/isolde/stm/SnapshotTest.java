package io.isolde.stm;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.checks.Threads;
import io.isolde.checks.Threads.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A snapshot sees a single state, and completes however fast others write. */
class SnapshotTest {
  private static final int REFS = 100;
  private static final int INITIAL = 10;

  private static List<LongRef> refs() {
    List<LongRef> refs = new ArrayList<>();
    for (int i = 0; i < REFS; i++) {
      refs.add(LongRef.of(INITIAL));
    }
    return refs;
  }

  private static long sum(List<LongRef> refs) {
    long sum = 0;
    for (LongRef ref : refs) {
      sum += ref.get();
    }
    return sum;
  }

  private static void moveOne(List<LongRef> refs) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    LongRef from = refs.get(random.nextInt(REFS));
    LongRef to = refs.get(random.nextInt(REFS));
    atomic(
        () -> {
          from.set(from.get() - 1);
          to.set(to.get() + 1);
        });
  }

  @ParameterizedTest
  @EnumSource
  void snapshot_besideWritersThatNeverPause_isConsistentAndTakesTwoAttemptsAtMost(Kind kind) {
    List<LongRef> refs = refs();
    try (Threads threads = Threads.of(kind)) {
      for (int i = 0; i < 3; i++) {
        threads.repeat(
            () -> {
              moveOne(refs);
            });
      }
      for (int i = 0; i < 2_000; i++) {
        AtomicInteger bodies = new AtomicInteger();
        long sum =
            snapshot(
                () -> {
                  assertThat(Transaction.current().attempt()).isEqualTo(bodies.incrementAndGet());
                  return sum(refs);
                });
        assertThat(sum).isEqualTo(REFS * INITIAL);
        assertThat(bodies.get()).isLessThanOrEqualTo(2);
      }
      threads.finish();
    }
    assertThat(sum(refs)).isEqualTo(REFS * INITIAL);
  }

  /**
   * Snapshots begin and end all the time, at different versions, so history is kept for some of
   * them and dropped for others.
   */
  @ParameterizedTest
  @EnumSource
  void snapshots_ofManyThreadsAtOnce_areConsistent(Kind kind) {
    List<LongRef> refs = refs();
    try (Threads threads = Threads.of(kind)) {
      threads.repeat(
          () -> {
            moveOne(refs);
          });
      Threads.together(
          kind,
          6,
          number -> {
            for (int i = 0; i < 300; i++) {
              snapshot(
                  () -> {
                    assertThat(sum(refs)).isEqualTo(REFS * INITIAL);
                    Threads.letOthersRun();
                    assertThat(sum(refs)).isEqualTo(REFS * INITIAL);
                  });
            }
          });
      threads.finish();
    }
  }

  @Test
  void snapshot_whileOthersCommit_seesTheStateItStartedWith() {
    LongRef l = LongRef.of(1);
    IntRef i = IntRef.of(1);
    DoubleRef d = DoubleRef.of(1);
    BooleanRef b = BooleanRef.of(true);
    Ref<String> o = Ref.of("1");
    LongRef begun = LongRef.of(0);
    List<String> seen = new ArrayList<>();
    AtomicInteger bodies = new AtomicInteger();
    snapshot(
        () -> {
          begun.get();
          if (bodies.incrementAndGet() == 1) {
            Threads.elsewhere(() -> begun.set(1));
            begun.get(); // overtaken: the second attempt is the one that looks back
          }
          Threads.elsewhere(
              () -> {
                l.add(1);
                i.set(2);
                atomic(() -> d.commute(x -> x + 1));
                b.set(false);
                o.set("2");
              });
          Threads.elsewhere(() -> atomic(() -> l.set(17)));
          seen.add(l.get() + " " + i.get() + " " + d.get() + " " + b.get() + " " + o.get());
        });
    assertThat(seen).containsExactly("1 1 1.0 true 1");
    assertThat(bodies).hasValue(2);
    assertThat(l.get() + " " + i.get() + " " + d.get() + " " + b.get() + " " + o.get())
        .isEqualTo("17 2 2.0 false 2");
  }

  @Test
  void snapshot_whenNobodyWrites_takesOneAttempt() {
    List<LongRef> refs = refs();
    AtomicInteger bodies = new AtomicInteger();
    snapshot(
        () -> {
          bodies.incrementAndGet();
          sum(refs);
          sum(refs);
        });
    assertThat(bodies).hasValue(1);
  }

  @Test
  void snapshot_overtakenInEveryAttempt_commitsInTheSecond() {
    LongRef ref = LongRef.of(0);
    LongRef other = LongRef.of(0);
    AtomicInteger bodies = new AtomicInteger();
    long difference =
        snapshot(
            () -> {
              bodies.incrementAndGet();
              long seen = ref.get();
              for (int i = 0; i < 10; i++) {
                Threads.elsewhere(
                    () ->
                        atomic(
                            () -> {
                              ref.add(1);
                              other.add(1);
                            }));
              }
              return other.get() - seen;
            });
    assertThat(difference).isZero();
    assertThat(bodies).hasValue(2);
  }

  @Test
  void snapshot_afterACommit_seesIt() {
    LongRef ref = LongRef.of(0);
    for (int i = 1; i <= 1_000; i++) {
      ref.add(1);
      assertThat(snapshot(() -> ref.get())).isEqualTo(i);
    }
  }

  @Test
  void snapshot_ofARefMadeInsideIt_seesItsValue() {
    assertThat(snapshot(() -> LongRef.of(5).get())).isEqualTo(5);
    LongRef other = LongRef.of(0);
    long seen =
        snapshot(
            () -> {
              other.get();
              Threads.elsewhere(() -> other.add(1));
              LongRef made = LongRef.of(6);
              return made.get() + 0 * other.get();
            });
    assertThat(seen).isEqualTo(6);
  }

  @Test
  void snapshot_doesNotBlockAWriter() {
    LongRef ref = LongRef.of(0);
    snapshot(
        () -> {
          ref.get();
          Threads.elsewhere(ref::increment);
          Threads.elsewhere(() -> atomic(() -> ref.set(ref.get() + 1)));
        });
    assertThat(ref.get()).isEqualTo(2);
  }

  @Test
  void snapshot_thatThrows_letsTheExceptionPass() {
    Exception checked = new Exception("checked");
    assertThatThrownBy(
            () ->
                snapshot(
                    () -> {
                      throw checked;
                    }))
        .isSameAs(checked);
    assertThat(Stm.inTransaction()).isFalse();
  }

  @Test
  void snapshot_isReadOnly_andSaysSo() {
    assertThat(snapshot(() -> Transaction.current().isReadOnly())).isTrue();
    assertThat(atomic(() -> Transaction.current().isReadOnly())).isFalse();
    assertThat(atomic(() -> snapshot(() -> Transaction.current().isReadOnly()))).isTrue();
  }

  /**
   * After a long snapshot that was overtaken, the thread's next ones are pinned at once, until a
   * short one ends. While conflicts are recorded, no snapshot is brief.
   */
  private static void forgetLongSnapshots() {
    snapshot(Transaction::current);
  }

  @Test
  void statistics_countASnapshotThatWasOvertakenAsAConflict() {
    LongRef ref = LongRef.named("read twice", 0);
    try (ConflictRecording recording = ConflictRecording.start()) {
      forgetLongSnapshots();
      long conflicts = Stm.statistics().conflicts();
      snapshot(
          TransactionOptions.named("audit"),
          () -> {
            ref.get();
            Threads.elsewhere(ref::increment);
            ref.get();
          });
      assertThat(Stm.statistics().conflicts()).isEqualTo(conflicts + 1);
      assertThat(recording.entries())
          .singleElement()
          .satisfies(
              entry -> {
                assertThat(entry.ref()).isEqualTo("'read twice'");
                assertThat(entry.loser()).isEqualTo("audit");
                assertThat(entry.lost()).isEqualTo(1);
              });
    }
  }

  // ---- snapshots that wait or choose ----

  /**
   * Others commit in every attempt after its first read; the snapshot notices this before it
   * chooses, or only afterwards.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void snapshot_thatChoosesBesideAWriter_takesTwoAttemptsAndBlocksNobody(int overtaken) {
    LongRef ref = LongRef.of(0);
    LongRef other = LongRef.of(0);
    long promotions = Stm.statistics().promotions();
    AtomicInteger bodies = new AtomicInteger();
    long difference =
        snapshot(
            () -> {
              bodies.incrementAndGet();
              long seen = ref.get();
              addToBoth(ref, other);
              if (overtaken == 1) {
                ref.get();
              }
              return Stm.orElse(
                  () -> {
                    addToBoth(ref, other);
                    throw Stm.retry();
                  },
                  () -> other.get() - seen);
            });
    assertThat(difference).isZero();
    assertThat(bodies).hasValue(2);
    assertThat(Stm.statistics().promotions()).isEqualTo(promotions);
  }

  private static void addToBoth(LongRef ref, LongRef other) {
    Threads.elsewhere(
        () ->
            atomic(
                () -> {
                  ref.add(1);
                  other.add(1);
                }));
  }

  /**
   * Each change comes before the wait, so the snapshot must not wait for a change that has already
   * happened.
   */
  @Test
  void snapshot_thatWaitsForWhatHasChangedMeanwhile_looksAgain() {
    LongRef ref = LongRef.of(0);
    LongRef other = LongRef.of(0);
    AtomicInteger bodies = new AtomicInteger();
    long seen =
        snapshot(
            () -> {
              int body = bodies.incrementAndGet();
              other.get();
              if (body <= 3) {
                Threads.elsewhere(ref::increment);
              }
              Stm.check(ref.get() == 3);
              return ref.get();
            });
    assertThat(seen).isEqualTo(3);
    assertThat(bodies.get()).isLessThanOrEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1_000})
  void snapshot_thatWaits_runsOnceForEachChange(int count) {
    List<LongRef> many = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      many.add(LongRef.of(0));
    }
    LongRef last = many.get(count - 1);
    AtomicInteger bodies = new AtomicInteger();
    long promotions = Stm.statistics().promotions();
    try (Threads threads = Threads.platform()) {
      long waits = Stm.statistics().waits();
      Thread waiter =
          threads.start(
              () ->
                  snapshot(
                      () -> {
                        bodies.incrementAndGet();
                        Stm.check(sum(many) == 20);
                      }));
      for (int i = 0; i < 20; i++) {
        long expected = waits + i + 1;
        Threads.until(() -> Stm.statistics().waits() >= expected);
        Threads.untilParked(waiter);
        atomic(() -> last.set(last.get() + 1)); // is not held up by the waiter
      }
      threads.join();
    }
    assertThat(bodies.get()).isLessThanOrEqualTo(2 + 20);
    assertThat(Stm.statistics().promotions()).isEqualTo(promotions);
  }

  @Test
  void snapshot_thatWaitsBesideAWriterThatNeverPauses_isNeverPromoted() {
    LongRef ref = LongRef.of(0);
    LongRef other = LongRef.of(0);
    long promotions = Stm.statistics().promotions();
    try (Threads threads = Threads.platform()) {
      threads.repeat(
          () ->
              atomic(
                  () -> {
                    ref.add(1);
                    other.add(1);
                  }));
      for (int i = 1; i <= 200; i++) {
        long atLeast = ref.get() + 1;
        long difference =
            snapshot(
                () -> {
                  long seen = ref.get();
                  Threads.letOthersRun();
                  Stm.check(seen >= atLeast);
                  return other.get() - seen;
                });
        assertThat(difference).isZero();
      }
      threads.finish();
    }
    assertThat(Stm.statistics().promotions()).isEqualTo(promotions);
  }

  @Test
  void awaitPinnedSnapshots_whileOneIsPinned_waitsForItAndForNoLaterOne() throws Exception {
    LongRef ref = LongRef.of(0);
    CountDownLatch pinned = new CountDownLatch(1);
    CountDownLatch awaited = new CountDownLatch(1);
    try (Threads threads = Threads.of(Kind.PLATFORM)) {
      threads.start(
          () ->
              snapshot(
                  () -> {
                    overtake(ref);
                    long seen = ref.get();
                    pinned.countDown();
                    awaited.await();
                    assertThat(ref.get()).isEqualTo(seen);
                  }));
      pinned.await();
      assertThat(Stm.awaitPinnedSnapshots(Duration.ZERO)).isFalse();
      assertThat(Stm.awaitPinnedSnapshots(Duration.ofMillis(1))).isFalse();
      awaited.countDown();
      Stm.awaitPinnedSnapshots();
      threads.finish();
    }
  }

  /**
   * Overtakes the calling thread's snapshot, which then looks back, or runs again in order to look
   * back.
   */
  private static void overtake(LongRef ref) throws InterruptedException {
    ref.get();
    Thread other = Thread.ofPlatform().start(ref::increment);
    other.join();
    ref.get();
  }

  @Test
  void awaitPinnedSnapshots_thatIsInterruptedOrMisused_saysSo() throws Exception {
    assertThat(Stm.awaitPinnedSnapshots(Duration.ZERO)).isTrue();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> Stm.awaitPinnedSnapshots(Duration.ofSeconds(30)))
        .isInstanceOf(InterruptedException.class);
    assertThatThrownBy(() -> atomic(() -> Stm.awaitPinnedSnapshots(Duration.ZERO)))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> Stm.awaitPinnedSnapshots(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void awaitPinnedSnapshots_whileOneIsInItsFirstTry_doesNotWaitForIt() {
    Ref<String> ref = Ref.of("old");
    String seen =
        snapshot(
            () -> {
              String first = ref.get();
              Threads.elsewhere(
                  () -> {
                    ref.set("new");
                    assertThat(Stm.awaitPinnedSnapshots(Duration.ZERO)).isTrue();
                  });
              return first;
            });
    assertThat(seen).isEqualTo("old");
  }

  /** A resource that must not be used after it has been freed, leased as the documentation says. */
  private static final class Buffer {
    private static final int CLOSED = -1;

    private final AtomicInteger leases = new AtomicInteger();
    private final long value;
    private volatile boolean freed;

    Buffer(long value) {
      this.value = value;
    }

    /** The value, or -1 if leases are no longer available. */
    long read() {
      if (leases.getAndUpdate(n -> n == CLOSED ? n : n + 1) == CLOSED) {
        return -1;
      }
      assertThat(freed).isFalse();
      Threads.letOthersRun();
      assertThat(freed).isFalse();
      leases.decrementAndGet();
      return value;
    }

    void free() {
      Threads.until(() -> leases.compareAndSet(0, CLOSED));
      freed = true;
    }
  }

  private static long read(Ref<Buffer> ref) {
    long value = ref.get().read();
    while (value < 0) {
      value = ref.get().read();
    }
    return value;
  }

  @ParameterizedTest
  @EnumSource
  void buffers_thatAreLentAndFreedAfterTheWait_areUsedByNobodyAfterwards(Kind kind)
      throws Exception {
    Ref<Buffer> ref = Ref.of(new Buffer(0));
    LongRef number = LongRef.of(0);
    LongRef written = LongRef.of(0);
    try (Threads threads = Threads.of(kind)) {
      threads.repeat(() -> assertThat(snapshot(() -> number.get() - read(ref))).isZero());
      threads.repeat(() -> assertThat(snapshot(() -> read(ref) - number.get())).isZero());
      threads.repeat(() -> assertThat(atomic(() -> number.get() - read(ref))).isZero());
      threads.repeat(() -> atomic(() -> written.set(read(ref) - number.get())));
      threads.repeat(() -> read(ref));
      for (long i = 1; i <= 1_000; i++) {
        Buffer next = new Buffer(i);
        Buffer old =
            atomic(
                () -> {
                  number.set(next.value);
                  return ref.getAndSet(next);
                });
        Stm.awaitPinnedSnapshots();
        old.free();
      }
      threads.finish();
    }
    assertThat(written.get()).isZero();
  }
}
