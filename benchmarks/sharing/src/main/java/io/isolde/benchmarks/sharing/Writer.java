package io.isolde.benchmarks.sharing;

import io.isolde.examples.sharing.SharingStrategy;
import io.isolde.examples.sharing.TransferResult;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;

/**
 * Executes every {@code step}-th order, and measures the latency of each.
 *
 * <p>The clock is read once per order, the same for all strategies. Thread-confined; when its
 * thread has ended, others may ask what it has done.
 */
final class Writer {
  /** How many significant digits of a latency are exact. */
  static final int DIGITS = 3;

  private final SharingStrategy strategy;
  private final Orders orders;
  private final int first;
  private final int step;
  private final long limit;
  private final Histogram latencies = new Histogram(DIGITS);
  private long moved;
  private long refused;
  private long paidBack;
  private long conflicts;

  /**
   * A writer that has done nothing so far.
   *
   * @param first the index of its first order
   * @param step the distance from each of its orders to the next
   * @param limit the index of the order before which it ends
   */
  Writer(SharingStrategy strategy, Orders orders, int first, int step, long limit) {
    this.strategy = strategy;
    this.orders = orders;
    this.first = first;
    this.step = step;
    this.limit = limit;
  }

  /**
   * How many orders ended with which outcome.
   *
   * @param conflicts how many attempts were lost to conflicts
   */
  record Tally(long moved, long refused, long paidBack, long conflicts) {
    static final Tally NOTHING = new Tally(0, 0, 0, 0);

    Tally plus(Tally other) {
      return new Tally(
          moved + other.moved,
          refused + other.refused,
          paidBack + other.paidBack,
          conflicts + other.conflicts);
    }

    /** How many orders there were. */
    long orders() {
      return moved + refused + paidBack;
    }
  }

  /** Works until its orders end, or {@code stopped} says so. */
  void work(BooleanSupplier stopped) {
    long before = System.nanoTime();
    for (long i = first; i < limit && !stopped.getAsBoolean(); i += step) {
      count(strategy.transfer(orders.at(i)));
      long now = System.nanoTime();
      latencies.recordValue(now - before);
      before = now;
    }
  }

  private void count(TransferResult result) {
    conflicts += result.conflicts();
    switch (result.outcome()) {
      case MOVED -> moved++;
      case REFUSED -> refused++;
      case PAID_BACK -> paidBack++;
    }
  }

  Tally tally() {
    return new Tally(moved, refused, paidBack, conflicts);
  }

  /** How long orders took, in nanoseconds. */
  Histogram latencies() {
    return latencies;
  }
}
