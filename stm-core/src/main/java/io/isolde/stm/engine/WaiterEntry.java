package io.isolde.stm.engine;

import org.jspecify.annotations.Nullable;

/** One waiter at one cell: a link in its group. */
final class WaiterEntry {
  /** Seen by who waits for the elder to give the cell up. */
  static final Object OWNED = new Object();

  final Waiter waiter;
  final Cell cell;

  /** What the cell held before the waiter began to wait: a change must differ from it. */
  final @Nullable Object seen;

  final @Nullable WaiterEntry nextOfWaiter;

  // ---- guarded by the stripe's lock ----

  /** Its place in the order of arrival. */
  long arrival;

  /** The word of the cell when the waiter was chosen through this entry; that publishes it. */
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
