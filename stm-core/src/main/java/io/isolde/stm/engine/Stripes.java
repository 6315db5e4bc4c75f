package io.isolde.stm.engine;

import io.isolde.stm.engine.Points.Point;
import io.isolde.stm.engine.WriteEntry.Operation;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The stripes of one cell: as long as threads only add to a contended cell, it is lent to its
 * stripes, and each thread adds to a stripe of its own, as in a {@code LongAdder}. Whoever needs
 * the cell otherwise, to read or to write it, takes it back first. Thread-safe.
 */
final class Stripes {
  /*
   * Idea. A cell that is lent is LOCKED, and nobody's commit holds it. Blind additions lock a
   * stripe in its place, as they would lock the cell. All others do with the cell what they do with
   * any locked cell: they wait for it. Waiting takes it back, so no other code knows of stripes.
   *
   *     lend:       lock the cell;  every stripe := 0 with the word of the cell;
   *                 unlock the stripes
   *     add:        lock an own stripe;  go on as with a cell
   *     take back:  lock every stripe;  cell := cell + sum of the stripes, with the newest version
   *                 of all;  unlock the cell;  the stripes stay locked
   *
   * Invariants:
   *  X1  Stripes are unlocked, or locked by additions, only while their cell is lent. So whoever
   *      locks a stripe knows that the cell is lent, and stays so until the stripe is unlocked.
   *      Whoever has locked all has the lock of the cell.
   *  X2  While a cell is lent, its value is the sum of what it and its stripes hold, and its
   *      version is the newest of theirs. As that of a commit, the version of an addition is drawn
   *      under the locks of all that its transaction writes.
   *  X3  An addition to a stripe replaces no value that a pinned snapshot needs: its stripe's
   *      version is not below the newest pin, which it reads after it has drawn its own
   *      (Snapshots.S1). Then nor is the cell's version when it is taken back, or else all that
   *      the stripes hold is older than every pin. So no history is kept.
   *  X4  Nobody is parked until a lent cell changes: a cell for which somebody waits is not lent,
   *      and a waiter that enters later finds the cell locked (Waiters.W1).
   *  X5  A cell to which nothing was added gets back the word that it had. Another edition would
   *      stand for a commit, and no commit has drawn its version.
   *  X6  Nothing is lent that has a validator or a watch, and an addition that finds one under the
   *      stripe's lock gives up.
   *
   * Why that is correct. By X1 and X2, lending and taking back are to all others one commit that
   * holds the lock of the cell meanwhile, and has the version of the last addition. Its lock is
   * older than the draw of that version, as in any commit. A reader that finds the new version of
   * another cell that a transaction wrote waits for the lock of this one: it takes the cell back,
   * for which it needs the stripe that the transaction holds until it has written it.
   *
   * Locks. Taking back does not wait: where it meets a locked stripe, it unlocks what it has
   * locked. Who waits for the cell tries again, and additions to the stripes stop meanwhile.
   *
   * Gain. Lending pays if many additions follow each other. So only every 16th addition that had to
   * wait lends the cell, and half as many each time that it was taken back soon.
   *
   * Memory. Made for a cell when it is lent for the first time, and kept. Taking back needs none.
   */
  private static final int STRIPES = Points.ON ? 2 : 8;

  /** One in this number of additions that had to wait lends the cell, at first. */
  private static final int PERIOD_MIN = 16;

  private static final int PERIOD_MAX = 1 << 12;

  /** A cell that was lent for a shorter time is lent half as often. */
  private static final long LENT_NANOS_MIN = 100_000;

  private final Operation addition;
  private final Stripe[] stripes;

  /** The word of the cell before it was lent; guarded by the cell's lock, as are the next ones. */
  private long wordBefore;

  private long lentNanos;
  private int period = PERIOD_MIN;

  /** Whether somebody wants the cell back, so that additions must not lock stripes. */
  private volatile boolean wanted;

  /** A part of the value of a cell that is lent. Not on a cache line with others. */
  @SuppressWarnings("unused")
  static final class Stripe extends BitsCell {
    final BitsCell lender;
    private long p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15;

    /** Makes a locked stripe. */
    Stripe(BitsCell lender) {
      super(0);
      this.lender = lender;
      wordRelease(Word.LOCKED);
    }
  }

  private Stripes(BitsCell cell, Operation addition) {
    this.addition = addition;
    stripes = IntStream.range(0, STRIPES).mapToObj(i -> new Stripe(cell)).toArray(Stripe[]::new);
  }

  // ---- adding ----

  /**
   * Locks {@code cell}, or a stripe of it, for an addition that does not depend on the value; null
   * if neither became free in time, or if the elder wants the cell. Call it if the cell is not
   * free.
   */
  static @Nullable BitsCell lock(BitsCell cell, Operation addition) {
    Stripe own = lockOwn(cell);
    return own == null ? lockContended(cell, addition) : own;
  }

  /** Waits until {@link #lock} has a result; whether that is not null. Locks nothing. */
  static boolean awaitLockable(BitsCell cell, Operation addition) {
    BitsCell locked = lock(cell, addition);
    if (locked != null) {
      locked.wordRelease(Word.freed(locked.wordAcquire()));
    }
    return locked != null;
  }

  private static @Nullable BitsCell lockContended(BitsCell cell, Operation addition) {
    Stripes borrower = isTimeToLend(cell) && mayBeLentNow(cell) ? ofOrNew(cell, addition) : null;
    int round = 0;
    while (round < LockOrder.ROUNDS_MAX) {
      long word = cell.wordVolatile();
      if (Word.isOwned(word) || Elder.wants(cell)) {
        return null;
      }
      if (Word.isFree(word) && cell.tryLock(word)) {
        if (borrower == null || !mayBeLent(cell)) {
          return cell;
        }
        borrower.borrow(word);
        borrower = null;
      }
      Stripe own = lockOwn(cell);
      if (own != null) {
        return own;
      }
      takeBackIfWanted(cell);
      round = Pause.once(round);
    }
    return null;
  }

