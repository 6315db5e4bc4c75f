package io.isolde.stm.engine;

import io.isolde.stm.engine.Points.Point;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thread that waits, once, and the wake-up that it then carries: whoever is woken wakes the next
 * one when the attempt that follows has ended (Waiters.W4). Confined to that thread but for {@link
 * #isChosenThrough}.
 */
final class Waiter {
  private static final VarHandle THROUGH;

  static {
    try {
      THROUGH = MethodHandles.lookup().findVarHandle(Waiter.class, "through", WaiterEntry.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Why a wait ended. */
  enum Outcome {
    CHANGED,
    TIMED_OUT,
    INTERRUPTED
  }

  private final Thread thread = Thread.currentThread();

  /** The entry through which the waiter was woken; null while it has not been. */
  private volatile @Nullable WaiterEntry through;

  private @Nullable WaiterEntry entries;

  /** Parks until a cell of {@code reads} no longer has the word it was read under. */
  Outcome awaitChange(ReadSet reads, long deadlineNanos) {
    reads.removeRepeats();
    Waiters.countIn();
    try {
      Points.reached(Point.WAITER_COUNTED);
      for (int i = 0; i < reads.count(); i++) {
        enter(reads.cell(i), reads.cell(i).contents());
      }
      Points.reached(Point.WAITER_REGISTERED);
      return hasChanged(reads) ? Outcome.CHANGED : park(deadlineNanos);
    } finally {
      leave();
      Waiters.countOut();
    }
  }

  private static boolean hasChanged(ReadSet reads) {
    if (reads.firstChanged() != null) {
      return true;
    }
    Points.reached(Point.WAITER_CHECKED);
    return false;
  }

  /** Parks until the elder has given {@code cell} up. */
  Outcome awaitDisowned(Cell cell, long deadlineNanos) {
    Waiters.countIn();
    try {
      enter(cell, WaiterEntry.OWNED);
      return Word.isOwned(cell.wordVolatile()) ? park(deadlineNanos) : Outcome.CHANGED;
    } finally {
      leave();
      Waiters.countOut();
    }
  }

  void enter(Cell cell, @Nullable Object seen) {
    WaiterEntry entry = new WaiterEntry(this, cell, seen, entries);
    entries = entry;
    Waiters.enter(entry);
  }

  void leave() {
    for (WaiterEntry e = entries; e != null; e = e.nextOfWaiter) {
      Waiters.leave(e);
    }
    entries = null;
  }

  private Outcome park(long deadlineNanos) {
    while (through == null) {
      if (Thread.currentThread().isInterrupted()) {
        Points.reached(Point.WAIT_INTERRUPTED);
        return Outcome.INTERRUPTED;
      }
      if (deadlineNanos == Deadline.NEVER) {
        LockSupport.park(this);
      } else {
        long left = deadlineNanos - System.nanoTime();
        if (left <= 0) {
          return Outcome.TIMED_OUT;
        }
        LockSupport.parkNanos(this, left);
      }
    }
    Points.reached(Point.WOKEN);
    return Outcome.CHANGED;
  }

  /** Whether this call is the one that chooses the waiter to be woken. */
  boolean isChosenThrough(WaiterEntry entry) {
    return THROUGH.compareAndSet(this, null, entry);
  }

  /** Throws nothing. */
  void wake() {
    Pause.unpark(thread);
  }

  /**
   * Passes the wake-up on, if the waiter was woken and left it unused: if the cell through which it
   * was woken has the same word as then. Otherwise whoever released the present one has seen to it.
   */
  void passOn(int most) {
    WaiterEntry chosen = through;
    if (chosen != null && Word.freed(chosen.cell.wordVolatile()) == chosen.word) {
      Waiters.wake(chosen.cell, most);
    }
  }
}
