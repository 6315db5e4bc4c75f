package io.isolde.stm.lincheck;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LincheckTest {
  @Tag("long")
  @Test
  void refsAndTransactions_inFewScenarios_areLinearizable() {
    QuickLincheck.check(6, 200);
  }

  /** The scenarios that find planted bugs. */
  @Test
  @Tag("long")
  void refsAndTransactions_inSomeScenarios_areLinearizable() {
    new QuickLincheck().run();
  }

  @Test
  @Tag("long")
  void refsAndTransactions_inManyScenarios_areLinearizable() {
    QuickLincheck.check(50, 1_000);
  }
}
