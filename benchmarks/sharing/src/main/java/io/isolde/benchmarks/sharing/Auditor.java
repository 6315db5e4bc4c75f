package io.isolde.benchmarks.sharing;

import io.isolde.benchmarks.harness.rounds.PacedSteps;
import io.isolde.examples.sharing.SharingStrategy;
import java.util.concurrent.CountDownLatch;

/**
 * Sums all balances, without pause or at a fixed rate, and counts how often the total is not what
 * it must be.
 *
 * <p>Thread-confined; when its thread has ended, others may ask what it has seen.
 */
final class Auditor {
  private final SharingStrategy strategy;
  private final long expected;
  private final PacedSteps steps;
  private long audits;
  private long inconsistent;

  Auditor(SharingStrategy strategy, Load load) {
    this.strategy = strategy;
    expected = load.total();
    steps = new PacedSteps(load.auditsPerSecond());
  }

  /** Audits until the writers have ended, and at least once. */
  void work(CountDownLatch written) throws InterruptedException {
    steps.run(this::audit, written);
  }

  private void audit() {
    audits++;
    if (strategy.audit() != expected) {
      inconsistent++;
    }
  }

  long audits() {
    return audits;
  }

  long inconsistent() {
    return inconsistent;
  }

  /** How many audits were due when the writers had ended. */
  long overdue() {
    return steps.overdue();
  }
}
