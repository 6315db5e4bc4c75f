package io.isolde.examples.bank.compare;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Work that keeps a processor busy for about a given time, and a wait after it.
 *
 * <p>The time is one of the processor: it is counted in steps, not looked up on a clock, which
 * would go on while the thread has no processor. Thread-safe.
 */
final class Work implements Runnable {
  private static final int TRIALS = 10_000;
  private static final int STEPS_OF_A_TRIAL = 2_000;

  /** How many steps a nanosecond has when nothing disturbs, and the compiler has done its best. */
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
   * Steps that each need the one before: G. Marsaglia's xorshift generator. (Of additions and
   * multiplications the compiler would make fewer steps, when it unrolls the loop.)
   */
  private static void compute(long steps) {
    long x = steps + 1;
    for (long i = 0; i < steps; i++) {
      x ^= x << 13;
      x ^= x >>> 7;
      x ^= x << 17;
    }
    if (x == 0) { // never; but who does not know must compute all steps
      throw new AssertionError("the generator has no way to 0");
    }
  }
}
