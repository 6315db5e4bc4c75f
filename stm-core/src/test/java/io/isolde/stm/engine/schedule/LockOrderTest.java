package io.isolde.stm.engine.schedule;

import static io.isolde.stm.Stm.atomic;
import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.stm.LongRef;
import org.junit.jupiter.api.Test;

/** Commits that lock the same cells in opposite orders, in many schedules. */
class LockOrderTest {
  private static final int SCHEDULES = 500;

  @Test
  void additionsInOppositeOrders_inAnySchedule_areNotLost() {
    for (long seed = 1; seed <= SCHEDULES; seed++) {
      LongRef x = LongRef.of(0);
      LongRef y = LongRef.of(0);
      Scenario scenario = new Scenario();
      scenario.thread("A", actor -> addToBoth(x, y));
      scenario.thread("B", actor -> addToBoth(y, x));
      assertThat(scenario.run(seed)).doesNotContain("ROLLED_BACK");
      assertThat(x.get() + y.get()).isEqualTo(4);
    }
  }

  private static void addToBoth(LongRef first, LongRef second) {
    atomic(
        () -> {
          first.add(1);
          second.add(1);
        });
  }
}
