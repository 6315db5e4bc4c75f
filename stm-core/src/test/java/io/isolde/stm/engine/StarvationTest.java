package io.isolde.stm.engine;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.check;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.checks.Threads;
import io.isolde.checks.Threads.Kind;
import io.isolde.stm.LongRef;
import io.isolde.stm.Stm;
import io.isolde.stm.Transaction;
import io.isolde.stm.TransactionBody;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every transaction commits in the end: one that has lost {@link Elder#LOSSES_MAX} attempts becomes
 * the elder, and wins the next attempt.
 */
class StarvationTest {
  private static final int ATTEMPTS_MAX = Elder.LOSSES_MAX + 1;

  private final List<LongRef> refs = refs(500);

  private static List<LongRef> refs(int count) {
    List<LongRef> refs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      refs.add(LongRef.of(0));
    }
    return refs;
  }

  /** Makes sure that nobody deposes the elder, however slow the machine is. */
  @BeforeEach
  void waitLongForElders() {
    Elder.setPatience(Duration.ofHours(1).toNanos());
  }

  @AfterEach
  void assertNothingIsHeld() {
    Elder.setPatience(Elder.PATIENCE_NANOS);
    for (LongRef ref : refs) {
      Cell cell = ref;
      assertThat(Word.isFree(cell.wordAcquire())).as(cell::describe).isTrue();
      cell.assertInvariants();
    }
    assertThat(Elder.wants(refs.get(0))).isFalse();
  }

  private static Stream<Named<Consumer<LongRef>>> writes() {
    return Stream.of(
        Named.of("set outside", ref -> ref.set(7)),
        Named.of("add outside", ref -> ref.add(1)),
        Named.of("set in a transaction", ref -> atomic(() -> ref.set(8))),
        Named.of("read and write", ref -> atomic(() -> ref.set(ref.get() + 1))));
  }

  private static Stream<Arguments> writesAndKinds() {
    return Stream.of(Kind.values())
        .flatMap(kind -> writes().map(write -> Arguments.of(write, kind)));
  }

  /** A scan that starves for ever in Multiverse and Clojure. */
  @ParameterizedTest
  @MethodSource("writesAndKinds")
  void longScan_besideWritersThatNeverPause_commits(Consumer<LongRef> write, Kind kind) {
    try (Threads threads = Threads.of(kind)) {
      for (int i = 0; i < 2; i++) {
        threads.repeat(
            () -> write.accept(refs.get(ThreadLocalRandom.current().nextInt(refs.size()))));
      }
      for (int i = 0; i < 5; i++) {
        AtomicInteger attempts = new AtomicInteger();
        atomic(
            () -> {
              attempts.incrementAndGet();
              long sum = 0;
              for (LongRef ref : refs) {
                sum += ref.get();
                if (ref == refs.get(100)) {
                  Threads.letOthersRun();
                }
              }
              refs.get(0).set(sum);
            });
        assertThat(attempts.get()).isLessThanOrEqualTo(ATTEMPTS_MAX);
      }
      threads.finish();
    }
  }

  /** Every attempt is certain to be overtaken, until the overtaker has to wait. */
  @Test
  void transaction_overtakenInEveryAttempt_isPromotedAndWins() {
    LongRef hot = refs.get(0);
    LongRef result = refs.get(1);
    long promotions = Stm.statistics().promotions();
    AtomicInteger attempts = new AtomicInteger();
    try (Threads threads = Threads.platform()) {
      atomic(
          () -> {
            int attempt = attempts.incrementAndGet();
            assertThat(Transaction.current().attempt()).isEqualTo(attempt);
            long seen = hot.get();
            Thread overtaker = threads.start(hot::increment);
            if (attempt < ATTEMPTS_MAX) {
              Threads.until(() -> !overtaker.isAlive());
            } else {
              assertThat(hot.get()).isEqualTo(seen);
            }
            result.set(seen);
          });
      threads.join();
    }
    assertThat(attempts).hasValue(ATTEMPTS_MAX);
    assertThat(result.get()).isEqualTo(Elder.LOSSES_MAX);
    assertThat(hot.get()).isEqualTo(ATTEMPTS_MAX);
    assertThat(Stm.statistics().promotions()).isEqualTo(promotions + 1);
  }

  /** Loses as often as it takes, then runs {@code asElder} as the elder, once. */
  private static <T> T promoted(LongRef hot, TransactionBody<T, RuntimeException> asElder) {
    return atomic(
        () -> {
          hot.get();
          if (Transaction.current().attempt() < ATTEMPTS_MAX) {
            Threads.elsewhere(hot::increment);
            hot.increment();
            return null;
          }
          return asElder.run();
        });
  }

  @Test
  void elder_thatThrows_letsEverythingGo() {
    LongRef hot = refs.get(0);
    IllegalStateException failure = new IllegalStateException("as the elder");
    assertThatThrownBy(
            () ->
                promoted(
                    hot,
                    () -> {
                      refs.forEach(LongRef::get);
                      refs.forEach(ref -> ref.set(5));
                      throw failure;
                    }))
        .isSameAs(failure);
    Threads.elsewhere(() -> atomic(() -> refs.forEach(ref -> ref.set(ref.get() + 1))));
    assertThat(refs.get(400).get()).isEqualTo(1);
  }

  @Test
  void elder_thatReadsItsOwnWritesAndCommutes_commitsThem() {
    LongRef hot = refs.get(0);
    long seen =
        promoted(
            hot,
            () -> {
              refs.get(1).add(5);
              refs.get(2).commute(x -> x + 6);
              refs.get(3).set(7);
              refs.get(4).add(8);
              return refs.get(1).get() + refs.get(2).get() + refs.get(3).get();
            });
    assertThat(seen).isEqualTo(18);
    assertThat(refs.subList(1, 5)).extracting(LongRef::get).containsExactly(5L, 6L, 7L, 8L);
  }

  @Test
  void elder_withANestedRollback_keepsWhatIsOutside() {
    LongRef hot = refs.get(0);
    promoted(
        hot,
        () -> {
          refs.get(1).set(1);
          assertThatThrownBy(
                  () ->
                      atomic(
                          () -> {
                            refs.get(1).set(refs.get(2).get() + 2);
                            throw new IllegalStateException();
                          }))
              .isInstanceOf(IllegalStateException.class);
          refs.get(3).set(3);
          return 0;
        });
    assertThat(refs.subList(1, 4)).extracting(LongRef::get).containsExactly(1L, 0L, 3L);
  }

  /** Writers that the elder delays, however they wait, must continue when it is done. */
  @ParameterizedTest
  @MethodSource("writesAndKinds")
  void writers_thatMeetTheElder_waitAndGoOn(Consumer<LongRef> write, Kind kind) {
    LongRef hot = refs.get(0);
    try (Threads threads = Threads.of(kind)) {
      promoted(
          hot,
          () -> {
            List<Thread> writers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
              writers.add(threads.start(() -> write.accept(hot)));
            }
            writers.forEach(Threads::untilParked);
            assertThat(writers).allMatch(Thread::isAlive);
            return 0;
          });
      threads.join();
    }
    assertThat(hot.get()).isGreaterThan(4);
  }

  @Test
  void readers_thatMeetTheElder_passBy() {
    LongRef hot = refs.get(0);
    promoted(
        hot,
        () -> {
          hot.set(-1);
          Threads.elsewhere(
              () -> {
                assertThat(hot.get()).isEqualTo(Elder.LOSSES_MAX);
                assertThat(hot.peek()).isEqualTo(Elder.LOSSES_MAX);
                assertThat(atomic(() -> hot.get())).isEqualTo(Elder.LOSSES_MAX);
                assertThat(Stm.snapshot(() -> hot.get())).isEqualTo(Elder.LOSSES_MAX);
                LongRef other = refs.get(9);
                atomic(() -> other.set(hot.get()));
              });
          return 0;
        });
    assertThat(hot.get()).isEqualTo(-1);
    assertThat(refs.get(9).get()).isEqualTo(Elder.LOSSES_MAX);
  }

  @Test
  void elder_thatRetries_isWokenLikeAnybody() {
    LongRef hot = refs.get(0);
    LongRef awaited = refs.get(1);
    try (Threads threads = Threads.platform()) {
      long waits = Stm.statistics().waits();
      Thread waiter =
          threads.start(
              () ->
                  promoted(
                      hot,
                      () -> {
                        check(awaited.get() == 1);
                        return 0;
                      }));
      Threads.until(() -> Stm.statistics().waits() > waits);
      Threads.untilParked(waiter);
      awaited.set(1);
      threads.join();
    }
  }

  /**
   * The elder reads a value whose version equals the clock, which the next writer does not advance;
   * nevertheless, that write must be recognised as a change. It comes after the rollback and before
   * the wait.
   */
  @Test
  void elder_thatRetriesOverANewValue_missesNoChange() {
    LongRef hot = refs.get(0);
    LongRef awaited = refs.get(1);
    AtomicInteger asElder = new AtomicInteger();
    Threads.elsewhere(
        () ->
            promoted(
                hot,
                () -> {
                  if (asElder.incrementAndGet() == 1) {
                    Threads.elsewhere(() -> awaited.set(0));
                    Transaction.current().afterRollback(() -> awaited.set(1));
                  }
                  check(awaited.get() == 1);
                  return 0;
                }));
    assertThat(asElder).hasValue(2);
  }

  /**
   * Two transactions that keep overtaking each other: each lets the other run after it has read its
   * first ref.
   */
  @ParameterizedTest
  @EnumSource
  void twoTransactions_thatAlwaysConflict_bothCommit(Kind kind) {
    LongRef a = refs.get(0);
    LongRef b = refs.get(1);
    int rounds = 500;
    Threads.together(
        kind,
        2,
        number -> {
          for (int i = 0; i < rounds; i++) {
            AtomicInteger attempts = new AtomicInteger();
            atomic(
                () -> {
                  attempts.incrementAndGet();
                  LongRef first = number == 0 ? a : b;
                  LongRef second = number == 0 ? b : a;
                  long seen = first.get();
                  Threads.letOthersRun();
                  second.set(second.get() + 1);
                  first.set(seen + 1);
                });
            assertThat(attempts.get()).isLessThanOrEqualTo(ATTEMPTS_MAX);
          }
        });
    assertThat(a.get()).isEqualTo(2L * rounds);
    assertThat(b.get()).isEqualTo(2L * rounds);
  }

  @ParameterizedTest
  @EnumSource
  void manyTransactions_thatTouchOneRef_allCommit(Kind kind) {
    LongRef ref = refs.get(0);
    int threads = 32;
    int rounds = 30;
    Threads.together(
        kind,
        threads,
        number -> {
          for (int i = 0; i < rounds; i++) {
            AtomicInteger attempts = new AtomicInteger();
            atomic(
                () -> {
                  attempts.incrementAndGet();
                  long seen = ref.get();
                  Threads.letOthersRun();
                  ref.set(seen + 1);
                });
            assertThat(attempts.get()).isLessThanOrEqualTo(ATTEMPTS_MAX);
          }
        });
    assertThat(ref.get()).isEqualTo((long) threads * rounds);
  }

  /**
   * Long transactions over the same refs in opposite orders: some become elders, one after the
   * other.
   */
  @ParameterizedTest
  @EnumSource
  void longTransactions_inOppositeOrders_allCommit(Kind kind) {
    int count = 60;
    List<LongRef> some = refs.subList(0, count);
    Threads.together(
        kind,
        4,
        number -> {
          for (int i = 0; i < 40; i++) {
            AtomicInteger attempts = new AtomicInteger();
            atomic(
                () -> {
                  attempts.incrementAndGet();
                  for (int n = 0; n < count; n++) {
                    LongRef ref = some.get(number % 2 == 0 ? n : count - 1 - n);
                    ref.set(ref.get() + 1);
                    if (n == count / 2) {
                      Threads.letOthersRun();
                    }
                  }
                });
            assertThat(attempts.get()).isLessThanOrEqualTo(ATTEMPTS_MAX);
          }
        });
    assertThat(some).allSatisfy(ref -> assertThat(ref.get()).isEqualTo(160));
  }
}
