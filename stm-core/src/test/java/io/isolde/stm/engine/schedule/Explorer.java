package io.isolde.stm.engine.schedule;

/**
 * Tries many schedules of a scenario. The seeds are the same in every build, so that a build is
 * repeatable; the system properties {@code isolde.schedule.seed} and {@code isolde.schedule.count}
 * select others.
 */
final class Explorer {
  private static final long SEED = Long.getLong("isolde.schedule.seed", 1);

  private Explorer() {}

  /** Runs {@code count} schedules, unless the property specifies the number. */
  static void explore(Scenarios scenario, int count) {
    explore(scenario, SEED, Integer.getInteger("isolde.schedule.count", count));
  }

  /**
   * Runs the schedules of {@code count} seeds from {@code first}; fails with the first wrong one.
   */
  static void explore(Scenarios scenario, long first, int count) {
    for (long seed = first; seed < first + count; seed++) {
      try {
        scenario.make().run(seed);
      } catch (AssertionError e) {
        throw new AssertionError(scenario + ": " + e.getMessage() + "\n" + again(seed), e);
      }
    }
  }

  private static String again(long seed) {
    return "To run it again: -Dtest=ProtocolTest -Disolde.schedule.count=1 -Disolde.schedule.seed="
        + seed;
  }
}
