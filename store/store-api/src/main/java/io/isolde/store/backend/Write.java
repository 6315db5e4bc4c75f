package io.isolde.store.backend;

import io.isolde.store.Change;

/**
 * A write in place: how to take it back, and what there is now in its place. Owner-only: of whoever
 * has the turn.
 */
interface Write {
  /** Restores what was there before. */
  void undo();

  /** What is there now. */
  Change change();
}
