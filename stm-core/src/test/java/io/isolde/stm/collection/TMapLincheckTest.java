package io.isolde.stm.collection;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Maps and sets under Lincheck, which switches threads at every access of shared memory. */
class TMapLincheckTest {
  @Test
  void mapsAndSets_inSomeScenarios_areLinearizable() {
    check(3, 30);
  }

  @Test
  @Tag("long")
  @Timeout(600)
  void mapsAndSets_inManyScenarios_areLinearizable() {
    check(30, 100);
  }

  private static void check(int iterations, int invocations) {
    new ModelCheckingOptions()
        .iterations(iterations)
        .invocationsPerIteration(invocations)
        .threads(2)
        .actorsPerThread(2)
        .actorsBefore(2)
        .actorsAfter(1)
        .sequentialSpecification(MapOperations.Specification.class)
        .check(MapOperations.class);
  }
}
