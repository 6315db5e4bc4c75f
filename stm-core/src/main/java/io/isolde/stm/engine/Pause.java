package io.isolde.stm.engine;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Waiting for an event that takes nanoseconds, unless the thread that causes it was descheduled:
 * spin briefly, then yield, then park. Spins grow at first, so that the holder of a busy cell makes
 * progress before the cell is read again.
 */
final class Pause {
  static final int SPINS = 20;
  private static final int SPIN_DOUBLINGS_MAX = 3;
  private static final int YIELDS = 8;
  private static final long PARK_NANOS_MIN = 2_000;
  private static final long PARK_NANOS_MAX = 1_000_000;

  private Pause() {}

  /** Pauses once, longer in later rounds; returns the next round. */
  static int once(int round) {
    if (Points.paused()) {
      return round + 1;
    }
    if (round < SPINS) {
      spin(1 << Math.min(round, SPIN_DOUBLINGS_MAX));
    } else {
      letOthersRun(round - SPINS);
    }
    return round + 1;
  }

  /**
   * Yields or parks. A virtual thread may lack the memory or the stack to unmount from its carrier;
   * then it spins.
   */
  @SuppressWarnings("ThreadPriorityCheck") // nothing depends on the yield
  private static void letOthersRun(int round) {
    try {
      if (round < YIELDS) {
        Thread.yield();
      } else {
        int doublings = Math.min(round - YIELDS, 9);
        LockSupport.parkNanos(Math.min(PARK_NANOS_MIN << doublings, PARK_NANOS_MAX));
      }
    } catch (OutOfMemoryError | StackOverflowError e) {
      Thread.onSpinWait();
    }
  }

  /**
   * Spins for a random time within a bound that doubles with each of the first lost attempts, so
   * that two losers drift apart.
   */
  static void afterLoss(int losses, int random) {
    spin((random & 0x7fff_ffff) % (8 << Math.min(losses, 6)));
  }

  /**
   * Unparks {@code thread}. Throws nothing: if there is no memory to schedule a virtual thread,
   * tries again.
   */
  @SuppressWarnings("ThreadPriorityCheck") // nothing depends on the yield
  static void unpark(@Nullable Thread thread) {
    while (true) {
      try {
        LockSupport.unpark(thread);
        return;
      } catch (OutOfMemoryError e) {
        Thread.yield();
      }
    }
  }

  private static void spin(int times) {
    for (int i = 0; i < times; i++) {
      Thread.onSpinWait();
    }
  }
}
