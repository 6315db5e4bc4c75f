package io.isolde.stm.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The parked transactions, and the cells whose change wakes them: one for a change, the one that
 * has waited longest, and then as many more as the change may serve. Thread-safe.
 *
 * <p>A striped table hashed by cell, so that a cell pays no field for it; a commit looks only when
 * somebody waits at all.
 */
final class Waiters {
  /*
   * Protocol.  waiter:  count += 1;  enter every cell, with what it holds;  check every word;  park until woken;  leave
   *            commit:  lock cells;  look at count;  publish and release;  if it was not 0: wake the first at each cell
   *            woken:   run the body again;  however that ends: if the cell still has the word that it was woken under,
   *                     wake the next one; and one more, if the body has committed
   *
   * A waiter is concerned by a cell that holds something else than what it has seen there.
   *
   * Invariants:
   *  W1  No change is missed: count += 1 and the last lock CAS are both sequentially consistent, so either the commit sees the count, or
   *      the waiter's check sees the cell locked or newer, and does not park. So what a parked waiter has seen is what it had read.
   *  W2  A waiter is woken only through a cell which it entered, and by which it was concerned after it entered.
   *  W3  An entry is linked iff its owner has neither been chosen through it nor left. Guarded by the stripe's lock.
   *  W4  While a parked waiter is concerned by a cell, somebody is about to look for one to wake there: who released the cell's present
   *      word, and has not looked since; or a waiter that was chosen there while the cell had this word, and has not passed it on.
   *
   * Why W4 holds. A release makes its holder somebody. Whoever looks has either found that nobody is concerned, or chosen one under the
   * word read before: if that is not the present one, its successor was released by somebody who has not looked, or else looked later and
   * is covered by the same argument. Whoever enters later than the last look has checked the word afterwards (W1), and parks only if not
   * concerned. Whoever passes on looks as well, unless there is another word, whose releaser is somebody, or has chosen one who is. To leave
   * concerns nobody else. The elder's release counts as that of a word, though it may be the same one.
   *
   * So no wake-up is lost as long as attempts end, and a chain ends when the cell changes again, or nobody is concerned: whoever waits anew
   * has seen the present value. Whoever commits without a change of the cell has not used it up, so two are woken: after a change
   * that serves all, their number doubles.
   *
   * Rejected. To wake all: n² wake-ups for n waiters that are served one by one. To compare words instead of values: a resource that was
   * given back and borrowed again would concern everybody. Conditions evaluated by who commits: user code in other threads.
   *
   * Locks. One stripe at a time, innermost, held for surgery only.
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

  private Waiters() {}

  /** Whether anybody may be waiting; for a commit, to be asked while it holds its locks. */
  static boolean any() {
    return count != 0;
  }

  static void countIn() {
    COUNT.getAndAdd(1);
  }

  static void countOut() {
    COUNT.getAndAdd(-1);
  }

  static void enter(WaiterEntry entry) {
    stripe(entry.cell).enter(entry);
  }

  static void leave(WaiterEntry entry) {
    stripe(entry.cell).leave(entry);
  }

  /** Wakes the first of those who are concerned by {@code cell}. Throws nothing. */
  static void wake(Cell cell) {
    wake(cell, 1);
  }

  /** Wakes the first few of those who are concerned by {@code cell}. Throws nothing. */
  static void wake(Cell cell, int most) {
    for (int i = 0; i < most; i++) {
      Waiter next = choose(cell);
      if (next == null) {
        return;
      }
      next.wake();
    }
  }

  /** Chooses the first of those who are concerned by {@code cell}; null if nobody is. */
  static @Nullable Waiter choose(Cell cell) {
    return stripe(cell).choose(cell);
  }

  private static Stripe stripe(Cell cell) {
    return TABLE[cell.hash >>> 24];
  }

  /** The entries of all cells that hash here, under a lock. */
  private static final class Stripe {
    private final BriefLock lock = new BriefLock();

    private final WaiterTable groups = new WaiterTable();
    private long arrivals;

    void enter(WaiterEntry entry) {
      lock.lock();
      try {
        entry.arrival = arrivals++;
        groups.group(entry.cell, entry.seen).add(entry);
      } finally {
        lock.unlock();
      }
    }

    void leave(WaiterEntry entry) {
      lock.lock();
      try {
        unlink(entry);
      } finally {
        lock.unlock();
      }
    }

    @Nullable Waiter choose(Cell cell) {
      lock.lock();
      try {
        long word = Word.freed(cell.wordVolatile());
        for (WaiterEntry e = groups.firstConcerned(cell);
            e != null;
            e = groups.firstConcerned(cell)) {
          unlink(e);
          e.word = word;
          if (e.waiter.isChosenThrough(e)) {
            return e.waiter;
          }
        }
        return null;
      } finally {
        lock.unlock();
      }
    }

    private void unlink(WaiterEntry entry) {
      WaiterGroup group = entry.group;
      if (group != null) {
        group.remove(entry);
        if (group.first == null) {
          groups.remove(group);
        }
      }
    }
  }
}
