package io.isolde.examples.bank.compare;

import io.isolde.examples.bank.way.Way;
import java.util.function.BooleanSupplier;

/**
 * Sums all balances without pause, and counts how often the total is not what it must be.
 *
 * <p>Thread-confined; when its thread has ended, others may ask what it has seen.
 */
final class Auditor {
  private final Way way;
  private final long expected;
  private long audits;
  private long inconsistent;

  Auditor(Way way, long expected) {
    this.way = way;
    this.expected = expected;
  }

  /** Audits until {@code stopped} says so, and at least once. */
  void work(BooleanSupplier stopped) {
    do {
      audits++;
      if (way.audit() != expected) {
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
