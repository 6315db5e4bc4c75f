package io.isolde.stm.engine;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The fair token that ends starvation: a transaction that keeps losing becomes the elder, one at a
 * time, in order of asking.
 *
 * <p>The elder owns every cell that it reads, so nobody can overtake it, and it commits on that
 * attempt. Everybody else gives way: nobody else waits for a cell without bound while holding one,
 * and nobody newly locks the cell that the elder waits for.
 */
final class Elder {
  /** Attempts that a transaction may lose before it asks for the token. */
  static final int LOSSES_MAX = 10;

  private static final Semaphore TOKEN = new Semaphore(1, true);

  /** The cell that the elder waits for; written by the elder only. */
  private static volatile @Nullable Cell wanted;

  private Elder() {}

  /** Waits for the token; false at the deadline. */
  static boolean acquire(long deadlineNanos) throws InterruptedException {
    return TOKEN.tryAcquire(Deadline.nanosLeft(deadlineNanos), TimeUnit.NANOSECONDS);
  }

  static void release() {
    wanted = null; // it may have failed while it waited for a cell
    TOKEN.release();
  }

  static boolean wants(Cell cell) {
    return wanted == cell;
  }

  /** Owns {@code cell}; only for the elder. Returns its word, owned. */
  static long own(Cell cell) {
    while (true) {
      long word = awaitUnlocked(cell);
      if (Word.isOwned(word)) {
        return word;
      }
      if (cell.tryOwn(word)) {
        wanted = null;
        return word | Word.OWNED;
      }
    }
  }

  /** Locks {@code cell}; only for the elder. Returns the word before, free or owned. */
  static long lock(Cell cell) {
    while (true) {
      long word = awaitUnlocked(cell);
      if (Word.isOwned(word)) {
        cell.wordRelease(Word.freed(word) | Word.LOCKED);
        return word;
      }
      if (cell.tryLock(word)) {
        wanted = null;
        return word;
      }
    }
  }

  /** Gives {@code cell} up, if it is owned; only for the elder. */
  static void disown(Cell cell) {
    long word = cell.wordVolatile();
    if (Word.isOwned(word)) {
      cell.wordRelease(Word.freed(word));
    }
  }

  /** Waits until {@code cell} is not locked; its holder is a commit under way. */
  private static long awaitUnlocked(Cell cell) {
    long word = cell.wordVolatile();
    if (Word.isLocked(word)) {
      wanted = cell;
      for (int round = 0; Word.isLocked(word); word = cell.wordVolatile()) {
        round = Pause.once(round);
      }
    }
    return word;
  }
}
