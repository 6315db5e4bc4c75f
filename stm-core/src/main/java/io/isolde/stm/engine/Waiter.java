package io.isolde.stm.engine;

import io.isolde.stm.Deadline;
import io.isolde.stm.engine.Points.Point;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A single wait of a thread, and the wake-up that ends it. A woken transaction wakes the next one
 * when its own next attempt has ended (Waiters.W4). Confined to the waiting thread, except {@link
 * #tryChoose} and {@link #wake}.
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

  /** The entry through which the waiter was woken; null until then. */
  private volatile @Nullable WaiterEntry through;

  private @Nullable WaiterEntry entries;

  /**
   * Waits until the thread is woken because a cell of {@code reads} holds another value, or an
   * answer of {@code comparisons} has flipped. Does not park if a cell no longer has the word under
   * which it was read, or if an answer has flipped before.
   */
  Outcome awaitChange(ReadSet reads, Comparisons comparisons, Deadline deadline) {
    reads.removeRepeats();
    Waiters.countIn();
    try {
      Points.reached(Point.WAITER_COUNTED);
      for (int i = 0; i < reads.count(); i++) {
        enter(reads.cell(i), reads.cell(i).contents());
      }
      comparisons.enter(this);
      Points.reached(Point.WAITER_REGISTERED);
      return hasChanged(reads, comparisons) ? Outcome.CHANGED : park(deadline);
    } finally {
      leave();
      Waiters.countOut();
    }
  }

  private static boolean hasChanged(ReadSet reads, Comparisons comparisons) {
    if (reads.firstChanged() != null || comparisons.haveFlipped()) {
      return true;
    }
    Points.reached(Point.WAITER_CHECKED);
    return false;
  }

  /** Waits until the elder has disowned {@code cell}. */
  Outcome awaitDisowned(Cell cell, Deadline deadline) {
    Waiters.countIn();
    try {
      enter(cell, WaiterEntry.OWNED);
      return Word.isOwned(cell.wordVolatile()) ? park(deadline) : Outcome.CHANGED;
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

  private Outcome park(Deadline deadline) {
    while (through == null) {
      if (Thread.currentThread().isInterrupted()) {
        Points.reached(Point.WAIT_INTERRUPTED);
        return Outcome.INTERRUPTED;
      }
      if (deadline.isNever()) {
        LockSupport.park(this);
      } else {
        long left = deadline.nanosLeft();
        if (left <= 0) {
          return Outcome.TIMED_OUT;
        }
        LockSupport.parkNanos(this, left);
      }
    }
    Points.reached(Point.WOKEN);
    return Outcome.CHANGED;
  }

  /** Chooses this waiter to be woken through {@code entry}; false if it was chosen before. */
  boolean tryChoose(WaiterEntry entry) {
    return THROUGH.compareAndSet(this, null, entry);
  }

  /** Unparks the waiting thread. Throws nothing. */
  void wake() {
    Pause.unpark(thread);
  }

  /**
   * Passes the wake-up on to at most {@code most} others, if this waiter was woken and the cell
   * through which it was woken still has the same word, so that the change is not used up. If the
   * cell has another word, the thread that released that word is responsible for further wake-ups
   * (Waiters.W4).
   */
  void passOn(int most) {
    WaiterEntry chosen = through;
    if (chosen != null && Word.freed(chosen.cell.wordVolatile()) == chosen.word) {
      Waiters.wake(chosen.cell, most);
    }
  }
}
