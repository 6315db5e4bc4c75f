package io.isolde.stm.engine;

import io.isolde.stm.engine.Points.Point;
import org.jspecify.annotations.Nullable;

/**
 * The exchange of a cell's value together with an addition to another cell, outside transactions: a
 * transaction of its own, without an attempt object. If the other cell is lent, it adds to a
 * stripe. It does not wait for locks, and is refused in the uncommon cases, as the operations of
 * {@link Single} are.
 */
final class Pair {
  /*
   *  P1  The version is drawn after both locks, as Commit.C1 demands. No cell is only read, since
   *      the value that is exchanged is compared under its lock.
   *  P2  Waiters are looked for after the second lock, history after the draw (Commit.C4).
   *  P3  Every step that can fail comes before the first value is published (Commit.C3).
   *  P4  The second lock is not waited for while the first one is held (LockOrder).
   *  P5  Nobody is woken under a lock (Cell.I3).
   */
  private Pair() {}

  /**
   * Writes {@code value} in place of {@code expected}, compared by identity, and adds {@code
   * summand} to {@code sum}. Whether it did; if not, neither cell has changed.
   */
  static boolean exchangeAndAdd(
      ObjectCell cell, Object expected, @Nullable Object value, BitsCell sum, long summand) {
    StackRoom.require();
    Points.reached(Point.READ);
    long word = cell.wordVolatile();
    if (!tryLock(cell, word)) {
      return false;
    }
    BitsCell part = cell.valueAcquire() == expected ? lockPart(sum) : null;
    if (part == null) {
      cell.wordRelease(word);
      return false;
    }
    long partWord = Word.freed(part.wordAcquire());
    boolean waited = Waiters.any();
    long version = Clock.now();
    Points.reached(Point.VERSION_DRAWN);
    if (!Single.isPlain(cell, word) || !Single.isPlain(part, partWord)) {
      part.wordRelease(partWord);
      cell.wordRelease(word);
      return false;
    }
    cell.valueRelease(value);
    Single.publish(cell, Cell.wordAfter(word, version));
    part.bitsRelease(part.bitsAcquire() + summand);
    Single.publish(part, Cell.wordAfter(partWord, version));
    if (waited) {
      Waiters.wake(cell);
      Waiters.wake(part);
    }
    return true;
  }

  /** Locks the cell, or a stripe of it if it is lent; null if neither is free. */
  private static @Nullable BitsCell lockPart(BitsCell sum) {
    return tryLock(sum, sum.wordVolatile()) ? sum : Stripes.lockOwn(sum);
  }

  private static boolean tryLock(Cell cell, long word) {
    boolean locked = Word.isFree(word) && !Elder.wants(cell) && cell.tryLock(word);
    if (locked) {
      Points.reached(Point.CELL_LOCKED);
    }
    return locked;
  }
}
