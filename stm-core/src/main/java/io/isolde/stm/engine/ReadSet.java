package io.isolde.stm.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The cells an attempt has read and the words it found there. Thread-confined. A cell read twice in
 * a row is kept once; other repeats are dropped when the arrays are full, so the size stays within
 * twice the number of different cells.
 */
final class ReadSet {
  private @Nullable Cell[] cells = new Cell[8];
  private long[] words = new long[8];
  private int count;

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
    return words[i];
  }

  void add(Cell cell, long freeWord) {
    int n = count;
    if (n != 0 && cells[n - 1] == cell) {
      return;
    }
    if (n == cells.length) {
      n = makeRoom();
    }
    cells[n] = cell;
    words[n] = freeWord;
    count = n + 1;
  }

  /**
   * A cell whose value is no longer the one read, or may not be, because another holds the lock;
   * null if there is none.
   *
   * @param locked the cells that the caller has locked, each with the word before; null if none
   */
  @Nullable Cell findChanged(@Nullable WriteSet locked) {
    for (int i = 0; i < count; i++) {
      Cell cell = cell(i);
      long word = cell.wordVolatile();
      if (word != words[i] && !isUnchanged(cell, word, words[i], locked)) {
        return cell;
      }
    }
    return Points.failValidation() && count != 0 ? cell(0) : null;
  }

  private static boolean isUnchanged(
      Cell cell, long word, long wordRead, @Nullable WriteSet locked) {
    if (!Word.isLocked(word)) {
      return Word.freed(word) == wordRead; // owned by the elder, which has not written yet
    }
    WriteEntry own = locked == null ? null : locked.find(cell);
    return own != null && Word.freed(own.wordBefore) == wordRead;
  }

  /** Makes the next {@link #add} unable to fail. */
  void reserve() {
    if (count == cells.length) {
      makeRoom();
    }
  }

  boolean contains(Cell cell) {
    for (int i = 0; i < count; i++) {
      if (cells[i] == cell) {
        return true;
      }
    }
    return false;
  }

  private int makeRoom() {
    removeRepeats();
    if (count > cells.length / 2) {
      cells = Arrays.copyOf(cells, cells.length * 2);
      words = Arrays.copyOf(words, words.length * 2);
    }
    return count;
  }

  /**
   * Keeps each cell once. All its entries hold the same word: a cell that changed between two reads
   * would have ended the attempt.
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
   * Whether cell {@code i} is not yet among the {@code kept} first; it is noted in {@code table}
   * (position + 1) as the next kept.
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
    int n = count;
    @Nullable Cell[] present = cells;
    for (int i = 0; i < n; i++) {
      present[i] = null;
    }
    count = 0;
  }

  boolean isLarge() {
    return cells.length > 256;
  }
}
