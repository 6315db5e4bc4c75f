package io.isolde.benchmarks.sharing;

import io.isolde.examples.sharing.SharingStrategy;
import java.util.function.BooleanSupplier;

/**
 * Sums all balances without pause, and counts how often the total is not what it must be.
 *
 * <p>Thread-confined; when its thread has ended, others may ask what it has seen.
 */
final class Auditor {
  private final SharingStrategy strategy;
  private final long expected;
  private long audits;
  private long inconsistent;

  Auditor(SharingStrategy strategy, long expected) {
    this.strategy = strategy;
    this.expected = expected;
  }

  /** Audits until {@code stopped} says so, and at least once. */
  void work(BooleanSupplier stopped) {
    do {
      audits++;
      if (strategy.audit() != expected) {
        inconsistent++;
      }
    } while (!stopped.getAsBoolean());
  }

  long audits() {
    return audits;
  }

  long inconsistent() {
    return inconsistent;
  }
}
