package io.isolde.store.backend;

import java.util.ArrayDeque;

/**
 * How to take back, newest first, what the transaction under way has written. Owner-only: of
 * whoever has the turn.
 */
final class UndoLog {
  private final ArrayDeque<Runnable> steps = new ArrayDeque<>();

  /** A point to come back to. */
  int mark() {
    return steps.size();
  }

  /**
   * Adds a step, before the write that it takes back: should there be no memory for it, nothing was
   * written.
   */
  void add(Runnable step) {
    steps.push(step);
  }

  /** Takes back what was written since {@code mark}. */
  void rollbackTo(int mark) {
    while (steps.size() > mark) {
      steps.pop().run();
    }
  }

  /** Forgets all steps: what was written stays. */
  void clear() {
    steps.clear();
  }
}
