package io.isolde.benchmarks.harness.rounds;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Repeats a step until a latch opens: without pause, or at a fixed rate.
 *
 * <p>Used by one thread; when it has ended, others may ask what it did.
 */
public final class PacedSteps {
  /*
   *   I1  At a fixed rate, the k-th step is due k periods after the first one, whatever became of
   *       the steps between them. So a slow step does not hide those that should have begun
   *       meanwhile ("coordinated omission"), and rounding does not add up.
   *   I2  No step is skipped: those that are late run at once, one after the other. Those that are
   *       due when the last one has ended do not run, and are counted as overdue.
   */
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final int perSecond;
  private final LongSupplier clock;
  private long begin;
  private long done;
  private long overdue;
  private long longestDelay;

  /**
   * Steps of that rate.
   *
   * @param perSecond how many steps a second, or 0 for steps without pause
   */
  public PacedSteps(int perSecond) {
    this(perSecond, System::nanoTime);
  }

  PacedSteps(int perSecond, LongSupplier clock) {
    this.perSecond = perSecond;
    this.clock = clock;
  }

  /**
   * Repeats the step until the latch is open, and at least once. Blocks while no step is due.
   *
   * @throws InterruptedException when the thread is interrupted between two steps
   */
  public void run(Runnable step, CountDownLatch end) throws InterruptedException {
    begin = clock.getAsLong();
    do {
      noteDelay();
      step.run();
      done++;
    } while (!end.await(-delayNanos(), TimeUnit.NANOSECONDS));
    noteDelay();
    overdue = Math.max(0, due(elapsed()) - done);
  }

  private void noteDelay() {
    longestDelay = Math.max(longestDelay, delayNanos());
  }

  /** How long ago the next step was due; negative when it is due later. */
  private long delayNanos() {
    return isPaced() ? elapsed() - dueNanos(done) : 0;
  }

  private long elapsed() {
    return clock.getAsLong() - begin;
  }

  private long dueNanos(long step) {
    return step / perSecond * SECOND + Math.ceilDiv(step % perSecond * SECOND, perSecond);
  }

  /** How many steps are due by then. */
  private long due(long nanos) {
    return isPaced() ? nanos / SECOND * perSecond + nanos % SECOND * perSecond / SECOND + 1 : 0;
  }

  private boolean isPaced() {
    return perSecond > 0;
  }

  /** How many steps were due when the last one had ended; 0 without a rate. */
  public long overdue() {
    return overdue;
  }

  /** How long a step had been due when it began, or when the last one had ended, at most. */
  public long longestDelayNanos() {
    return longestDelay;
  }
}
