package io.isolde.benchmarks.sharing;

import io.isolde.benchmarks.harness.ping.Pings;
import io.isolde.examples.sharing.Promise;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The measurements of one round of one strategy.
 *
 * <p>Immutable, as long as nobody changes the histogram.
 *
 * @param promise what the strategy promises
 * @param overdueAudits how many audits were due when the auditors had ended
 * @param difference what the accounts hold at the end, less what they were opened with
 * @param threadsLeft how many threads were still alive after the strategy was closed
 * @param latencies how long orders took, in nanoseconds
 * @param slowerShare the share of the orders that the slowest writer carried out
 * @param pings the pings around it; null if there was but one thread
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
    Histogram latencies,
    double slowerShare,
    @Nullable Pings pings) {

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
        latencies,
        slowerShare,
        pings);
  }

  RoundResult between(@Nullable Pings around) {
    return new RoundResult(
        promise,
        seconds,
        tally,
        audits,
        inconsistentAudits,
        overdueAudits,
        difference,
        threadsLeft,
        latencies,
        slowerShare,
        around);
  }
}
