package io.isolde.stm.engine;

import org.jspecify.annotations.Nullable;

/**
 * The waiters for one cell that have seen the same value in it, in order of arrival: the cell
 * concerns all of them or none. Guarded by the stripe's lock.
 */
final class WaiterGroup {
  final Cell cell;
  private final @Nullable Object seen;
  private @Nullable WaiterEntry last;
  @Nullable WaiterEntry first;

  /** The next group in the chain of the table. */
  @Nullable WaiterGroup next;

  WaiterGroup(Cell cell, @Nullable Object seen) {
    this.cell = cell;
    this.seen = seen;
  }

  boolean hasSeen(@Nullable Object contents) {
    return cell.isSameToWaiters(seen, contents);
  }

  /** Whether the cell concerns the waiters, because it is no longer as they have seen it. */
  boolean isConcerned() {
    return seen == WaiterEntry.OWNED
        ? !Word.isOwned(cell.wordVolatile())
        : !cell.isStillToWaiters(seen);
  }

  void add(WaiterEntry entry) {
    entry.group = this;
    entry.before = last;
    if (last == null) {
      first = entry;
    } else {
      last.after = entry;
    }
    last = entry;
  }

  void remove(WaiterEntry entry) {
    WaiterEntry before = entry.before;
    WaiterEntry after = entry.after;
    if (before == null) {
      first = after;
    } else {
      before.after = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.before = before;
    }
    entry.before = null;
    entry.after = null;
    entry.group = null;
  }
}
