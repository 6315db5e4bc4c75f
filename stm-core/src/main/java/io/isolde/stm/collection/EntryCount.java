package io.isolde.stm.collection;

import io.isolde.stm.LongRef;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * A number of entries that many transactions change without conflict, as long as they do not ask
 * for it. Thread-safe.
 *
 * <p>Its parts are added to without a look, and each thread has its part, so that two commits
 * seldom wait for each other. The count is their sum.
 */
final class EntryCount {
  private static final int PARTS =
      Integer.highestOneBit(Math.clamp(2L * Runtime.getRuntime().availableProcessors(), 1, 16));

  private final LongRef[] parts =
      Stream.generate(() -> LongRef.of(0)).limit(PARTS).toArray(LongRef[]::new);

  void add(int summand) {
    int part = (int) Thread.currentThread().threadId() & (PARTS - 1);
    parts[part].add(summand);
  }

  /** The sum; exact if the caller reads in a transaction. */
  long sum() {
    return Arrays.stream(parts).mapToLong(LongRef::get).sum();
  }
}