  /** Locks the stripe of this thread, if the cell is lent and the stripe free; null if not. */
  static @Nullable Stripe lockOwn(BitsCell cell) {
    Stripes lent = of(cell);
    if (lent == null || lent.wanted) {
      return null;
    }
    Stripe own = lent.stripes[index()];
    long word = own.wordVolatile();
    if (!Word.isFree(word) || !own.tryLock(word)) {
      return null;
    }
    if (cell.activeAttachment() != null) {
      own.wordRelease(word);
      return null;
    }
    return own;
  }

  private static int index() {
    return Points.ON ? Points.lends() ? 0 : 1 : index(Thread.currentThread().threadId());
  }

  /**
   * Mixes the id of a thread: threads that share one ref of a sum of several, by the low bits of
   * their ids, should not share its stripes as well.
   */
  private static int index(long threadId) {
    return (int) ((threadId * 0x9E3779B97F4A7C15L) >>> 32) & (STRIPES - 1);
  }

  private static @Nullable Stripes of(Cell cell) {
    Attachment attached = cell.attachmentVolatile();
    return attached == null ? null : attached.stripes();
  }

  // ---- lending ----

  private static boolean isTimeToLend(BitsCell cell) {
    if (Points.ON) {
      return Points.lends();
    }
    Stripes present = of(cell);
    int period = present == null ? PERIOD_MIN : present.period;
    return (ThreadLocalRandom.current().nextInt() & (period - 1)) == 0;
  }

  /** The stripes of {@code cell}; null if they cannot be made. */
  private static @Nullable Stripes ofOrNew(BitsCell cell, Operation addition) {
    Stripes present = of(cell);
    if (present != null || addition == Operation.ADD_DOUBLE) { // whose sum depends on the order
      return present;
    }
    try {
      Stripes made = new Stripes(cell, addition);
      Access.attach(cell, attachment -> attachment.with(made));
    } catch (OutOfMemoryError e) {
      return null;
    }
    return of(cell);
  }

  /** Whether nothing forbids to lend the cell that can be seen without locking it. */
  private static boolean mayBeLentNow(BitsCell cell) {
    return cell.activeAttachment() == null
        && Word.version(cell.wordVolatile()) >= Snapshots.newest()
        && !Diagnosis.isOn();
  }

  private static boolean mayBeLent(BitsCell locked) {
    return mayBeLentNow(locked) && !Waiters.anyAt(locked);
  }

  /** Lends the cell, which the caller has locked, and which had {@code word} before. */
  private void borrow(long word) {
    wordBefore = word;
    lentNanos = System.nanoTime();
    wanted = false;
    for (Stripe stripe : stripes) {
      stripe.bitsRelease(0);
      stripe.wordRelease(word);
    }
    Points.reached(Point.LENT);
  }

  // ---- taking back ----

  /**
   * Waits for {@code cell}, which is locked, as {@link Pause#once}; takes it back if it is lent.
   */
  static int await(Cell cell, int round) {
    Stripes present = of(cell);
    if (present != null && cell instanceof BitsCell lent && present.takeBack(lent)) {
      return round;
    }
    return Pause.once(round);
  }

  private static void takeBackIfWanted(BitsCell cell) {
    Stripes present = of(cell);
    if (present != null && present.wanted) {
      present.takeBack(cell);
    }
  }

  /** Whether it was lent, and is no more. */
  private boolean takeBack(BitsCell cell) {
    if (!wanted) {
      wanted = true;
    }
    if (!lockAll()) {
      return false;
    }
    long version = Word.version(wordBefore);
    long sum = cell.bitsAcquire();
    boolean added = false;
    for (Stripe stripe : stripes) {
      long word = Word.freed(stripe.wordAcquire());
      added |= word != wordBefore;
      version = Math.max(version, Word.version(word));
      sum = addition.add(sum, stripe.bitsAcquire());
    }
    adapt();
    cell.bitsRelease(sum);
    Points.reached(Point.VALUE_WRITTEN);
    cell.wordRelease(added ? Cell.wordAfter(wordBefore, version) : wordBefore);
    Points.reached(Point.VALUE_PUBLISHED);
    return true;
  }

  private boolean lockAll() {
    for (int i = 0; i < STRIPES; i++) {
      long word = stripes[i].wordVolatile();
      if (!Word.isFree(word) || !stripes[i].tryLock(word)) {
        unlock(i);
        return false;
      }
      Points.reached(Point.CELL_LOCKED);
    }
    return true;
  }

  /** Lends {@code cell}, adds to it, and takes it back, as far as nobody else uses it. */
  static void rehearse(BitsCell cell) {
    Stripes made = ofOrNew(cell, Operation.ADD_LONG);
    long word = cell.wordVolatile();
    if (made != null && Word.isFree(word) && cell.tryLock(word)) {
      made.borrow(word);
      Single.add(cell, Operation.ADD_LONG, 1);
      Single.awaitUnlocked(cell);
    }
    made = new Stripes(cell, Operation.ADD_LONG);
    made.unlock(1);
    made.takeBack(cell);
  }

  private void unlock(int end) {
    for (int i = 0; i < end; i++) {
      stripes[i].wordRelease(Word.freed(stripes[i].wordAcquire()));
    }
  }

  private void adapt() {
    boolean soon = System.nanoTime() - lentNanos < LENT_NANOS_MIN;
    period = soon ? Math.min(2 * period, PERIOD_MAX) : PERIOD_MIN;
  }
}
