package io.isolde.benchmarks.scenario;

import io.isolde.benchmarks.peer.Padded;

/**
 * Pseudo-random picks of one thread, seeded with its number, so that every peer gets the same
 * operations. Marsaglia, Xorshift RNGs (2003).
 *
 * <p>It does not use {@code ThreadLocalRandom}, whose cost would be a fifth of a transfer, and
 * would disappear in the noise of what follows it.
 */
final class Picks extends Padded {
  private long state;

  Picks(int number) {
    state = (number + 1) * 0x9E3779B97F4A7C15L;
  }

  /** 64 random bits, never 0. */
  long next() {
    state ^= state << 13;
    state ^= state >>> 7;
    state ^= state << 17;
    return state;
  }

  /** Below {@code bound}, from the upper half of {@code bits}. */
  static int upper(long bits, int bound) {
    return (int) (((bits >>> 32) * bound) >>> 32);
  }

  /** Below {@code bound}, from the lower half of {@code bits}. */
  static int lower(long bits, int bound) {
    return (int) (((bits & 0xFFFF_FFFFL) * bound) >>> 32);
  }

  /** Below {@code bound}, from the lower half of {@code bits}, and not {@code other}. */
  static int lowerBut(long bits, int bound, int other) {
    int pick = lower(bits, bound - 1);
    return pick < other ? pick : pick + 1;
  }
}
