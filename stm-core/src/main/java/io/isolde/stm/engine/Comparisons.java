package io.isolde.stm.engine;

import io.isolde.stm.engine.Points.Point;
import org.jspecify.annotations.Nullable;

/**
 * The comparisons that an attempt has made, of which it remembers the answers and not the values:
 * the attempt is lost if an answer flips, but not if a value changes (semantic reads: Saad,
 * Palmieri, Hassan, Ravindran, SPAA 2016). Thread-confined.
 */
final class Comparisons {
  /*
   * Idea. An answer is an interval that the committed value is in. Pending changes of the attempt
   * itself are not part of that value: an addition has shifted the interval, and a cell that the
   * attempt has set is not compared. With the answer, the word is noted under which it was last
   * found true. A cell with another word is compared again, and the new word noted: the answer is
   * renewed.
   *
   * Invariants:
   *  M1  Each answer was true under its word, or the cell has another word by now: a value that is
   *      newer than the word is one of a later commit, which has locked the cell (Cell.I2). A cell
   *      is here once; its answers are merged.
   *  M2  A look that finds every word as it was noted before the look began proves that all answers
   *      were true at one instant: when the look began. No word comes twice (Cell.I1), and a value
   *      changes only under a lock (Cell.I2), so each value stayed from the time of the note until
   *      the look came to its cell. A look that renews an answer proves less: A may have flipped
   *      while B was read, and have flipped back before it was renewed.
   *  M3  An attempt that holds no locks looks at its reads and then here, until a look renews
   *      nothing. By M2 and ReadSet, the values read were current, and the answers true, at one
   *      instant. That is Reader.R1. A value that is being read is part of it if its cell has its
   *      word still after the last look. The clock need not be read again: a value below the read
   *      version was current from the time of readVersion until it is read.
   *  M4  A commit draws its version, and then looks. If the look renews an answer, it draws again,
   *      and looks again: the version must not be older than that of a commit whose value it has
   *      seen, and the answers must be true when it is drawn. A cell that the commit has locked
   *      itself is compared under the lock, which it has held since before the draw.
   *  M5  What changes an answer after the last look, locks after the draw, so its version is not
   *      older. As for reads (Commit).
   *  M6  A commit never waits here, because it holds locks: what another commit has locked may
   *      flip, so the attempt is lost. Without locks, it waits for the other commit. After
   *      RENEWALS_MAX looks, each of which has renewed an answer, the attempt is lost, so that it
   *      becomes the elder in the end. The elder reads instead of comparing.
   *  M7  A transaction that waits is parked while its answers hold, whatever the values (Waiters).
   *
   * A commit that is to take a turn looks here again under the lock of CommitOrder (Commit.C5). It
   * has its version by then, so it is lost if that look renews an answer.
   *
   * Rejected. To accept answers that hold, without further looks: see M2. To look at the present
   * values only when the commit has locked all that it has compared: readers would block readers.
   */
  /** What a look has found. */
  enum Finding {
    /** Every cell has its word, or is locked by the attempt and its answer is true. */
    UNCHANGED,
    /** An answer was renewed, or is to be: another look is needed. */
    RENEWED,
    /** An answer has flipped, or may flip. */
    LOST
  }

  /** How many cells are compared; further ones are read, because each costs every look. */
  static final int CELLS_MAX = 64;

  private static final int RENEWALS_MAX = 8;

  /** The comparison of one cell. */
  private static final class Comparison {
    /** Null if this is not in use, and neither are those behind it. */
    @Nullable BitsCell cell;

    long word;
    long low;
    long high;
    @Nullable Comparison next;

    Comparison(@Nullable Comparison next) {
      this.next = next;
    }

    boolean isTrueOf(long value) {
      return Interval.contains(low, high, value);
    }

    Interval answer() {
      return new Interval(low, high);
    }
  }

  /** Has memory for as many cells as {@link Brief} has. */
  private final Comparison first = comparisons(Brief.CELLS);

  private int count;

  /** How many looks have renewed answers since one did not. */
  private int renewals;

  private @Nullable Cell over;

