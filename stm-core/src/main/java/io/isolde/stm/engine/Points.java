package io.isolde.stm.engine;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The marked points of the engine, where a test may interleave threads or make a validation fail.
 * Off unless the system property {@code isolde.points} is true when the engine is loaded. While
 * off, they cost nothing.
 */
final class Points {
  /** A step after which another thread may run. */
  enum Point {
    BEGUN,
    /** The word has been read, but not yet the value. */
    WORD_READ,
    READ,
    RECHECKED,
    EXTENDED,
    /** An answer was found true again, under another word. */
    ANSWER_RENEWED,
    COMMIT_STARTED,
    COMPUTED,
    CELL_LOCKED,
    /** The cell is lent to its stripes. */
    LENT,
    WRITE_LOCKED,
    VERSION_DRAWN,
    READS_VALIDATED,
    HISTORY_KEPT,
    VALUE_WRITTEN,
    VALUE_PUBLISHED,
    COMMITTED,
    ROLLED_BACK,
    WAITER_COUNTED,
    WAITER_REGISTERED,
    WAITER_CHECKED,
    WOKEN,
    WAIT_INTERRUPTED,
    /** Under the lock of pinning: commits keep everything, and there is no pin yet. */
    SNAPSHOT_OPENING,
    SNAPSHOT_PINNED,
    SNAPSHOT_UNPINNED,
    ELDER_PROMOTED
  }

  /** What a test installs at the points. */
  interface Probe {
    void reached(Point point);

    /** Whether the validation under way is to fail although nothing has changed. */
    default boolean failsValidation() {
      return false;
    }

    /** Whether an attempt that has read little is to extend at once, instead of re-checking. */
    default boolean extendsAtOnce() {
      return false;
    }

    /** Whether an addition is to lend its cell to stripes. */
    default boolean lends() {
      return false;
    }

    /** Whether a transaction is not to begin in brief mode. */
    default boolean skipsBriefMode() {
      return false;
    }

    /**
     * Called where the engine waits for another thread; whether the probe has waited in its place.
     */
    default boolean paused() {
      return false;
    }
  }

  static final boolean ON = Boolean.getBoolean("isolde.points");

  private static final AtomicInteger HASHES = new AtomicInteger();

  private static volatile @Nullable Probe probe;

  private Points() {}

  static void install(@Nullable Probe newProbe) {
    if (!ON) {
      throw new IllegalStateException(
          "marked points are off; start the JVM with -Disolde.points=true");
    }
    Execution.initialize(); // which reaches points, too
    probe = newProbe;
  }

  static void reached(Point point) {
    if (ON) {
      Probe present = probe;
      if (present != null) {
        present.reached(point);
      }
    }
  }

  /** The hash of the next cell: in the order of creation, so that schedules can be repeated. */
  static int nextHash() {
    return HASHES.getAndIncrement();
  }

  static boolean paused() {
    if (!ON) {
      return false;
    }
    Probe present = probe;
    return present != null && present.paused();
  }

  static boolean skipsBriefMode() {
    Probe present = probe;
    return present != null && present.skipsBriefMode();
  }

  static boolean extendsAtOnce() {
    Probe present = probe;
    return present != null && present.extendsAtOnce();
  }

  static boolean lends() {
    if (!ON) {
      return false;
    }
    Probe present = probe;
    return present != null && present.lends();
  }

  static boolean failValidation() {
    if (!ON) {
      return false;
    }
    Probe present = probe;
    return present != null && present.failsValidation();
  }
}
