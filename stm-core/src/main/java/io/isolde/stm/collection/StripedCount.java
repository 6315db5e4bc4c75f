package io.isolde.stm.collection;

import io.isolde.stm.LongRef;
import java.util.stream.Stream;

/**
 * A number that many transactions change without conflict: the sum of several refs, of which a
 * thread always adds to the same one. Thread-safe. Only reading the sum depends on all of them.
 */
final class StripedCount {
  private static final int STRIPES = stripes(Runtime.getRuntime().availableProcessors());

  private final LongRef[] stripes =
      Stream.generate(() -> LongRef.of(0)).limit(STRIPES).toArray(LongRef[]::new);

  /** A power of two, from 4 to 16. */
  private static int stripes(int processors) {
    return Integer.highestOneBit(Math.clamp(2L * processors - 1, 4, 16));
  }

  /** Adds to the sum. */
  void add(long summand) {
    int stripe = (int) Thread.currentThread().threadId() & STRIPES - 1;
    stripes[stripe].add(summand);
  }

  /** The exact sum; only in a transaction. */
  long sum() {
    long sum = 0;
    for (LongRef stripe : stripes) {
      sum += stripe.get();
    }
    return sum;
  }

  /** About the sum; no transaction depends on it. */
  long estimate() {
    long sum = 0;
    for (LongRef stripe : stripes) {
      sum += stripe.peek();
    }
    return sum;
  }
}
