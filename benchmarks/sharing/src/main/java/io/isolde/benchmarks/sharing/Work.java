package io.isolde.benchmarks.sharing;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Work that keeps a processor busy for about a given time, followed by a wait.
 *
 * <p>The time is processor time: it is counted in steps rather than read from a clock, which would
 * keep running while the thread has no processor. Thread-safe.
 */
final class Work implements Runnable {
  private static final int TRIALS = 10_000;
  private static final int STEPS_OF_A_TRIAL = 2_000;

  /** The number of steps in a nanosecond, undisturbed and in fully compiled code. */
  private static final class Speed {
    private static final double STEPS_PER_NANO = measured();
  }

  private final long steps;
  private final long waitNanos;

  Work(long nanos, long waitMicros) {
    steps = nanos == 0 ? 0 : Math.round(nanos * Speed.STEPS_PER_NANO);
    waitNanos = TimeUnit.MICROSECONDS.toNanos(waitMicros);
  }

  private static double measured() {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < TRIALS; i++) {
      long start = System.nanoTime();
      compute(STEPS_OF_A_TRIAL);
      best = Math.min(best, System.nanoTime() - start);
    }
    return STEPS_OF_A_TRIAL / (double) best;
  }

  @Override
  public void run() {
    compute(steps);
    if (waitNanos > 0) {
      LockSupport.parkNanos(waitNanos);
    }
  }

  /**
   * Runs steps that each depend on the previous one: G. Marsaglia's xorshift generator. (The
   * compiler would reduce additions and multiplications to fewer steps when it unrolls the loop.)
   */
  private static void compute(long steps) {
    long x = steps + 1;
    for (long i = 0; i < steps; i++) {
      x ^= x << 13;
      x ^= x >>> 7;
      x ^= x << 17;
    }
    if (x == 0) { // never; but the compiler does not know, and must keep all steps
      throw new AssertionError("the generator has no way to 0");
    }
  }
}
