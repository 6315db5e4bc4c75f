package io.isolde.stm.engine;

import org.jspecify.annotations.Nullable;

/** The entry of one waiter at one cell: a link in its {@link WaiterGroup}. */
final class WaiterEntry {
  /** The value of {@link #seen} if the waiter waits for the elder to disown the cell. */
  static final Object OWNED = new Object();

  final Waiter waiter;
  final Cell cell;

  /** The value that the cell held before the waiter parked; a change must differ from it. */
  final @Nullable Object seen;

  final @Nullable WaiterEntry nextOfWaiter;

  // ---- guarded by the stripe's lock ----

  /** The position in the order of arrival. */
  long arrival;

  /** The cell's word when the waiter was chosen through this entry; the choice publishes it. */
  long word;

  /** Null while not linked. */
  @Nullable WaiterGroup group;

  @Nullable WaiterEntry before;
  @Nullable WaiterEntry after;

  WaiterEntry(Waiter waiter, Cell cell, @Nullable Object seen, @Nullable WaiterEntry nextOfWaiter) {
    this.waiter = waiter;
    this.cell = cell;
    this.seen = seen;
    this.nextOfWaiter = nextOfWaiter;
  }
}
