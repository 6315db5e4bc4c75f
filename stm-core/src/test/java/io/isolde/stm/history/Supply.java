package io.isolde.stm.history;

import java.util.HashMap;
import java.util.Map;

/** The values that the transactions of one thread write. Thread-confined. */
public final class Supply {
  private static final int NUMBER_BITS = 40;

  private final int worker;
  private final Map<RecordedSum, Long> summands = new HashMap<>();
  private long number;

  public Supply(int worker) {
    this.worker = worker;
  }

  /** A value that has never been used, and will never be supplied again. */
  long next() {
    return ((worker + 1L) << NUMBER_BITS) | ++number;
  }

  /** The worker from whose supply {@code value} comes; -1 for the first value of a key. */
  static int workerOf(long value) {
    return (int) (value >> NUMBER_BITS) - 1;
  }

  /** A power of two for this transaction to add to {@code sum}, in each of its attempts. */
  long summand(RecordedSum sum) {
    return summands.computeIfAbsent(sum, RecordedSum::newSummand);
  }

  public void startTransaction() {
    summands.clear();
  }
}
