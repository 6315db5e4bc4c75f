package io.isolde.stm.engine;

import io.isolde.stm.Deadline;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * A bridge for tests of other packages to the marked points and the state of the engine. Needs the
 * system property {@code isolde.points}.
 */
public interface EngineProbe {
  /** Called on the thread that has reached {@code point}. */
  void reached(String point);

  /** Whether the current validation is to fail although nothing has changed. */
  default boolean failsValidation() {
    return false;
  }

  /** Whether an attempt that has read little is to extend nevertheless. */
  default boolean extendsAtOnce() {
    return false;
  }

  /** Whether an addition is to lend its cell to stripes. */
  default boolean lends() {
    return false;
  }

  /** Whether the transaction is not to begin in brief mode. */
  default boolean skipsBriefMode() {
    return false;
  }

  /**
   * Called where the engine waits for another thread. Returns whether the probe has done the
   * waiting.
   */
  default boolean paused() {
    return false;
  }

  /** Installs {@code probe} at the points, in place of the previous one. */
  static void install(EngineProbe probe) {
    Points.install(
        new Points.Probe() {
          @Override
          public void reached(Points.Point point) {
            probe.reached(point.name());
          }

          @Override
          public boolean failsValidation() {
            return probe.failsValidation();
          }

          @Override
          public boolean extendsAtOnce() {
            return probe.extendsAtOnce();
          }

          @Override
          public boolean lends() {
            return probe.lends();
          }

          @Override
          public boolean skipsBriefMode() {
            return probe.skipsBriefMode();
          }

          @Override
          public boolean paused() {
            return probe.paused();
          }
        });
  }

  static void remove() {
    Points.install(null);
  }

  /** Makes the engine forget what it has learnt from earlier transactions. */
  static void forgetHabits() {
    AttemptPool.clear();
    Brief.forgetSpills(Thread.currentThread().threadId());
  }

  /** The names of all points. */
  static List<String> points() {
    return Arrays.stream(Points.Point.values()).map(Enum::name).toList();
  }

  /** How many attempts a transaction may lose before it becomes the elder. */
  static int lossesMax() {
    return Elder.LOSSES_MAX;
  }

  /** Lets others depose the elder after this time, instead of the usual one. */
  static void setElderPatience(Duration patience) {
    Elder.setPatience(patience.toNanos());
  }

  /** Undoes {@link #setElderPatience}. */
  static void resetElderPatience() {
    Elder.setPatience(Elder.PATIENCE_NANOS);
  }

  /** Asserts that no transaction has left a trace, at a moment when none is running. */
  static void assertIdle(List<? extends Cell> cells) {
    require(Snapshots.pinned() == 0, "a snapshot is still pinned");
    require(Snapshots.estimatedRetained() == 0, "history is still kept");
    require(!Waiters.any(), "somebody still waits");
    for (Cell cell : cells) {
      require(Word.isFree(cell.wordVolatile()), "still held: " + cell.describe());
      cell.assertInvariants();
    }
  }

  /** Asserts the same, and that no thread still has the token, an attempt or a context. */
  static void assertNothingHeld(List<? extends Cell> cells) {
    require(Context.current() == null, "still inside a transaction");
    assertIdle(cells);
    require(Context.estimatedVirtual() == 0, "a virtual thread's context is left");
    requireTokenFree();
  }

  private static void requireTokenFree() {
    try {
      require(Elder.acquire(Deadline.after(Duration.ZERO), 0), "the elder's token is not back");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    Elder.release();
  }

  /** Opens a snapshot that stays open until {@link #unpin}. */
  static long pin() {
    return Snapshots.pin();
  }

  static void unpin(long pin) {
    Snapshots.unpin(pin);
  }

  /** Spins until a thread waits for a change, for at most {@code rounds} rounds. */
  static void awaitWaiter(int rounds) {
    for (int i = 0; i < rounds && !Waiters.any(); i++) {
      Thread.onSpinWait();
    }
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new AssertionError(otherwise);
    }
  }
}
