package io.isolde.examples.bank.compare;

import io.isolde.examples.bank.way.Promise;
import org.HdrHistogram.Histogram;

/**
 * What was seen in one round of one way.
 *
 * <p>Immutable, for whoever leaves the histogram alone.
 *
 * @param promise what the way promises
 * @param difference what the accounts hold at the end, less what they were opened with
 * @param threadsLeft how many threads were still there after the way had been closed
 * @param latencies how long orders took, in nanoseconds
 */
record RoundResult(
    Promise promise,
    double seconds,
    Writer.Tally tally,
    long audits,
    long inconsistentAudits,
    long difference,
    int threadsLeft,
    Histogram latencies) {

  double ordersPerSecond() {
    return tally.orders() / seconds;
  }

  RoundResult withThreadsLeft(int count) {
    return new RoundResult(
        promise, seconds, tally, audits, inconsistentAudits, difference, count, latencies);
  }
}
