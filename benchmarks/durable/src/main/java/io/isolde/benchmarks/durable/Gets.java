package io.isolde.benchmarks.durable;

import io.isolde.benchmarks.harness.rounds.Step;
import java.util.SplittableRandom;
import java.util.function.LongFunction;

/**
 * Looks up entries picked at random. Thread-confined.
 *
 * <p>Trap: a value that nobody uses need not be read, so the lengths are summed up.
 */
final class Gets implements Step {
  /** How many lookups each step makes. */
  static final int PER_STEP = 100;

  private final LongFunction<byte[]> values;
  private final int size;
  private final SplittableRandom random = new SplittableRandom(1);
  private long lookups;
  private long bytes;

  Gets(LongFunction<byte[]> values, int size) {
    this.values = values;
    this.size = size;
  }

  @Override
  public void run() {
    for (int i = 0; i < PER_STEP; i++) {
      bytes += values.apply(random.nextInt(size)).length;
    }
    lookups += PER_STEP;
  }

  /** Whether the values that were found have that length, on average. */
  boolean areRight(int valueBytes) {
    return bytes == lookups * valueBytes;
  }
}
