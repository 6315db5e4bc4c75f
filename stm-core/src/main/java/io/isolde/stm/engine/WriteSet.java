package io.isolde.stm.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The pending changes of an attempt, in the order in which it first changed each cell, with an undo
 * list for closed nesting. Thread-confined.
 *
 * <p>A look-up tests a filter word first. Then it scans the entries if there are few, or searches a
 * hash index if there are many. A change that fails for lack of memory or stack has no effect: it
 * allocates its memory first, and between the first and the last field that it changes it calls
 * nothing that might fail.
 */
final class WriteSet {
  private static final int SCANNED_MAX = 8;
  private static final int KEPT_MAX = 64;
  private static final WriteEntry[] NO_UNDO = {};

  /** The head of the linked entries: those in use, and behind them at least one that is not. */
  final WriteEntry first = new WriteEntry(0);

  /** All entries that were created, in order. */
  private WriteEntry[] entries = {first};

  private boolean isLarge;
  private int count;

  /** One bit per hash of a cell in the set: a clear bit proves absence. */
  private long filter;

  /** Open addressing, entry number + 1; valid while {@code count > SCANNED_MAX}. */
  private int[] index = {};

  /** Copies of entries as they were before a nested block first changed them, oldest first. */
  private WriteEntry[] undo = NO_UNDO;

  private int undoCount;

  /** Makes an empty set, which has memory for as many cells as {@link Brief} has. */
  WriteSet() {
    makeMore(Brief.CELLS + 1); // one entry stays behind those in use
  }

  int count() {
    return count;
  }

  WriteEntry get(int i) {
    return entries[i];
  }

  @Nullable WriteEntry find(Cell cell) {
    return (filter & bit(cell)) == 0 ? null : search(cell);
  }

  private @Nullable WriteEntry search(Cell cell) {
    return count > SCANNED_MAX ? lookUp(cell) : scan(cell);
  }

  private @Nullable WriteEntry scan(Cell cell) {
    WriteEntry entry = first;
    Cell present;
    while ((present = entry.cellOrNull()) != null) {
      if (present == cell) {
        return entry;
      }
      entry = entry.next;
    }
    return null;
  }

  private static long bit(Cell cell) {
    return 1L << cell.hash;
  }

  /**
   * Saves {@code entry} for the rollback of the current nested block, if the entry is older than
   * the block and not yet saved.
   */
  void saveForUndo(WriteEntry entry, Savepoint savepoint) {
    if (entry.savedFor < savepoint.serial() && entry.number < savepoint.writeCount()) {
      pushUndo(entry);
      entry.savedFor = savepoint.serial();
    }
  }

  /**
   * The entry to be used next, with all the memory that using it needs. The caller sets the change
   * and then calls {@link #use}.
   */
  WriteEntry reserve() {
    int n = count + 1;
    if (n == entries.length) {
      makeMore(entries.length * 2);
    }
    if (n > SCANNED_MAX) {
      reserveIndex(n);
    }
    return entries[n - 1];
  }

  /** Adds the reserved entry for {@code cell}, which has no entry yet. Calls nothing. */
  void use(WriteEntry entry, Cell cell) {
    int n = count + 1;
    if (n > SCANNED_MAX) {
      int slot = cell.hash & (index.length - 1);
      while (index[slot] != 0) {
        slot = (slot + 1) & (index.length - 1);
      }
      index[slot] = n;
    }
    entry.cell = cell;
    entry.wordRead = ReadSet.UNREAD;
    count = n;
    filter |= 1L << cell.hash;
  }

  private void makeMore(int length) {
    int made = entries.length;
    isLarge = made >= KEPT_MAX;
    WriteEntry[] more = Arrays.copyOf(entries, length);
    for (int i = made; i < more.length; i++) {
      more[i] = new WriteEntry(i);
      more[i - 1].next = more[i];
    }
    entries = more;
  }

  /** Prepares the index for {@code n} entries. */
  private void reserveIndex(int n) {
    if (n * 2 > index.length) {
      index = filled(new int[Integer.highestOneBit(n) * 8]);
    } else if (n == SCANNED_MAX + 1) {
      filled(index);
    }
  }

  private int[] filled(int[] table) {
    Arrays.fill(table, 0);
    for (int i = 0; i < count; i++) {
      int slot = get(i).cell().hash & (table.length - 1);
      while (table[slot] != 0) {
        slot = (slot + 1) & (table.length - 1);
      }
      table[slot] = i + 1;
    }
    return table;
  }

  private @Nullable WriteEntry lookUp(Cell cell) {
    int slot = cell.hash & (index.length - 1);
    while (index[slot] != 0) {
      WriteEntry entry = get(index[slot] - 1);
      if (entry.isOf(cell)) {
        return entry;
      }
      slot = (slot + 1) & (index.length - 1);
    }
    return null;
  }

  // ---- closed nesting ----

  private void pushUndo(WriteEntry entry) {
    if (undoCount == undo.length) {
      undo = Arrays.copyOf(undo, Math.max(4, undoCount * 2));
    }
    WriteEntry saved = entry.saved();
    undo[undoCount++] = saved;
  }

  int undoCount() {
    return undoCount;
  }

  /** Restores the set as it was at {@code savepoint}. Needs no memory. */
  void rollbackTo(Savepoint savepoint) {
    int countThen = savepoint.writeCount();
    while (undoCount > savepoint.undoCount()) {
      WriteEntry saved = undo[--undoCount];
      get(saved.number).copyFrom(saved);
    }
    clearFrom(get(countThen));
    count = countThen;
    rebuildLookup();
  }

  private void rebuildLookup() {
    filter = 0;
    for (int i = 0; i < count; i++) {
      filter |= bit(get(i).cell());
    }
    if (count > SCANNED_MAX) {
      filled(index);
    }
  }

  void clear() {
    if (count != 0) {
      clearFrom(first);
      emptied();
    }
  }

  /** Marks the set as empty. The caller has cleared every entry. */
  void emptied() {
    count = 0;
    filter = 0;
    forgetUndo();
  }

  Cell[] cells() {
    Cell[] cells = new Cell[count];
    for (int i = 0; i < count; i++) {
      cells[i] = get(i).cell();
    }
    return cells;
  }

  private static void clearFrom(WriteEntry from) {
    for (WriteEntry entry = from; entry.cellOrNull() != null; entry = entry.next) {
      entry.clear();
    }
  }

  private void forgetUndo() {
    if (undoCount != 0) {
      isLarge |= undoCount >= KEPT_MAX;
      undo = NO_UNDO;
      undoCount = 0;
    }
  }

  /** Whether the set has grown too large to be kept for the next transaction. */
  boolean isLarge() {
    return isLarge;
  }
}
