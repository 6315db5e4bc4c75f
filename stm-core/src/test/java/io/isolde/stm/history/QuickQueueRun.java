package io.isolde.stm.history;

import io.isolde.stm.history.QueueWorkload.Settings;

/** Random transactions over queues and a semaphore, in short runs. */
public final class QuickQueueRun implements Runnable {
  private static final int RUNS = 4;
  private static final int ITEMS_EACH = 1_500;

  /**
   * At least twenty seconds without progress of any thread, since other processes may need the
   * processors.
   */
  private static final int LOOKS_MAX = 20_000;

  /** Fails at the first item that is not where it should be. */
  @Override
  public void run() {
    long seed = Seeds.first();
    for (int i = 0; i < RUNS; i++) {
      QueueWorkload.run(new Settings(seed + i, i % 2 == 1, i < 2, ITEMS_EACH, LOOKS_MAX));
    }
  }
}
