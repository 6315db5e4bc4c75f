package io.isolde.stm.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The parked transactions, and the cells whose changes wake them. A change wakes the transaction
 * that has waited longest, and then as many more as it may serve. Thread-safe.
 *
 * <p>A striped table, hashed by cell, so that a cell needs no field for it. A commit searches it
 * only if a transaction waits at all.
 */
final class Waiters {
  /*
   * Protocol.
   *
   *     waiter:  count += 1;  enter every cell, with its value;  check every word;
   *              park until woken;  leave;  count -= 1
   *     commit:  lock cells;  read count;  publish and release;
   *              if count was not 0: wake the first waiter at each cell
   *     woken:   run the body again;  however that ends: if the cell still has the word under which
   *              the waiter was woken, wake the next one; and one more, if the body has committed
   *
   * A cell concerns a waiter if it holds another value than the waiter has seen there. If the
   * waiter has only compared the cell, the cell concerns it if the answer has flipped.
   *
   * Invariants:
   *  W1  No change is missed: count += 1 and the last lock CAS are both sequentially consistent, so
   *      either the commit sees the count, or the waiter's check sees the cell locked or newer and
   *      the waiter does not park. So the value that a parked waiter has seen is the value that it
   *      had read. An answer that the check finds true, in a cell that is not locked, counts as a
   *      cell that is not newer.
   *  W2  A waiter is woken only through a cell that it entered and that concerned it after that.
   *  W3  An entry stays linked until its waiter leaves, or until a search takes it as the first
   *      that the cell concerns: then the waiter is chosen through it, or has been chosen through
   *      another entry before. Guarded by the stripe's lock.
   *  W4  While a cell concerns a parked waiter, some thread is responsible for finding a waiter to
   *      wake there: the thread that released the cell's present word and has not searched since;
   *      or a waiter that was chosen there while the cell had this word and has not passed the
   *      wake-up on.
   *
   * Why W4 holds. A release makes the releasing thread responsible. A search either finds that the
   * cell concerns no waiter, or chooses one under the word that it read before. If that word is not
   * the present one, the thread that released the next word has not searched yet; or it searched
   * later, and the same argument covers it. A waiter that enters after the last search checks the
   * word afterwards (W1), and parks only if the cell does not concern it. A waiter that passes its
   * wake-up on searches as well, unless the cell has another word; then the thread that released
   * that word is responsible, or has chosen a waiter that is. Leaving affects no other waiter. The
   * elder's disowning counts as the release of a word, although the word may be the same.
   *
   * So no wake-up is lost as long as attempts end. A chain of wake-ups ends when the cell changes
   * again or concerns no waiter: a transaction that waits again has seen the present value. A
   * transaction that commits without changing the cell has not used the change up, so two are
   * woken: after a change that serves all, the number of woken waiters doubles each time.
   *
   * Rejected. Waking all: n² wake-ups for n waiters that are served one by one. Comparing words
   * instead of values: a resource that was returned and borrowed again would concern every waiter.
   * Conditions evaluated by the committing thread: user code in other threads. Comparisons are the
   * exception, because they are the engine's own.
   *
   * Locks. One stripe at a time, innermost, held only for list surgery.
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

  /** Whether any transaction may be waiting. A commit must ask while it holds its locks. */
  static boolean any() {
    return count != 0;
  }

  /** Whether a transaction may be waiting for {@code cell}; ask while it is locked. */
  static boolean anyAt(Cell cell) {
    return any() && stripe(cell).has(cell);
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

  /** Wakes the first waiter that {@code cell} concerns. Throws nothing. */
  static void wake(Cell cell) {
    wake(cell, 1);
  }

  /** Wakes the first waiters that {@code cell} concerns, at most {@code most}. Throws nothing. */
  static void wake(Cell cell, int most) {
    for (int i = 0; i < most; i++) {
      Waiter next = choose(cell);
      if (next == null) {
        return;
      }
      next.wake();
    }
  }

  /** Chooses the first waiter that {@code cell} concerns; null if there is none. */
  static @Nullable Waiter choose(Cell cell) {
    return stripe(cell).choose(cell);
  }

  private static Stripe stripe(Cell cell) {
    return TABLE[cell.hash >>> 24];
  }

  /** The entries of all cells that hash to this stripe, guarded by its lock. */
  private static final class Stripe {
    private final SpinLock lock = new SpinLock();

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

    boolean has(Cell cell) {
      lock.lock();
      try {
        return groups.has(cell);
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
          if (e.waiter.tryChoose(e)) {
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
