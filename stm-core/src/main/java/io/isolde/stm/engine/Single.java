package io.isolde.stm.engine;

import io.isolde.stm.engine.Points.Point;
import io.isolde.stm.engine.WriteEntry.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Operations on one cell outside transactions. Each is a transaction of its own, without an attempt
 * object.
 *
 * <p>Writing operations return whether they took effect. They try a few times to lock the cell, and
 * refuse the uncommon cases: a cell with validators or watches, a value that a snapshot needs, and
 * an open recording of conflicts. The caller then runs an ordinary transaction.
 */
final class Single {
  private static final long REFUSED = -1;
  private static final int ROUNDS_MAX = 4;

  /** The outcome of a conditional write. */
  enum Exchange {
    DONE,
    /** The value was not the expected one. */
    DIFFERENT,
    /** The write did not take effect; the caller must try it as an ordinary transaction. */
    REFUSED
  }

  private Single() {}

  /**
   * The present value. It may belong to a commit whose other cells are still locked. That commit is
   * decided, and a thread that reads those cells later finds them locked or new.
   */
  static @Nullable Object get(ObjectCell cell) {
    awaitUnlocked(cell);
    Points.reached(Point.WORD_READ);
    return cell.valueAcquire();
  }

  static long get(BitsCell cell) {
    awaitUnlocked(cell);
    Points.reached(Point.WORD_READ);
    return cell.bitsAcquire();
  }

  /** Waits until no commit holds {@code cell}; returns a word that it had then. */
  static long awaitUnlocked(Cell cell) {
    long word = cell.wordVolatile();
    return Word.isLocked(word) ? awaitUnlockedSlowly(cell) : word;
  }

  private static long awaitUnlockedSlowly(Cell cell) {
    StackRoom.require(); // to take it back
    long word = cell.wordVolatile();
    for (int round = 0; Word.isLocked(word); word = cell.wordVolatile()) {
      round = Stripes.await(cell, round);
    }
    return word;
  }

  static boolean set(ObjectCell cell, @Nullable Object value) {
    long newWord = lock(cell);
    if (newWord == REFUSED) {
      return false;
    }
    boolean waited = Waiters.any();
    cell.valueRelease(value);
    release(cell, newWord, waited);
    return true;
  }

  static boolean set(BitsCell cell, long bits) {
    long newWord = lock(cell);
    if (newWord == REFUSED) {
      return false;
    }
    boolean waited = Waiters.any();
    cell.bitsRelease(bits);
    release(cell, newWord, waited);
    return true;
  }

  static boolean add(BitsCell cell, Operation addition, long summand) {
    StackRoom.require();
    long word = cell.wordVolatile();
    if (Word.isFree(word) && !Elder.wants(cell) && !Points.lends() && cell.tryLock(word)) {
      return add(cell, word, addition, summand);
    }
    BitsCell locked = Stripes.lock(cell, addition);
    return locked != null && add(locked, Word.freed(locked.wordAcquire()), addition, summand);
  }

  /** Adds to a cell, or to a stripe of one, which is locked and had {@code word} before. */
  private static boolean add(BitsCell cell, long word, Operation addition, long summand) {
    long newWord = draw(cell, word);
    if (newWord == REFUSED) {
      return false;
    }
    boolean waited = Waiters.any();
    cell.bitsRelease(addition.add(cell.bitsAcquire(), summand));
    release(cell, newWord, waited);
    return true;
  }

  /**
   * Writes {@code value} in place of {@code expected}, compared by identity. Compares the value
   * again under the lock, which may be acquired much later.
   */
  static Exchange compareAndSet(
      ObjectCell cell, @Nullable Object expected, @Nullable Object value) {
    if (get(cell) != expected) {
      return Exchange.DIFFERENT;
    }
    Points.reached(Point.READ);
    long newWord = lock(cell);
    if (newWord == REFUSED) {
      return Exchange.REFUSED;
    }
    if (cell.valueAcquire() != expected) {
      return unlockDifferent(cell);
    }
    boolean waited = Waiters.any();
    cell.valueRelease(value);
    release(cell, newWord, waited);
    return Exchange.DONE;
  }

  static Exchange compareAndSet(BitsCell cell, long expected, long bits) {
    if (get(cell) != expected) {
      return Exchange.DIFFERENT;
    }
    Points.reached(Point.READ);
    long newWord = lock(cell);
    if (newWord == REFUSED) {
      return Exchange.REFUSED;
    }
    if (cell.bitsAcquire() != expected) {
      return unlockDifferent(cell);
    }
    boolean waited = Waiters.any();
    cell.bitsRelease(bits);
    release(cell, newWord, waited);
    return Exchange.DONE;
  }

  /**
   * Whether nothing but the value and the word need be written to the locked cell; to be asked
   * after the version was drawn.
   */
  static boolean isPlain(Cell cell, long word) {
    return cell.activeAttachment() == null
        && Word.version(word) >= Snapshots.newest()
        && !Diagnosis.isOn();
  }

  private static Exchange unlockDifferent(Cell cell) {
    cell.wordRelease(Word.freed(cell.wordVolatile()));
    return Exchange.DIFFERENT;
  }

  /** Locks the cell and returns the word to unlock it with; or leaves it unlocked and refuses. */
  private static long lock(Cell cell) {
    StackRoom.require();
    int round = 0;
    while (round < ROUNDS_MAX) {
      long word = cell.wordVolatile();
      if (Word.isFree(word) && !Elder.wants(cell) && cell.tryLock(word)) {
        return draw(cell, word);
      }
      round = Stripes.await(cell, round);
    }
    return REFUSED;
  }

  private static long draw(Cell cell, long word) {
    Points.reached(Point.CELL_LOCKED);
    long version = Clock.now();
    if (isPlain(cell, word)) {
      return Cell.wordAfter(word, version);
    }
    cell.wordRelease(word);
    return REFUSED;
  }

  private static void release(Cell cell, long newWord, boolean waited) {
    publish(cell, newWord);
    if (waited) {
      Waiters.wake(cell);
    }
  }

  /** Unlocks a cell whose value has been written. */
  static void publish(Cell cell, long newWord) {
    Points.reached(Point.VALUE_WRITTEN);
    cell.wordRelease(newWord);
    Points.reached(Point.VALUE_PUBLISHED);
  }
}
