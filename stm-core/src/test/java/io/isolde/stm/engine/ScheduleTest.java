package io.isolde.stm.engine;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.check;
import static io.isolde.stm.Stm.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.checks.Threads;
import io.isolde.stm.LongRef;
import io.isolde.stm.Stm;
import io.isolde.stm.Subscription;
import io.isolde.stm.Transaction;
import io.isolde.stm.ValidationException;
import io.isolde.stm.engine.Points.Point;
import io.isolde.stm.engine.Schedule.Stop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Threads that meet each other halfway through a commit, a wait or the pinning of a snapshot, at
 * each of its marked points.
 */
@EnabledIfSystemProperty(named = "isolde.points", matches = "true")
class ScheduleTest {
  private final LongRef a = LongRef.of(0);
  private final LongRef b = LongRef.of(0);
  private Schedule schedule;
  private Threads threads;

  @BeforeEach
  void open() {
    schedule = Schedule.open();
    threads = Threads.platform();
  }

  @AfterEach
  void close() {
    schedule.close();
    threads.close();
    for (Cell cell : new Cell[] {a, b}) {
      cell.assertInvariants();
    }
  }

  private void increaseBoth() {
    atomic(
        () -> {
          a.set(a.get() + 1);
          b.set(b.get() + 1);
        });
  }

  /** A commit of 1 to both refs that halts at {@code point}. */
  private Stop haltedCommit(Point point) {
    Stop stop = schedule.stopAt(point);
    threads.start(() -> stop.in(this::increaseBoth));
    stop.awaitReached();
    return stop;
  }

  private static Stream<Point> pointsOfACommit() {
    return Stream.of(
        Point.COMMIT_STARTED,
        Point.CELL_LOCKED,
        Point.WRITE_LOCKED,
        Point.VERSION_DRAWN,
        Point.READS_VALIDATED,
        Point.VALUE_WRITTEN,
        Point.VALUE_PUBLISHED,
        Point.COMMITTED);
  }

  /** A way to read both refs, first one, then the other. */
  interface Read extends ToLongFunction<LongRef[]> {}

  private static Stream<Named<Read>> reads() {
    return Stream.of(
        Named.of("atomic", refs -> atomic(() -> difference(refs))),
        Named.of("snapshot", refs -> snapshot(() -> difference(refs))),
        Named.of(
            "atomic that writes",
            refs ->
                atomic(
                    () -> {
                      LongRef.of(0).set(1);
                      return difference(refs);
                    })),
        Named.of(
            "pinned snapshot",
            refs ->
                snapshot(
                    () -> {
                      LongRef bait = LongRef.of(0);
                      bait.get();
                      Threads.elsewhere(bait::increment);
                      bait.get(); // overtaken in the first attempt; afterwards pinned
                      return difference(refs);
                    })));
  }

  private static long difference(LongRef[] refs) {
    long first = refs[0].get();
    long second = refs[1].get();
    if (first != second) {
      throw new AssertionError("an attempt saw " + first + " and " + second);
    }
    return first;
  }

  private static Stream<Arguments> pointsAndReads() {
    return pointsOfACommit().flatMap(point -> reads().map(read -> Arguments.of(point, read)));
  }

  /**
   * The reader sees both old or both new values, in whichever order it reads; if it has to wait, it
   * sees both new values after the commit has continued.
   */
  @ParameterizedTest
  @MethodSource("pointsAndReads")
  void reader_meetingACommitAtAnyPoint_seesAllOrNothing(Point point, Read read) {
    for (LongRef[] order : new LongRef[][] {{a, b}, {b, a}}) {
      long before = a.get();
      Stop stop = haltedCommit(point);
      List<Long> seen = new ArrayList<>();
      Thread reader = threads.start(() -> seen.add(read.applyAsLong(order)));
      Threads.untilParkedOrEnded(reader);
      stop.release();
      threads.join();
      assertThat(seen.getFirst()).isBetween(before, before + 1);
      assertThat(read.applyAsLong(order)).isEqualTo(before + 1);
    }
  }

