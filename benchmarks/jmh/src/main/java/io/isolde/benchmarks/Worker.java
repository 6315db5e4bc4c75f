package io.isolde.benchmarks;

import io.isolde.benchmarks.peer.Tally;

/** What one thread does in a {@link Scenario}, again and again. Thread-confined. */
@FunctionalInterface
public interface Worker {
  /** Picks one operation and does it. */
  void step(Tally tally) throws InterruptedException;
}
