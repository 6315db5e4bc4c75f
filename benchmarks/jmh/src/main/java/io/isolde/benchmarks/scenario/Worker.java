package io.isolde.benchmarks.scenario;

import io.isolde.benchmarks.peer.Tally;

/** The work that one thread repeats in a {@link Scenario}. Thread-confined. */
@FunctionalInterface
public interface Worker {
  /** Picks one operation and does it. */
  void step(Tally tally) throws InterruptedException;
}
