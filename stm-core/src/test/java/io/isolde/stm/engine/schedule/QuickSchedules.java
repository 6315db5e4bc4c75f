package io.isolde.stm.engine.schedule;

/** The schedules of the quick tests: a few of every scenario in turn. */
public final class QuickSchedules implements Runnable {
  /** The number of schedules of each scenario. */
  static final int COUNT = 2_000;

  private static final int AT_A_TIME = 100;

  /** Fails at the first wrong schedule. */
  @Override
  public void run() {
    for (int done = 0; done < COUNT; done += AT_A_TIME) {
      for (Scenarios scenario : Scenarios.values()) {
        Explorer.explore(scenario, 1 + done, AT_A_TIME);
      }
    }
  }
}
