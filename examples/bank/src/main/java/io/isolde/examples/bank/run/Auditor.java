package io.isolde.examples.bank.run;

import io.isolde.benchmarks.harness.rounds.PacedSteps;
import io.isolde.examples.bank.ledger.Audit;
import io.isolde.examples.bank.ledger.Ledger;
import java.util.concurrent.CountDownLatch;

/**
 * Audits a ledger, without pause or at a fixed rate, until its writers have ended.
 *
 * <p>Thread-confined.
 */
final class Auditor {
  private final Ledger ledger;
  private final Tally tally;
  private final int perSecond;
  private final PacedSteps steps;

  /**
   * An auditor.
   *
   * @param perSecond how many audits a second, or 0 for audits without pause
   */
  Auditor(Ledger ledger, Tally tally, int perSecond) {
    this.ledger = ledger;
    this.tally = tally;
    this.perSecond = perSecond;
    steps = new PacedSteps(perSecond);
  }

  /** Audits until the latch is open, and at least once. */
  void work(CountDownLatch written) {
    try {
      steps.run(this::audit, written);
    } catch (InterruptedException e) {
      throw new IllegalStateException("an auditor was interrupted", e);
    }
    if (perSecond > 0) {
      tally.addDelays(steps.overdue(), steps.longestDelayNanos());
    }
  }

  private void audit() {
    long begin = System.nanoTime();
    long cpuBegin = ResourceUsage.cpuNanosOfThread();
    Audit audit = ledger.audit();
    long cpu = ResourceUsage.cpuNanosOfThread() - cpuBegin;
    tally.add(audit, System.nanoTime() - begin, cpu);
  }
}
