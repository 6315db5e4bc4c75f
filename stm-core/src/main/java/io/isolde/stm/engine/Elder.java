package io.isolde.stm.engine;

import org.jspecify.annotations.Nullable;

/**
 * The token that ends starvation: a transaction that keeps losing becomes the elder, one at a time,
 * in order of asking.
 *
 * <p>The elder owns every cell that it reads, so nobody can overtake it, and it commits on that
 * attempt. Everybody else gives way: nobody else waits for a cell without bound while holding one,
 * and nobody newly locks the cell that the elder waits for.
 */
final class Elder {
  /*
   * Who gives way may hold a monitor that the elder's body waits for. So whoever has waited for the
   * elder until it is overdue deposes it, and then takes the cells that it owns: the elder finds out
   * at its next step, and loses the attempt. It keeps the token until then; meanwhile nobody is the
   * elder, and who would be goes on like anybody. After each time, it may take twice as long.
   *
   *  E1  OWNED is set by the holder of the token only, and removed before the token is given back.
   *  E2  Others remove it only after the elder was deposed, and under CHANGING, under which a tenure
   *      begins: never from the next elder.
   *  E3  The elder looks whether it is deposed after it has owned a cell, and in its commit after the
   *      last lock: if it is not, it owns at that instant all that it has read.
   */
  /** Attempts that a transaction may lose before it asks for the token. */
  static final int LOSSES_MAX = 10;

  /** How long the elder may take at first. */
  static final long PATIENCE_NANOS = 1_000_000_000;

  private static final int DOUBLINGS_MAX = 30;

  private static final Token TOKEN = new Token();
  private static final BriefLock CHANGING = new BriefLock();

  /** The time of one elder, from the token to the token. */
  private static final class Tenure {
    /** Written before others can see it. */
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
   * Waits for the token; false at the deadline, or if the elder is overdue. Throws only if it has
   * not got the token.
   *
   * @param timesDeposed how often the caller's transaction was
   */
  static boolean acquire(long deadlineNanos, int timesDeposed) throws InterruptedException {
    Tenure next = new Tenure(patienceNanos << Math.min(timesDeposed, DOUBLINGS_MAX));
    boolean acquired =
        TOKEN.acquire(() -> Math.min(Deadline.nanosLeft(deadlineNanos), nanosUntilOverdue()));
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

  /** How long it is right to wait for the elder, or for a moment if there is none. */
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

  /** Whether others may take what the elder owns. */
  static boolean isDeposed() {
    Tenure present = tenure;
    return present != null && present.deposed;
  }

  /** Takes {@code cell} from a deposed elder; returns its word, or {@code owned} if in vain. */
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

  /**
   * Gives {@code cell} up, if it is owned; only for the elder. Somebody may have locked it to add a
   * validator, and will own it again in the elder's name.
   */
  static void disown(Cell cell) {
    long word = Single.awaitUnlocked(cell);
    while (Word.isOwned(word) && !cell.tryDisown(word)) {
      word = Single.awaitUnlocked(cell);
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
