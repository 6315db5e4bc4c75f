package io.isolde.stm.collection;

import java.lang.reflect.Method;
import java.util.List;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Maps and sets under Lincheck, which switches threads at every access to shared memory. */
class TMapLincheckTest {
  @Tag("long")
  @Test
  void mapsAndSets_inSomeScenarios_areLinearizable() {
    check(3, 30);
  }

  @Test
  @Tag("long")
  void mapsAndSets_inManyScenarios_areLinearizable() {
    check(30, 100);
  }

  /**
   * The first bucket of a root slot: one thread finds none. Before it has put one there, another
   * thread has put one, filled it, and split it. In an earlier version, the first thread then took
   * what it found in the slot for the bucket of its key, and the key was in the map twice.
   */
  @Test
  @Tag("long")
  void firstPut_besideAFillThatSplits_findsItsBucket() throws ReflectiveOperationException {
    Actor put = actor(MapOperations.class.getMethod("put", int.class, int.class), 1, 4);
    Actor fill = actor(MapOperations.class.getMethod("fill"));
    Actor sum = actor(MapOperations.class.getMethod("sum"));
    options(0, 2_000)
        .addCustomScenario(
            new ExecutionScenario(
                List.of(), List.of(List.of(put), List.of(fill, sum)), List.of(), null))
        .check(MapOperations.class);
  }

  private static Actor actor(Method operation, Object... arguments) {
    return new Actor(operation, List.of(arguments), false, false, false, false, false);
  }

  private static void check(int iterations, int invocations) {
    options(iterations, invocations).check(MapOperations.class);
  }

  private static ModelCheckingOptions options(int iterations, int invocations) {
    return new ModelCheckingOptions()
        .iterations(iterations)
        .invocationsPerIteration(invocations)
        .threads(2)
        .actorsPerThread(2)
        .actorsBefore(2)
        .actorsAfter(1)
        .minimizeFailedScenario(false)
        .sequentialSpecification(MapOperations.Specification.class);
  }
}
