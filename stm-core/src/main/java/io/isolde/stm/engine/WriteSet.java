package io.isolde.stm.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The cells an attempt intends to change, in the order of their first change, with an undo list for
 * closed nesting. Thread-confined.
 *
 * <p>Look-up is a filter word, then a scan while there are few entries and a hash index when there
 * are many.
 */
final class WriteSet {
  private static final int SCANNED_MAX = 8;
  private static final WriteEntry[] NO_UNDO = {};

  private @Nullable WriteEntry[] entries = {new WriteEntry(), new WriteEntry(), null, null};
  private int count;

  /** One bit per hash of a cell in the set: a clear bit proves absence. */
  private long filter;

  /** Open addressing, entry number + 1; valid while {@code count > SCANNED_MAX}. */
  private int[] index = {};

  /** Copies of entries as they were when a nested block first changed them, oldest first. */
  private WriteEntry[] undo = NO_UNDO;

  private int undoCount;

  int count() {
    return count;
  }

  WriteEntry get(int i) {
    WriteEntry entry = entries[i];
    if (entry == null) {
      throw new IndexOutOfBoundsException(i);
    }
    return entry;
  }

  @Nullable WriteEntry find(Cell cell) {
    return (filter & bit(cell)) == 0 ? null : search(cell);
  }

  private @Nullable WriteEntry search(Cell cell) {
    int i = indexOf(cell);
    return i < 0 ? null : get(i);
  }

  private int indexOf(Cell cell) {
    if (count > SCANNED_MAX) {
      return indexed(cell);
    }
    int i = count - 1;
    while (i >= 0 && !get(i).isOf(cell)) {
      i--;
    }
    return i;
  }

  private static long bit(Cell cell) {
    return 1L << cell.hash;
  }

  /**
   * Saves {@code entry} for the rollback of the present nested block, if it is older than that and
   * not yet saved.
   */
  void saveForUndo(WriteEntry entry, Savepoint savepoint) {
    if (entry.savedFor >= savepoint.serial()) {
      return;
    }
    int i = indexOf(entry.cell());
    if (i < savepoint.writeCount()) {
      pushUndo(i, entry);
      entry.savedFor = savepoint.serial();
    }
  }

  /** Adds an entry for a cell that has none. */
  WriteEntry add(Cell cell) {
    int n = count;
    WriteEntry entry = n < entries.length ? entries[n] : null;
    if (entry == null) {
      entry = make(n);
    }
    entry.use(cell);
    count = n + 1;
    filter |= bit(cell);
    if (n >= SCANNED_MAX) {
      addToIndex();
    }
    return entry;
  }

  private WriteEntry make(int n) {
    if (n == entries.length) {
      entries = Arrays.copyOf(entries, n * 2);
    }
    WriteEntry made = new WriteEntry();
    entries[n] = made;
    return made;
  }

  private void addToIndex() {
    if (count == SCANNED_MAX + 1 || count * 2 > index.length) {
      rebuildIndex();
    } else {
      putIndex(count - 1);
    }
  }

  private void rebuildIndex() {
    int needed = Integer.highestOneBit(count) * 8;
    if (index.length >= needed) {
      Arrays.fill(index, 0);
    } else {
      index = new int[needed];
    }
    for (int i = 0; i < count; i++) {
      putIndex(i);
    }
  }

  private void putIndex(int i) {
    int slot = get(i).cell().hash & (index.length - 1);
    while (index[slot] != 0) {
      slot = (slot + 1) & (index.length - 1);
    }
    index[slot] = i + 1;
  }

  private int indexed(Cell cell) {
    int slot = cell.hash & (index.length - 1);
    while (index[slot] != 0) {
      if (get(index[slot] - 1).isOf(cell)) {
        return index[slot] - 1;
      }
      slot = (slot + 1) & (index.length - 1);
    }
    return -1;
  }

  // ---- closed nesting ----

  private void pushUndo(int i, WriteEntry entry) {
    if (undoCount == undo.length) {
      undo = Arrays.copyOf(undo, Math.max(4, undoCount * 2));
    }
    WriteEntry saved = new WriteEntry();
    saved.copyFrom(entry);
    saved.undoes = i;
    undo[undoCount++] = saved;
  }

  int undoCount() {
    return undoCount;
  }

  /** Restores the set as it was at {@code savepoint}. */
  void rollbackTo(Savepoint savepoint) {
    int countThen = savepoint.writeCount();
    while (undoCount > savepoint.undoCount()) {
      WriteEntry saved = undo[--undoCount];
      get(saved.undoes).copyFrom(saved);
    }
    for (int i = countThen; i < count; i++) {
      get(i).clear();
    }
    count = countThen;
    rebuildLookup();
  }

  private void rebuildLookup() {
    filter = 0;
    for (int i = 0; i < count; i++) {
      filter |= bit(get(i).cell());
    }
    if (count > SCANNED_MAX) {
      rebuildIndex();
    }
  }

  void clear() {
    for (int i = 0; i < count; i++) {
      get(i).clear();
    }
    count = 0;
    filter = 0;
    if (undoCount != 0) {
      undo = NO_UNDO;
      undoCount = 0;
    }
  }

  /** Whether the set has grown beyond what is worth keeping for the next transaction. */
  boolean isLarge() {
    return entries.length > 64 || undo.length > 64;
  }
}
