package io.isolde.stm.engine;

import org.jspecify.annotations.Nullable;

/**
 * Those who wait for one cell and have seen the same in it, in order of arrival: a change may serve
 * all of them, or none. Guarded by the stripe's lock.
 */
final class WaiterGroup {
  private final Cell cell;
  private final @Nullable Object seen;
  private @Nullable WaiterEntry last;
  @Nullable WaiterEntry first;

  /** Another group at the same cell. */
  @Nullable WaiterGroup next;

  WaiterGroup(Cell cell, @Nullable Object seen) {
    this.cell = cell;
    this.seen = seen;
  }

  /** The groups from this one on, but for {@code dropped}, which is one of them; null if all. */
  @Nullable WaiterGroup without(WaiterGroup dropped) {
    if (this == dropped) {
      return next;
    }
    WaiterGroup before = this;
    while (before.next != null && before.next != dropped) {
      before = before.next;
    }
    before.next = dropped.next;
    return this;
  }

  boolean hasSeen(@Nullable Object contents) {
    return cell.isSameToWaiters(seen, contents);
  }

  /** Whether the cell is no longer as the waiters have seen it. */
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
