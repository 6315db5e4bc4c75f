package io.isolde.store.spi;

import io.isolde.store.Change;
import java.util.ArrayList;
import java.util.List;

/**
 * The writes of the transaction under way, to be undone or published. Owner-only: used by the
 * thread that has the turn.
 */
final class UndoLog {
  private final ArrayList<Write> writes = new ArrayList<>();

  /** The present point, to which {@link #rollbackTo} can return. */
  int mark() {
    return writes.size();
  }

  /** Records a write before it happens: if this runs out of memory, nothing was written. */
  void add(Write write) {
    writes.add(write);
  }

  /** Undoes the writes since {@code mark}, newest first. */
  void rollbackTo(int mark) {
    while (writes.size() > mark) {
      writes.getLast().undo();
      writes.removeLast(); // only after undo(), which may throw
    }
  }

  /** The changes: the present value for each write. */
  List<Change> changes() {
    return writes.stream().map(Write::change).toList();
  }

  /** Forgets all writes, which then stay. */
  void clear() {
    writes.clear();
  }
}
