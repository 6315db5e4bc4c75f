package io.isolde.stm.engine.schedule;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The engine's protocols, in thousands of schedules each. */
class ProtocolTest {
  @ParameterizedTest
  @EnumSource
  void protocol_inAnySchedule_isRight(Scenarios scenario) {
    Explorer.explore(scenario, QuickSchedules.COUNT);
  }
}
