package io.isolde.stm.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.stm.Stm;
import io.isolde.stm.history.RecordedLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The scheduler itself: it repeats a schedule, and notices when no thread makes progress. */
class StepperTest {
  @ParameterizedTest
  @EnumSource
  void sameSeed_makesTheSameSchedule(Scenarios scenario) {
    for (long seed = 1; seed <= 20; seed++) {
      String first = scenario.make().run(seed);
      String second = scenario.make().run(seed);
      assertThat(second).isEqualTo(first);
    }
  }

  @Test
  void otherSeeds_makeOtherSchedules() {
    long different =
        LongStream.range(0, 200)
            .mapToObj(seed -> Scenarios.EXTENSION_BESIDE_COMMITS.make().run(seed))
            .distinct()
            .count();
    assertThat(different).isGreaterThan(100);
  }

  @Test
  void threadsThatWaitForEachOther_areNoticed() {
    Scenario scenario = new Scenario();
    RecordedLong x = scenario.chain("x");
    for (String name : new String[] {"A", "B"}) {
      scenario.thread(
          name, actor -> actor.atomic((attempt, supply) -> Stm.check(x.value(attempt) != 0)));
    }
    assertThatThrownBy(() -> scenario.run(1))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("nobody can go on")
        .hasMessageContaining("Waiter.awaitChange");
  }

  @Test
  void threadThatGoesOnForever_isNoticed() {
    Scenario scenario = new Scenario();
    RecordedLong x = scenario.chain("x");
    scenario.thread(
        "A",
        actor ->
            actor.snapshot(
                attempt -> {
                  while (x.value(attempt) == 0) {}
                }));
    assertThatThrownBy(() -> scenario.run(1))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no end after");
  }

  @Test
  void threadThatThrows_isNoticed() {
    Scenario scenario = new Scenario();
    scenario.thread(
        "A",
        actor -> {
          throw new ArithmeticException("on purpose");
        });
    assertThatThrownBy(() -> scenario.run(1))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("A failed")
        .hasRootCauseInstanceOf(ArithmeticException.class);
  }
}
