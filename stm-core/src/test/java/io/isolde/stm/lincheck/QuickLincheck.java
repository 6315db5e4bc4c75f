package io.isolde.stm.lincheck;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/** Scenarios, as many as are needed to find planted bugs. */
public final class QuickLincheck implements Runnable {
  /** Fails at the first scenario with results that no sequential order explains. */
  @Override
  public void run() {
    check(20, 300);
  }

  /** Runs the scenarios in a process of its own. */
  public static void main(String[] arguments) {
    new QuickLincheck().run();
  }

  static void check(int iterations, int invocations) {
    new ModelCheckingOptions()
        .iterations(iterations)
        .invocationsPerIteration(invocations)
        .threads(2)
        .actorsPerThread(3)
        .actorsBefore(1)
        .actorsAfter(1)
        .sequentialSpecification(RefOperations.Specification.class)
        .check(RefOperations.class);
  }
}
