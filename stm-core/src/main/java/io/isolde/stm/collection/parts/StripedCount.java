package io.isolde.stm.collection.parts;

import io.isolde.stm.LongRef;
import java.util.stream.Stream;

/**
 * A counter that many transactions change without conflict: the sum of several refs. A thread
 * always adds to the same ref; only reading the sum depends on all of them. Thread-safe.
 */
public final class StripedCount {
  private static final int STRIPES = stripes(Runtime.getRuntime().availableProcessors());

  private final LongRef[] stripes;

  /** Makes a counter that is 0. */
  public StripedCount(RefFactory refs) {
    stripes = Stream.generate(() -> refs.longRef(0)).limit(STRIPES).toArray(LongRef[]::new);
  }

  /** A power of two, from 4 to 16. */
  private static int stripes(int processors) {
    return Integer.highestOneBit(Math.clamp(2L * processors - 1, 4, 16));
  }

  /** Adds to the sum. */
  public void add(long summand) {
    own().add(summand);
  }

  /** The ref to which the calling thread adds. */
  public LongRef own() {
    return stripes[(int) Thread.currentThread().threadId() & STRIPES - 1];
  }

  /** The exact sum. Must be called in a transaction. */
  public long sum() {
    long sum = 0;
    for (LongRef stripe : stripes) {
      sum += stripe.get();
    }
    return sum;
  }

  /** An estimate of the sum, on which no transaction depends. */
  public long estimate() {
    long sum = 0;
    for (LongRef stripe : stripes) {
      sum += stripe.peek();
    }
    return sum;
  }
}
