package io.isolde.stm.collection;

import io.isolde.checks.Threads;
import io.isolde.stm.Stm;

/** Threads that a test lets run into a wait. */
final class Waits {
  private Waits() {}

  /** Starts {@code task} on another thread and returns when it waits in retry. */
  static Thread start(Threads threads, Threads.Task task) {
    long waits = Stm.statistics().waits();
    Thread thread = threads.start(task);
    Threads.until(() -> Stm.statistics().waits() > waits);
    Threads.untilParked(thread);
    return thread;
  }
}
