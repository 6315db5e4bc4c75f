package io.isolde.store.spi;

import io.isolde.store.Change;

/**
 * A write in place, which can be undone, and which knows the present value there. Owner-only: used
 * by the thread that has the turn.
 */
interface Write {
  /** Restores what was there before. */
  void undo();

  /** The change to publish: what is there now. */
  Change change();
}