  /** A thread that has seen one new value, by any kind of read, sees the other. */
  @ParameterizedTest
  @MethodSource("pointsAndReads")
  void valueSeen_halfwayThroughACommit_isSeenByWhoeverComesLater(Point point, Read read) {
    for (LongRef[] order : new LongRef[][] {{a, b}, {b, a}}) {
      Stop stop = haltedCommit(point);
      List<Long> seenFirst = new ArrayList<>();
      List<Long> seenLater = new ArrayList<>();
      Thread reader =
          threads.start(
              () -> {
                seenFirst.add(order[0].get());
                seenLater.add(read.applyAsLong(order));
              });
      Threads.untilParkedOrEnded(reader);
      stop.release();
      threads.join();
      assertThat(seenLater.getFirst()).isGreaterThanOrEqualTo(seenFirst.getFirst());
    }
  }

  @ParameterizedTest
  @MethodSource("pointsOfACommit")
  void writer_meetingACommitAtAnyPoint_losesNoUpdate(Point point) {
    Stop stop = haltedCommit(point);
    threads.start(this::increaseBoth);
    threads.start(a::increment);
    threads.start(() -> b.commute(x -> x + 1));
    Thread last = threads.start(() -> a.updateAndGet(x -> x + 1));
    Threads.untilParkedOrEnded(last);
    stop.release();
    threads.join();
    assertThat(a.get()).isEqualTo(4);
    assertThat(b.get()).isEqualTo(3);
  }

  /**
   * One transaction halts at each point of its commit, such as when it has validated but not yet
   * published what it writes; the other reads that and writes what the first has read.
   */
  @ParameterizedTest
  @MethodSource("pointsOfACommit")
  void writeSkew_atAnyPointOfACommit_isImpossible(Point point) {
    Stop stop = schedule.stopAt(point);
    threads.start(() -> stop.in(() -> atomic(() -> setIfZero(a, b))));
    stop.awaitReached();
    Thread other = threads.start(() -> atomic(() -> setIfZero(b, a)));
    Threads.untilParkedOrEnded(other);
    stop.release();
    threads.join();
    assertThat(a.get() + b.get()).isEqualTo(1);
  }

  /**
   * The commit halts as if its thread were descheduled: only transactions over the same refs are
   * delayed.
   */
  @ParameterizedTest
  @MethodSource("pointsOfACommit")
  void commit_haltedAtAnyPoint_delaysNobodyElse(Point point) {
    Stop stop = haltedCommit(point);
    LongRef c = LongRef.of(0);
    LongRef d = LongRef.of(0);
    Thread waiter = threads.start(() -> d.await(value -> value >= 2));

    atomic(
        () -> {
          c.set(c.get() + 1);
          d.set(d.get() + 1);
        });
    c.increment();
    d.increment();
    long difference =
        snapshot(
            () -> {
              long first = c.get();
              Threads.elsewhere(
                  d::increment); // overtakes the first attempt, and is history for the second
              return d.get() - first;
            });

    Threads.until(() -> !waiter.isAlive());
    assertThat(difference).isEqualTo(1);
    stop.release();
    threads.join();
    assertThat(a.get()).isEqualTo(1);
  }

  private static void setIfZero(LongRef read, LongRef written) {
    if (read.get() == 0) {
      written.set(1);
    }
  }

