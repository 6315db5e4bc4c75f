package io.isolde.stm.history;

import io.isolde.checks.history.HistoryChecker;
import io.isolde.stm.history.Workload.Settings;

/** The random transactions of the quick tests, in short runs, which end at the first anomaly. */
public final class QuickRun implements Runnable {
  private static final int RUNS = 10;
  private static final int TRANSACTIONS = 10_000;
  private static final int WORKERS = 4;
  private static final int PAIRS = 1;

  /**
   * At least twenty seconds without progress of any thread, since other processes may need the
   * processors.
   */
  private static final int LOOKS_MAX = 20_000;

  /** Fails at the first anomaly. */
  @Override
  public void run() {
    long seed = Seeds.first();
    for (int i = 0; i < RUNS; i++) {
      boolean virtual = i % 2 == 1;
      Settings settings = new Settings(seed + i, virtual, WORKERS, PAIRS, TRANSACTIONS, LOOKS_MAX);
      HistoryChecker.requireRight(Workload.run(settings).history());
    }
  }
}
