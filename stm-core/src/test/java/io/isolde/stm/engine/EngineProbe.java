package io.isolde.stm.engine;

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

  /** Whether the validation under way shall fail although nothing changed. */
  default boolean failsValidation() {
    return false;
  }

  /** Whether an attempt that has read little shall extend nevertheless. */
  default boolean extendsAtOnce() {
    return false;
  }

  /** Called where the engine waits for another thread; whether the wait has been done. */
  default boolean paused() {
    return false;
  }

  /** Puts {@code probe} at the points, instead of the one before. */
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
          public boolean paused() {
            return probe.paused();
          }
        });
  }

  static void remove() {
    Points.install(null);
  }

  /** Makes the engine forget what it has learnt of earlier transactions. */
  static void forgetHabits() {
    AttemptPool.clear();
  }

  /** The names of all points. */
  static List<String> points() {
    return Arrays.stream(Points.Point.values()).map(Enum::name).toList();
  }

  /** How many attempts a transaction may lose before it becomes the elder. */
  static int lossesMax() {
    return Elder.LOSSES_MAX;
  }

  /** Lets others depose the elder after so long, instead of the usual time. */
  static void setElderPatience(Duration patience) {
    Elder.setPatience(patience.toNanos());
  }

  /** Takes {@link #setElderPatience} back. */
  static void resetElderPatience() {
    Elder.setPatience(Elder.PATIENCE_NANOS);
  }

  /** Asserts that no transaction has left a trace, at a moment when none is under way. */
  static void assertIdle(List<? extends Cell> cells) {
    require(Snapshots.pinned() == 0, "a snapshot is still pinned");
    require(Snapshots.estimatedRetained() == 0, "history is still kept");
    require(!Waiters.any(), "somebody still waits");
    for (Cell cell : cells) {
      require(Word.isFree(cell.wordVolatile()), "still held: " + cell.describe());
      cell.assertInvariants();
    }
  }

  /** Asserts the same, and that no token, attempt or context is left with a thread. */
  static void assertNothingHeld(List<? extends Cell> cells) {
    require(Context.current() == null, "still inside a transaction");
    assertIdle(cells);
    require(Context.estimatedVirtual() == 0, "a virtual thread's context is left");
    requireTokenFree();
  }

  private static void requireTokenFree() {
    try {
      require(Elder.acquire(System.nanoTime(), 0), "the elder's token is not back");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    Elder.release();
  }

  /** Opens a snapshot that only {@link #unpin} ends. */
  static long pin() {
    return Snapshots.pin();
  }

  static void unpin(long pin) {
    Snapshots.unpin(pin);
  }

  /** Spins until somebody waits for a change, or {@code rounds} have passed. */
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