  /**
   * A snapshot opens while a commit is under way: it sees all of the commit or nothing of it, then
   * and until its end.
   */
  @ParameterizedTest
  @MethodSource("pointsOfACommit")
  void snapshot_pinnedAtAnyPointOfACommit_keepsWhatItSees(Point point) {
    Stop stop = haltedCommit(point);
    AtomicInteger pinned = new AtomicInteger();
    LongRef bait = LongRef.of(0);
    Thread reader =
        threads.start(
            () ->
                snapshot(
                    () -> {
                      bait.get();
                      if (Transaction.current().attempt() == 1) {
                        Threads.elsewhere(bait::increment);
                      }
                      bait.get();
                      pinned.set(1);
                      Threads.until(() -> pinned.get() == 2);
                      assertThat(difference(new LongRef[] {a, b})).isBetween(0L, 1L);
                      assertThat(difference(new LongRef[] {b, a})).isBetween(0L, 1L);
                    }));
    Threads.until(() -> pinned.get() == 1);
    stop.release();
    Threads.until(() -> threads.alive() == 1);
    increaseBoth();
    a.increment();
    b.increment();
    increaseBoth();
    pinned.set(2);
    threads.join();
    assertThat(reader.isAlive()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(
      value = Point.class,
      mode = Mode.INCLUDE,
      names = {"SNAPSHOT_OPENING", "SNAPSHOT_PINNED"})
  void commit_whileASnapshotOpens_keepsWhatItNeeds(Point point) {
    Stop stop = schedule.stopAt(point);
    List<Long> seen = new ArrayList<>();
    LongRef bait = LongRef.of(0);
    threads.start(
        () ->
            stop.in(
                () ->
                    snapshot(
                        () -> {
                          bait.get();
                          if (Transaction.current().attempt() == 1) {
                            Threads.elsewhere(bait::increment);
                          }
                          bait.get();
                          seen.add(difference(new LongRef[] {a, b}));
                        })));
    stop.awaitReached();
    increaseBoth();
    increaseBoth();
    stop.release();
    threads.join();
    assertThat(seen).hasSize(1);
    Cell cell = a;
    assertThat(cell.historyAcquire()).isNull();
  }

  /** The sweep has read the history of a cell when another snapshot pins and needs more of it. */
  @Test
  void sweep_besideANewPin_keepsWhatItNeeds() {
    Stop stop = schedule.stopAt(Point.HISTORY_READ);
    long first = Snapshots.pin();
    a.increment();
    threads.start(() -> stop.in(() -> Snapshots.unpin(first)));
    stop.awaitReached();
    long second = Snapshots.pin();
    a.increment();
    stop.release();
    threads.join();
    assertThat(Snapshots.find(a, second).bits).isEqualTo(1);
    Snapshots.unpin(second);
    assertThat(Snapshots.estimatedRetained()).isZero();
  }

  /** A participant vetoes the commit after the old value was kept and the last pin has gone. */
  @Test
  void commit_givenUpAfterTheLastPinHasGone_leavesNoHistory() {
    Stop stop = schedule.stopAt(Point.HISTORY_READ);
    long pin = Snapshots.pin();
    threads.start(() -> stop.in(() -> Threads.ignoringFailure(() -> atomic(this::setVetoed))));
    stop.awaitReached();
    Snapshots.unpin(pin);
    stop.release();
    threads.join();
    Cell cell = a;
    assertThat(a.get()).isZero();
    assertThat(cell.historyAcquire()).isNull();
    assertThat(Snapshots.estimatedRetained()).isZero();
  }

  private void setVetoed() {
    a.set(1);
    Transaction.current()
        .enlist(
            () -> {
              throw new IllegalStateException("vetoed");
            });
  }

  // ---- waiting ----

  @ParameterizedTest
  @EnumSource(
      value = Point.class,
      mode = Mode.INCLUDE,
      names = {"READ", "ROLLED_BACK", "WAITER_COUNTED", "WAITER_REGISTERED", "WAITER_CHECKED"})
  void change_atAnyPointOfAWait_isNotMissed(Point point) {
    Stop stop = schedule.stopAt(point);
    threads.start(() -> stop.in(() -> atomic(() -> check(a.get() == 1))));
    stop.awaitReached();
    increaseBoth();
    stop.release();
    threads.join();
  }

  /**
   * One waiter waits for the cell that is locked first, the other for the one that is locked last.
   */
  @ParameterizedTest
  @MethodSource("pointsOfACommit")
  void waiters_comingAtAnyPointOfACommit_missNoChange(Point point) {
    Stop firstWaiting = schedule.stopAt(Point.ROLLED_BACK);
    Stop lastWaiting = schedule.stopAt(Point.ROLLED_BACK);
    Thread first = threads.start(() -> firstWaiting.in(() -> atomic(() -> check(a.get() == 1))));
    Thread last = threads.start(() -> lastWaiting.in(() -> atomic(() -> check(b.get() == 1))));
    firstWaiting.awaitReached();
    lastWaiting.awaitReached();
    Stop stop = haltedCommit(point);
    long waits = Stm.statistics().waits();
    firstWaiting.release();
    lastWaiting.release();
    Threads.until(() -> Stm.statistics().waits() >= waits + 2);
    Threads.untilParkedOrEnded(first, last);
    stop.release();
    threads.join();
  }

  /** The same, with a write outside transactions. */
  @ParameterizedTest
  @EnumSource(
      value = Point.class,
      mode = Mode.INCLUDE,
      names = {"CELL_LOCKED", "VALUE_WRITTEN", "VALUE_PUBLISHED"})
  void waiter_comingAtAnyPointOfASingleWrite_missesNoChange(Point point) {
    Stop waiting = schedule.stopAt(Point.ROLLED_BACK);
    Thread waiter = threads.start(() -> waiting.in(() -> a.await(x -> x == 1)));
    waiting.awaitReached();
    Stop stop = schedule.stopAt(point);
    threads.start(() -> stop.in(() -> a.set(1)));
    stop.awaitReached();
    long waits = Stm.statistics().waits();
    waiting.release();
    Threads.until(() -> Stm.statistics().waits() > waits);
    Threads.untilParkedOrEnded(waiter);
    stop.release();
    threads.join();
  }

  // ---- validators ----

  @ParameterizedTest
  @MethodSource("pointsOfACommit")
  void validator_addedAtAnyPointOfACommit_isNeverBroken(Point point) {
    Stop stop = schedule.stopAt(point);
    AtomicInteger refused = new AtomicInteger();
    threads.start(
        () ->
            stop.in(
                () -> {
                  try {
                    atomic(
                        () -> {
                          a.add(-1);
                          b.set(1);
                        });
                  } catch (ValidationException e) {
                    refused.incrementAndGet();
                  }
                }));
    stop.awaitReached();
    List<Subscription> added = new ArrayList<>();
    Thread adder =
        threads.start(
            () -> {
              try {
                added.add(a.addValidator("not negative", x -> x >= 0));
                assertThat(a.get()).isZero();
              } catch (ValidationException e) {
                assertThat(a.get()).isEqualTo(-1);
              }
            });
    Threads.untilParkedOrEnded(adder);
    stop.release();
    threads.join();
    assertThat(added.size()).isEqualTo(refused.get());
    assertThat(a.get()).isEqualTo(added.size() - 1);
    assertThat(b.get()).isEqualTo(1 - refused.get());
  }

  // ---- a validation that fails for no reason ----

  @Test
  void validation_thatFails_changesNothingAndIsRepeated() {
    AtomicInteger failures = new AtomicInteger();
    Points.install(
        new Points.Probe() {
          @Override
          public void reached(Point point) {}

          @Override
          public boolean failsValidation() {
            return failures.incrementAndGet() <= 3;
          }
        });
    List<String> events = new ArrayList<>();
    int attempts =
        atomic(
            () -> {
              Transaction tx = Transaction.current();
              int attempt = tx.attempt();
              tx.afterRollback(() -> events.add("rollback " + attempt));
              a.set(b.get() + 1);
              return attempt;
            });
    assertThat(attempts).isEqualTo(4);
    assertThat(a.get()).isEqualTo(1);
    assertThat(events).containsExactly("rollback 1", "rollback 2", "rollback 3");
    assertThatThrownBy(
            () ->
                atomic(
                    () -> {
                      a.set(b.get() + 5);
                      throw new IllegalStateException("body");
                    }))
        .hasMessage("body");
    assertThat(a.get()).isEqualTo(1);
  }
}
