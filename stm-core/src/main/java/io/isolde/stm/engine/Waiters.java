package io.isolde.stm.engine;

import io.isolde.stm.engine.Points.Point;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The parked transactions, and the cells whose change wakes them. Thread-safe.
 *
 * <p>A striped table hashed by cell, so that a cell pays no field for it; a commit looks only when
 * somebody waits at all.
 */
final class Waiters {
  /*
   * Protocol.  waiter:  count += 1;  enter every cell;  check every word;  park until woken;  leave
   *            commit:  lock cells;  look at count;  publish and release;  if it was not 0: wake the cells' waiters
   *
   * Invariants:
   *  W1  No lost wake-up: count += 1 and the last lock CAS are both sequentially consistent, so either the commit sees the count, or the
   *      waiter's check sees the cell locked or newer, and does not park.
   *  W2  A waiter is woken only by a commit that published a cell which the waiter entered (or by the elder's release of it).
   *  W3  An entry is linked iff its owner has neither been woken through it nor left. Guarded by the stripe's lock.
   *
   * Locks. One stripe at a time, innermost, held for list surgery only.
   */
  private static final int STRIPES = 1 << 8;
  private static final Stripe[] TABLE = new Stripe[STRIPES];
  private static final VarHandle COUNT;

  static {
    try {
      COUNT = MethodHandles.lookup().findStaticVarHandle(Waiters.class, "count", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
    for (int i = 0; i < STRIPES; i++) {
      TABLE[i] = new Stripe();
    }
  }

  private static volatile int count;

  /** Why a wait ended. */
  enum Outcome {
    CHANGED,
    TIMED_OUT,
    INTERRUPTED
  }

  private Waiters() {}

  /** Whether anybody may be waiting; for a commit, to be asked while it holds its locks. */
  static boolean any() {
    return count != 0;
  }

  /** Parks until a cell of {@code reads} no longer has the word it was read under. */
  static Outcome awaitChange(ReadSet reads, long deadlineNanos) {
    reads.removeRepeats();
    Waiter waiter = new Waiter();
    COUNT.getAndAdd(1);
    try {
      Points.reached(Point.WAITER_COUNTED);
      for (int i = 0; i < reads.count(); i++) {
        waiter.enter(reads.cell(i));
      }
      Points.reached(Point.WAITER_REGISTERED);
      return hasChanged(reads) ? Outcome.CHANGED : waiter.park(deadlineNanos);
    } finally {
      waiter.leave();
      COUNT.getAndAdd(-1);
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
  static Outcome awaitDisowned(Cell cell, long deadlineNanos) {
    Waiter waiter = new Waiter();
    COUNT.getAndAdd(1);
    try {
      waiter.enter(cell);
      return Word.isOwned(cell.wordVolatile()) ? waiter.park(deadlineNanos) : Outcome.CHANGED;
    } finally {
      waiter.leave();
      COUNT.getAndAdd(-1);
    }
  }

  /** Wakes everybody who waits for {@code cell}. Throws nothing. */
  static void wake(Cell cell) {
    Waiter woken = stripe(cell).removeAll(cell);
    while (woken != null) {
      Waiter next = woken.nextWoken;
      woken.nextWoken = null;
      unpark(woken.thread);
      woken = next;
    }
  }

  private static void unpark(Thread thread) {
    try {
      LockSupport.unpark(thread);
    } catch (OutOfMemoryError e) {
      return; // the others are to be woken nevertheless
    }
  }

  private static Stripe stripe(Cell cell) {
    return TABLE[cell.hash >>> 24];
  }

  /** A thread that waits, and its entries. Confined to that thread but for {@link #wake()}. */
  private static final class Waiter {
    final Thread thread = Thread.currentThread();
    private volatile boolean woken;
    private @Nullable Entry entries;

    /** Guarded by the waker that won {@link #wake()}. */
    @Nullable Waiter nextWoken;

    void enter(Cell cell) {
      Entry entry = new Entry(this, cell, entries);
      entries = entry;
      stripe(cell).add(entry);
    }

    void leave() {
      for (Entry e = entries; e != null; e = e.nextOfWaiter) {
        stripe(e.cell).remove(e);
      }
    }

    /**
     * Whether this call is the one that woke it. Under a stripe's lock, but two stripes may race.
     */
    boolean wake() {
      if (woken) {
        return false;
      }
      return (boolean) WOKEN.compareAndSet(this, false, true);
    }

    Outcome park(long deadlineNanos) {
      while (!woken) {
        if (Thread.currentThread().isInterrupted()) {
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

    private static final VarHandle WOKEN;

    static {
      try {
        WOKEN = MethodHandles.lookup().findVarHandle(Waiter.class, "woken", boolean.class);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }
  }

  /** One waiter at one cell: a link of its stripe's list. */
  private static final class Entry {
    final Waiter waiter;
    final Cell cell;
    final @Nullable Entry nextOfWaiter;
    @Nullable Entry before;
    @Nullable Entry after;
    boolean linked;

    Entry(Waiter waiter, Cell cell, @Nullable Entry nextOfWaiter) {
      this.waiter = waiter;
      this.cell = cell;
      this.nextOfWaiter = nextOfWaiter;
    }
  }

  /** The entries of all cells that hash here: a doubly linked list under a lock. */
  private static final class Stripe {
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Entry first;

    void add(Entry entry) {
      Locks.lock(lock);
      try {
        entry.after = first;
        if (first != null) {
          first.before = entry;
        }
        first = entry;
        entry.linked = true;
      } finally {
        lock.unlock();
      }
    }

    void remove(Entry entry) {
      Locks.lock(lock);
      try {
        if (entry.linked) {
          unlink(entry);
        }
      } finally {
        lock.unlock();
      }
    }

    /** Unlinks the entries of {@code cell} and returns the waiters that this call woke, chained. */
    @Nullable Waiter removeAll(Cell cell) {
      Waiter woken = null;
      Locks.lock(lock);
      try {
        for (Entry e = first; e != null; ) {
          Entry after = e.after;
          if (e.cell == cell) {
            unlink(e);
            if (e.waiter.wake()) {
              e.waiter.nextWoken = woken;
              woken = e.waiter;
            }
          }
          e = after;
        }
      } finally {
        lock.unlock();
      }
      return woken;
    }

    private void unlink(Entry entry) {
      if (entry.before == null) {
        first = entry.after;
      } else {
        entry.before.after = entry.after;
      }
      if (entry.after != null) {
        entry.after.before = entry.before;
      }
      entry.before = null;
      entry.after = null;
      entry.linked = false;
    }
  }
}
