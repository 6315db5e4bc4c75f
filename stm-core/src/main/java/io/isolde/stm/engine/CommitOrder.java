package io.isolde.stm.engine;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The queue in which after-commit hooks run: one transaction at a time, in commit order, each on
 * the thread that committed.
 *
 * <p>A transaction that has hooks takes its turn while it still holds its locks (so whoever depends
 * on it comes later) and knows that what it read has not changed (so it comes before whoever
 * changes that), and waits for its predecessor's hooks before it runs its own. Transactions without
 * hooks do not pass here. A queue lock after Craig (1993) and Magnussen, Landin, Hagersten (1994).
 *
 * <p>The lock is held while a transaction validates its reads, prepares its participants, and takes
 * its turn: nobody waits for anything else with it.
 */
final class CommitOrder {
  private static final BriefLock LOCK = new BriefLock();

  /** Guarded by the lock. */
  private static Turn last = Turn.over();

  /** A wait is looked after again, in case that memory was short when it was to be ended. */
  private static final long PARK_NANOS_MAX = 100_000_000;

  private CommitOrder() {}

  /** Until {@link #unlock}, nobody else takes a turn. */
  static void lock() {
    LOCK.lock();
  }

  static void unlock() {
    LOCK.unlock();
  }

  /** A place in the queue, with what to run when it is reached. */
  static final class Turn {
    private List<Runnable> unordered;
    private List<Runnable> actions;
    private @Nullable Turn previous;
    private volatile boolean over;
    private volatile @Nullable Thread successor;

    /** For {@link Context}. */
    @Nullable Turn nextDeferred;

    private Turn(List<Runnable> unordered, List<Runnable> actions) {
      this.unordered = unordered;
      this.actions = actions;
    }

    private static Turn over() {
      Turn turn = new Turn(List.of(), List.of());
      turn.over = true;
      return turn;
    }

    /**
     * Takes the next place, unless there is nothing to run in order. Called with the lock; does not
     * fail.
     */
    void take() {
      if (!actions.isEmpty()) {
        previous = last;
        last = this;
      }
    }

    /**
     * Runs what needs no order, waits for the predecessor, runs the actions, lets the successor go.
     * Returns {@code thrown}, if that is not null, or else the first that was thrown here, with the
     * others suppressed in it; throws nothing.
     */
    @Nullable Throwable run(@Nullable Throwable thrown) {
      Throwable failure = Hooks.runAll(thrown, unordered);
      unordered = List.of();
      awaitPrevious();
      failure = Hooks.runAll(failure, actions);
      actions = List.of();
      pass();
      return failure;
    }

    /** Lets the successor go. */
    private void pass() {
      over = true;
      try {
        LockSupport.unpark(successor);
      } catch (OutOfMemoryError e) {
        return; // it looks by itself
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

  /** What to run after a commit, null if there is nothing; {@code actions} in commit order. */
  static @Nullable Turn turn(List<Runnable> unordered, List<Runnable> actions) {
    return unordered.isEmpty() && actions.isEmpty() ? null : new Turn(unordered, actions);
  }
}