  int count() {
    return count;
  }

  /** The cell that was renewed or found flipped last. */
  Cell over() {
    Cell present = over;
    if (present == null) {
      throw new IllegalStateException("nothing has changed");
    }
    return present;
  }

  private static Comparison comparisons(int count) {
    return new Comparison(count == 0 ? null : comparisons(count - 1));
  }

  /**
   * Remembers that the value of {@code cell} is in {@code answer}: it was {@code bits} under {@code
   * freeWord}. False if there is no room.
   */
  boolean add(BitsCell cell, long freeWord, Interval answer, long bits) {
    Comparison present = find(cell);
    if (present.cell != null) {
      Interval merged = present.answer().and(answer, bits);
      present.low = merged.low();
      present.high = merged.high();
      return true;
    }
    if (count == CELLS_MAX) {
      return false;
    }
    if (present.next == null) {
      present.next = new Comparison(null);
    }
    use(present, cell, freeWord, answer.low(), answer.high());
    return true;
  }

  /** Adds a cell that is not here yet, of which {@link Brief} has remembered an answer. */
  void adopt(BitsCell cell, long freeWord, long low, long high) {
    use(find(cell), cell, freeWord, low, high);
  }

  private void use(Comparison unused, BitsCell cell, long freeWord, long low, long high) {
    unused.word = freeWord;
    unused.low = low;
    unused.high = high;
    unused.cell = cell;
    count++;
  }

  /** The comparison of {@code cell}, or the next one that is not in use. */
  private Comparison find(Cell cell) {
    Comparison found = first;
    while (found.cell != null && found.cell != cell && found.next != null) {
      found = found.next;
    }
    return found;
  }

  /**
   * Looks at every cell, and renews answers. An attempt that has locked what it writes passes that
   * as {@code locked}; one that holds no locks passes null.
   */
  Finding look(@Nullable WriteSet locked) {
    Finding found = Finding.UNCHANGED;
    BitsCell cell;
    for (Comparison c = first; c != null && (cell = c.cell) != null; c = c.next) {
      Finding one = look(c, cell, locked);
      if (one != Finding.UNCHANGED) {
        over = cell;
        found = one;
      }
      if (one == Finding.LOST) {
        break;
      }
    }
    return counted(found);
  }

  private Finding counted(Finding found) {
    renewals = found == Finding.RENEWED ? renewals + 1 : 0;
    return renewals > RENEWALS_MAX ? Finding.LOST : found;
  }

  private static Finding look(Comparison c, BitsCell cell, @Nullable WriteSet locked) {
    if (locked != null && locked.find(cell) != null) {
      return c.isTrueOf(cell.bitsAcquire()) ? Finding.UNCHANGED : Finding.LOST;
    }
    long word = locked == null ? Single.awaitUnlocked(cell) : cell.wordVolatile();
    if (Word.isLocked(word)) {
      return Finding.LOST;
    }
    return Word.freed(word) == c.word ? Finding.UNCHANGED : renew(c, cell, word);
  }

  private static Finding renew(Comparison c, BitsCell cell, long word) {
    Points.reached(Point.WORD_READ);
    if (!c.isTrueOf(cell.bitsAcquire())) {
      return Finding.LOST;
    }
    c.word = Word.freed(word);
    Points.reached(Point.ANSWER_RENEWED);
    return Finding.RENEWED;
  }

  /** Enters every cell, with its answer, among those that {@code waiter} waits for. */
  void enter(Waiter waiter) {
    BitsCell cell;
    for (Comparison c = first; c != null && (cell = c.cell) != null; c = c.next) {
      waiter.enter(cell, c.answer());
    }
  }

  /** Whether an answer has flipped, or changes too often to tell. */
  boolean haveFlipped() {
    Finding found;
    do {
      found = look(null);
    } while (found == Finding.RENEWED);
    return found == Finding.LOST;
  }

  void clear() {
    for (Comparison c = first; c != null && c.cell != null; c = c.next) {
      c.cell = null;
    }
    over = null;
    count = 0;
    renewals = 0;
  }
}
