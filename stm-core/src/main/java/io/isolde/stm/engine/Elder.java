package io.isolde.stm.engine;

import io.isolde.stm.Deadline;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The token that prevents starvation: a transaction that keeps losing becomes the elder and gains
 * priority. There is one elder at a time, in the order of asking.
 *
 * <p>The elder owns every cell that it reads, so no transaction can overtake it, and it commits on
 * that attempt. All others back off: no other transaction waits for a cell without bound while it
 * holds one, and none newly locks the cell that the elder waits for.
 */
final class Elder {
  /*
   * A transaction that backs off may hold a monitor that the elder's body waits for. So a
   * transaction that has waited until the elder is overdue deposes it, and then takes the cells
   * that it needs from it. The elder finds out at its next step, and loses the attempt. It keeps
   * the token until then. Meanwhile there is no elder, and transactions that ask for the token
   * continue as ordinary attempts. Each time it has been deposed, it may take twice as long as
   * before.
   *
   *  E1  Only the holder of the token sets OWNED, and it removes OWNED before it returns the token.
   *      (A thread that adds a validator to an OWNED cell locks the cell, and then restores the
   *      word.)
   *  E2  Others remove OWNED only after the elder was deposed, and under CHANGING, the lock under
   *      which a tenure begins. So they never remove it from the next elder.
   *  E3  The elder checks whether it is deposed after it has owned a cell, and in its commit after
   *      the last lock. If it is not, it owns at that instant every cell that it has read.
   */
  /** Attempts that a transaction may lose before it asks for the token. */
  static final int LOSSES_MAX = 10;

  /** How long an elder may take that has not been deposed before. */
  static final long PATIENCE_NANOS = 1_000_000_000;

  private static final int DOUBLINGS_MAX = 30;

  private static final Token TOKEN = new Token();
  private static final SpinLock CHANGING = new SpinLock();

  /** The time of one elder, from acquiring the token until releasing it. */
  private static final class Tenure {
    /** Written before the tenure is visible to other threads. */
    private long begunNanos;

    private final long nanos;
    private volatile boolean deposed;

    Tenure(long nanos) {
      this.nanos = nanos;
    }

    long nanosLeft() {
      return nanos - (System.nanoTime() - begunNanos);
    }
  }

  private static volatile long patienceNanos = PATIENCE_NANOS;

  private static volatile @Nullable Tenure tenure;

  /** The cell that the elder waits for; written by the elder only. */
  private static volatile @Nullable Cell wanted;

  private Elder() {}

  /** For tests: how long others wait for an elder. */
  static void setPatience(long nanos) {
    patienceNanos = nanos;
  }

  /**
   * Waits for the token; false at the deadline, or if the elder is overdue. If it throws, the
   * caller does not hold the token.
   *
   * @param timesDeposed how often the caller's transaction was deposed
   */
  static boolean acquire(Deadline deadline, int timesDeposed) throws InterruptedException {
    Tenure next = new Tenure(patienceNanos << Math.min(timesDeposed, DOUBLINGS_MAX));
    boolean acquired = TOKEN.acquire(() -> Math.min(deadline.nanosLeft(), nanosUntilOverdue()));
    if (acquired) {
      begin(next);
    }
    return acquired;
  }

  private static void begin(Tenure next) {
    CHANGING.lock();
    try {
      next.begunNanos = System.nanoTime();
      tenure = next;
    } finally {
      CHANGING.unlock();
    }
  }

  static void release() {
    wanted = null; // it may have failed while it waited for a cell
    tenure = null;
    TOKEN.release();
  }

  // ---- overdue ----

  /** The time until the elder is overdue, or the initial patience if there is no elder. */
  static long nanosUntilOverdue() {
    Tenure present = tenure;
    return present == null ? patienceNanos : present.nanosLeft();
  }

  /** Deposes the elder, if there is one and it is overdue. */
  static void deposeIfOverdue() {
    Tenure present = tenure;
    if (present != null && present.nanosLeft() <= 0) {
      present.deposed = true;
    }
  }

  /** Whether the elder is deposed, so that others may take the cells that it owns. */
  static boolean isDeposed() {
    Tenure present = tenure;
    return present != null && present.deposed;
  }

  /**
   * Takes {@code cell} from a deposed elder; returns its free word, or {@code owned} if that
   * failed.
   */
  static long takeBack(Cell cell, long owned) {
    if (!isDeposed()) {
      return owned;
    }
    CHANGING.lock();
    try {
      return isDeposed() && cell.tryDisown(owned) ? Word.freed(owned) : owned;
    } finally {
      CHANGING.unlock();
    }
  }

  // ---- cells ----

  static boolean wants(Cell cell) {
    return wanted == cell;
  }

  /** Owns {@code cell}; only for the elder. Returns its word, owned. */
  static long own(Cell cell) {
    while (true) {
      long word = awaitUnlocked(cell);
      if (Word.isOwned(word)) {
        wanted = null;
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
      if (Word.isOwned(word) ? cell.tryLockOwned(word) : cell.tryLock(word)) {
        wanted = null;
        return word;
      }
    }
  }

  /** Disowns every cell of {@code reads}, and wakes those that wait for that. */
  static void disown(ReadSet reads) {
    for (int i = 0; i < reads.count(); i++) {
      disown(reads.cell(i));
    }
    VarHandle.fullFence(); // Waiters.W1: the releases come before the read of the count
    if (Waiters.any()) {
      for (int i = 0; i < reads.count(); i++) {
        Waiters.wake(reads.cell(i));
      }
    }
  }

  /**
   * Disowns {@code cell}, if it is owned; only for the elder. Another thread may have locked it to
   * add a validator; it then makes the cell OWNED again in the elder's name, so this waits for it.
   */
  private static void disown(Cell cell) {
    long word = waitWhileLocked(cell);
    while (Word.isOwned(word) && !cell.tryDisown(word)) {
      word = waitWhileLocked(cell);
    }
  }

  /** Waits until {@code cell} is not locked; its holder is a commit under way. */
  private static long awaitUnlocked(Cell cell) {
    long word = cell.wordVolatile();
    if (Word.isLocked(word)) {
      wanted = cell;
      word = waitWhileLocked(cell);
    }
    return word;
  }

  private static long waitWhileLocked(Cell cell) {
    long word = cell.wordVolatile();
    for (int round = 0; Word.isLocked(word); word = cell.wordVolatile()) {
      round = Stripes.await(cell, round);
    }
    return word;
  }
}
