package io.isolde.store.spi;

import io.isolde.store.Change;
import io.isolde.store.Store;
import java.util.List;

/**
 * The attempt under way in an {@link ExclusiveStore}, with the log of its writes. Owner-only: used
 * by the thread that has the turn; one object serves all attempts of a store.
 */
final class ExclusiveAttempt extends StandaloneAttempt {
  private final UndoLog undo = new UndoLog();

  ExclusiveAttempt(Store store) {
    super(store);
  }

  @Override
  protected int mark() {
    return undo.mark();
  }

  @Override
  protected void rollbackTo(int mark) {
    undo.rollbackTo(mark);
  }

  /** Records a write before it happens. */
  void add(Write write) {
    requireWritable();
    undo.add(write);
  }

  boolean hasChanges() {
    return undo.mark() != 0;
  }

  List<Change> changes() {
    return undo.changes();
  }

  /** Forgets all writes, which then stay. */
  void forgetWrites() {
    undo.clear();
  }

  /** Checks that there is nothing left of an earlier attempt. */
  void assertAtRest() {
    if (hasChanges() || !isAtRest()) {
      throw new AssertionError(
          store() + ": writes to undo " + undo.mark() + ", at rest " + isAtRest());
    }
  }
}
