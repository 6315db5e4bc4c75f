package io.isolde.benchmarks.scenario;

/**
 * Lets one thread go at regular times. It spins meanwhile, for a thread that parks wakes up tens of
 * microseconds late. Who comes late is not made to hurry. Thread-confined.
 */
final class Pace {
  private final long intervalNanos;
  private long next = System.nanoTime();

  private Pace(long intervalNanos) {
    this.intervalNanos = intervalNanos;
  }

  /** So often in a second; 0 for never waiting. */
  static Pace perSecond(int times) {
    return new Pace(times == 0 ? 0 : 1_000_000_000L / times);
  }

  /** Waits until it is time. */
  void await() {
    if (intervalNanos > 0) {
      long now = System.nanoTime();
      while (now - next < 0) {
        Thread.onSpinWait();
        now = System.nanoTime();
      }
      boolean late = now - next > intervalNanos;
      next = (late ? now : next) + intervalNanos;
    }
  }
}
