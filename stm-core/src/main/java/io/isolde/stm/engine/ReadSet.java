package io.isolde.stm.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The cells that an attempt has read, and the words under which it read them. Thread-confined.
 * Repeated reads are dropped when the arrays are full, so the size stays below four times the
 * number of distinct cells, or within the initial arrays.
 *
 * <p>Writing a cell claims it if it is among the last two reads. The recorded word is then the one
 * that the cell has while the attempt holds its lock, so the validation of a commit finds what it
 * expects.
 */
final class ReadSet {
  /** Returned by {@link #claim} for a cell that is not among the last two reads. */
  static final long UNREAD = -1;

  private static final int KEPT_MAX = 256;

  /** Ends with at least one null, which ends the loops over the array. */
  private @Nullable Cell[] cells = new Cell[8];

  private long[] words = new long[8];
  private int count;
  private boolean isLarge;

  int count() {
    return count;
  }

  Cell cell(int i) {
    Cell cell = cells[i];
    if (cell == null) {
      throw new IndexOutOfBoundsException(i);
    }
    return cell;
  }

  /** The free word under which the cell was read. */
  long word(int i) {
    return Word.freed(words[i]);
  }

  void add(Cell cell, long freeWord) {
    int n = count;
    if (n >= cells.length - 1) {
      n = makeRoom();
    }
    cells[n] = cell;
    words[n] = freeWord;
    count = n + 1;
  }

  /**
   * Records that {@code cell} will be locked when the reads are validated for commit, if it is
   * among the last two reads. Returns the free word under which it was read, or {@link #UNREAD}.
   */
  long claim(Cell cell) {
    int i = count - 1;
    if (i >= 0 && cells[i] == cell) {
      return claim(i);
    }
    i--;
    return i >= 0 && cells[i] == cell ? claim(i) : UNREAD;
  }

  private long claim(int i) {
    long word = words[i];
    words[i] = word | Word.LOCKED;
    return Word.freed(word);
  }

  /** Takes back every claim, because some of the cells will no longer be written. */
  void unclaim() {
    for (int i = 0; i < count; i++) {
      words[i] = Word.freed(words[i]);
    }
  }

  /**
   * A cell whose value is no longer the one read, or may not be, because another transaction holds
   * the lock; null if there is none. For an attempt that holds no locks.
   */
  @Nullable Cell findChanged() {
    Cell changed = firstChanged();
    return changed == null && Points.failValidation() ? cells[0] : changed;
  }

  /** The same, without the failures that a test injects. */
  @Nullable Cell firstChanged() {
    Cell cell;
    for (int i = 0; (cell = cells[i]) != null; i++) {
      long word = cell.wordVolatile();
      if (Word.isLocked(word) || Word.freed(word) != Word.freed(words[i])) {
        return cell;
      }
    }
    return null;
  }

  /**
   * The same for an attempt that has locked the cells it writes; each entry has the word before the
   * lock.
   */
  @Nullable Cell findChanged(WriteSet locked) {
    Cell cell;
    for (int i = 0; (cell = cells[i]) != null; i++) {
      long word = cell.wordVolatile();
      if (word != words[i] && !isUnchanged(cell, word, Word.freed(words[i]), locked)) {
        return cell;
      }
    }
    return Points.failValidation() ? cells[0] : null;
  }

  private static boolean isUnchanged(Cell cell, long word, long wordRead, WriteSet locked) {
    if (!Word.isLocked(word)) {
      return Word.freed(word) == wordRead; // owned by the elder, which has not written yet
    }
    WriteEntry own = locked.find(cell);
    return own != null && Word.freed(own.wordBefore) == wordRead;
  }

  /** Forgets the cell that was added last. */
  void dropLast() {
    count--;
    cells[count] = null;
  }

  /** Corrects the word of the cell that was added last. */
  void amend(long freeWord) {
    words[count - 1] = freeWord;
  }

  /**
   * Whether {@code cell} was read under a word that differs from {@code word} in more than the
   * state.
   */
  boolean isStale(Cell cell, long word) {
    for (int i = 0; i < count; i++) {
      if (cells[i] == cell && word(i) != Word.freed(word)) {
        return true;
      }
    }
    return false;
  }

  private int makeRoom() {
    removeRepeats();
    if (count > cells.length / 2) {
      long[] moreWords = Arrays.copyOf(words, words.length * 2);
      cells = Arrays.copyOf(cells, cells.length * 2);
      words = moreWords;
      isLarge = cells.length > KEPT_MAX;
    }
    return count;
  }

  /**
   * Keeps one entry for each cell. All entries of a cell hold the same word, because the attempt is
   * lost if the cell changes between two reads. The exception is a pinned snapshot, which does not
   * see the change; then none of the entries holds the present word.
   */
  void removeRepeats() {
    int[] table = new int[Integer.highestOneBit(Math.max(1, count)) * 4];
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (addIfAbsent(table, i, kept)) {
        cells[kept] = cells[i];
        words[kept] = words[i];
        kept++;
      }
    }
    Arrays.fill(cells, kept, count, null);
    count = kept;
  }

  /**
   * Whether cell {@code i} is not yet among the first {@code kept}. If so, {@code table} records it
   * (position + 1) as the next one that is kept.
   */
  private boolean addIfAbsent(int[] table, int i, int kept) {
    int slot = cell(i).hash & (table.length - 1);
    while (table[slot] != 0) {
      if (cells[table[slot] - 1] == cells[i]) {
        return false;
      }
      slot = (slot + 1) & (table.length - 1);
    }
    table[slot] = kept + 1;
    return true;
  }

  void clear() {
    @Nullable Cell[] present = cells;
    for (int i = 0; present[i] != null; i++) {
      present[i] = null;
    }
    count = 0;
  }

  /** Whether the set has grown too large to be kept for the next transaction. */
  boolean isLarge() {
    return isLarge;
  }
}
