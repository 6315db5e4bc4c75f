package io.isolde.benchmarks.sharing;

import io.isolde.examples.sharing.Promise;
import org.HdrHistogram.Histogram;

/**
 * The measurements of one round of one strategy.
 *
 * <p>Immutable, as long as nobody changes the histogram.
 *
 * @param promise what the strategy promises
 * @param overdueAudits how many audits were due when the writers had ended
 * @param difference what the accounts hold at the end, less what they were opened with
 * @param threadsLeft how many threads were still alive after the strategy was closed
 * @param latencies how long orders took, in nanoseconds
 */
record RoundResult(
    Promise promise,
    double seconds,
    Writer.Tally tally,
    long audits,
    long inconsistentAudits,
    long overdueAudits,
    long difference,
    int threadsLeft,
    Histogram latencies) {

  double ordersPerSecond() {
    return tally.orders() / seconds;
  }

  RoundResult withThreadsLeft(int count) {
    return new RoundResult(
        promise,
        seconds,
        tally,
        audits,
        inconsistentAudits,
        overdueAudits,
        difference,
        count,
        latencies);
  }
}
