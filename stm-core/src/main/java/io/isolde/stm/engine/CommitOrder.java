package io.isolde.stm.engine;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The queue in which after-commit hooks run: one transaction at a time, in commit order, each on
 * the thread that committed.
 *
 * <p>A transaction that has hooks takes its turn while it still holds its locks, so transactions
 * that depend on it come later. Unless it is a snapshot, it knows at that instant that the values
 * it has read are unchanged, so it comes before transactions that change them. It waits for its
 * predecessor's hooks before it runs its own. Transactions without hooks take no turn. The queue is
 * a queue lock after Craig (1993) and Magnussen, Landin, Hagersten (1994).
 *
 * <p>A transaction holds the lock while it validates its reads, prepares its participants, and
 * takes its turn. The holder waits for nothing else.
 */
final class CommitOrder {
  private static final SpinLock LOCK = new SpinLock();

  /** Guarded by the lock. */
  private static Turn last = Turn.over();

  /** A waiting thread checks again after this time, in case memory was too short to unpark it. */
  private static final long PARK_NANOS_MAX = 100_000_000;

  private CommitOrder() {}

  /** Until {@link #unlock}, no other transaction takes a turn. */
  static void lock() {
    LOCK.lock();
  }

  static void unlock() {
    LOCK.unlock();
  }

  /**
   * Puts {@code turn} behind all others, unless it has nothing to run in order. Called with the
   * lock held; does not fail.
   */
  static void enqueue(Turn turn) {
    if (turn.isOrdered()) {
      turn.previous = last;
      last = turn;
    }
  }

  /** A place in the queue, with the actions to run when it is reached. */
  static final class Turn {
    private @Nullable Hooks hooks;
    private List<Runnable> notifications;
    private @Nullable Turn previous;
    private volatile boolean over;
    private volatile @Nullable Thread successor;

    /** The next turn that a {@link Context} has deferred. */
    @Nullable Turn nextDeferred;

    private Turn(@Nullable Hooks hooks, List<Runnable> notifications) {
      this.hooks = hooks;
      this.notifications = notifications;
    }

    private static Turn over() {
      Turn turn = new Turn(null, List.of());
      turn.over = true;
      return turn;
    }

    /**
     * The turn of a commit: tells the participants, and runs {@code notifications} and the
     * after-commit hooks in commit order. Null if there are none.
     */
    static @Nullable Turn of(@Nullable Hooks hooks, List<Runnable> notifications) {
      Turn turn = new Turn(hooks, notifications);
      return turn.isOrdered() || (hooks != null && hooks.hasParticipants()) ? turn : null;
    }

    private boolean isOrdered() {
      return !notifications.isEmpty() || (hooks != null && hooks.runsAfterCommit());
    }

    /**
     * Tells the participants, waits for the predecessor, runs the ordered actions, and releases the
     * successor. Returns {@code thrown}, if that is not null, or else the first throwable that was
     * thrown here, with the others suppressed in it. Throws nothing.
     */
    @Nullable Throwable run(@Nullable Throwable thrown) {
      Hooks present = hooks;
      Throwable failure = present == null ? thrown : present.runCommitted(thrown);
      awaitPrevious();
      failure = Hooks.runAll(failure, notifications);
      failure = present == null ? failure : present.runAfterCommit(failure);
      hooks = null; // the queue may keep this turn for long
      notifications = List.of();
      pass();
      return failure;
    }

    /** Releases the successor. */
    private void pass() {
      over = true;
      try {
        LockSupport.unpark(successor);
      } catch (OutOfMemoryError e) {
        return; // the successor checks again by itself
      }
    }

    /**
     * Not interruptible: the transaction has committed and its hooks must run. The interrupt status
     * is kept.
     */
    private void awaitPrevious() {
      Turn awaited = previous;
      previous = null;
      if (awaited == null || awaited.over) {
        return;
      }
      awaited.successor = Thread.currentThread();
      boolean interrupted = false;
      while (!awaited.over) {
        park(awaited);
        interrupted |= Thread.interrupted();
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void park(Turn awaited) {
    try {
      LockSupport.parkNanos(awaited, PARK_NANOS_MAX);
    } catch (OutOfMemoryError
        | StackOverflowError e) { // a virtual thread parks by copying its stack
      Thread.onSpinWait();
    }
  }
}
