package io.isolde.stm.history;

import io.isolde.checks.history.HistoryChecker;
import io.isolde.stm.history.MapWorkload.Settings;
import io.isolde.stm.history.MapWorkload.Structure;

/** Random transactions over maps, in short runs, which end at the first anomaly. */
public final class QuickMapRun implements Runnable {
  private static final int RUNS = 2;
  private static final int TRANSACTIONS_AT_LENGTH = 3_000;
  private static final int WORKERS = 4;

  /**
   * At least twenty seconds without progress of any thread, since other processes may need the
   * processors.
   */
  private static final int LOOKS_MAX = 20_000;

  private final int transactions;

  /** Runs that are long enough to find what is planted. */
  public QuickMapRun() {
    this(TRANSACTIONS_AT_LENGTH);
  }

  QuickMapRun(int transactions) {
    this.transactions = transactions;
  }

  /** Fails at the first anomaly. */
  @Override
  public void run() {
    MovingEntry.run();
    long seed = Seeds.first();
    for (int i = 0; i < RUNS; i++) {
      for (Structure structure : Structure.values()) {
        run(new Settings(seed + i, structure, i % 2 == 1, WORKERS, transactions, LOOKS_MAX));
      }
    }
  }

  private static void run(Settings settings) {
    HistoryChecker.requireRight(MapWorkload.run(settings));
  }
}
