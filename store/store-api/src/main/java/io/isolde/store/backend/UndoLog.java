package io.isolde.store.backend;

import io.isolde.store.Change;
import java.util.ArrayList;
import java.util.List;

/**
 * What the transaction under way has written, to be taken back, or told of. Owner-only: of whoever
 * has the turn.
 */
final class UndoLog {
  private final ArrayList<Write> writes = new ArrayList<>();

  /** A point to come back to. */
  int mark() {
    return writes.size();
  }

  /** Notes a write, before it happens: should there be no memory for it, nothing was written. */
  void add(Write write) {
    writes.add(write);
  }

  /** Takes back what was written since {@code mark}, the newest first. */
  void rollbackTo(int mark) {
    while (writes.size() > mark) {
      writes.getLast().undo();
      writes.removeLast(); // not before it is undone, should that throw
    }
  }

  /** What there is now wherever something was written. */
  List<Change> changes() {
    return writes.stream().map(Write::change).toList();
  }

  /** Forgets all writes: they stay. */
  void clear() {
    writes.clear();
  }
}
