package io.isolde.stm.engine.schedule;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Runs the scenarios for as long as {@code isolde.proof.minutes} says, with other seeds each time.
 */
@Tag("long")
class LongProtocolTest {
  private static final Duration DURATION =
      Duration.ofMinutes(Integer.getInteger("isolde.proof.minutes", 1));

  private static final int AT_A_TIME = 1_000;

  @Test
  void protocols_forLong_areRight() {
    long first = System.nanoTime();
    long deadline = first + DURATION.toNanos();
    long seed = first;
    for (; System.nanoTime() - deadline < 0; seed += AT_A_TIME) {
      for (Scenarios scenario : Scenarios.values()) {
        Explorer.explore(scenario, seed, AT_A_TIME);
      }
    }
    System.out.println((seed - first) + " schedules of each scenario, from seed " + first);
  }
}
